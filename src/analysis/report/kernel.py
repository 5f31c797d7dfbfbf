"""A kernel of this very interpreter, in a room of its own.

Nothing of the user's Jupyter, IPython or matplotlib configuration reaches it, so a report does not
depend on whose machine made it, and an unwritable home folder does no harm.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbformat import NotebookNode

#: Names that would let the user's own start-up files into the kernel.
_LEFT_OUT = {"PYTHONSTARTUP", "MATPLOTLIBRC", "MPLBACKEND"}

#: Socket paths are limited to 103 characters on macOS, 107 on Linux.
_LONGEST_SOCKET_PATH = 90


class _ThisInterpreter(KernelSpecManager):
    """The only kernel there is: installed kernelspecs may point to another environment."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        return KernelSpec(
            argv=[sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
            display_name=kernel_name,
            language="python",
            metadata={"supported_encryption": ["curve"]},
        )


def new_client(notebook: NotebookNode, *, scratch: Path, timeout: int | None) -> NotebookClient:
    """Return a client whose kernel talks through files in ``scratch`` where the system can.

    Local sockets need no network at all, and nobody else on the machine can connect to them.
    Elsewhere TCP is used, encrypted (``auto``), or ipykernel warns at every start.
    """
    room = Path(tempfile.mkdtemp(prefix="k", dir=scratch))
    kernel = AsyncKernelManager(
        kernel_spec_manager=_ThisInterpreter(),
        transport_encryption="auto",
        connection_file=str(room / "c.json"),
    )
    if os.name == "posix" and len(str(room)) < _LONGEST_SOCKET_PATH:
        kernel.transport, kernel.ip = "ipc", str(room / "s")
    return NotebookClient(notebook, km=kernel, timeout=timeout, record_timing=False)


def kernel_environment(scratch: Path, *, inherited: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of the kernel.

    Parameters
    ----------
    scratch
        A private folder that lives as long as the run.
    inherited
        The environment of this process.

    Examples
    --------
    >>> import tempfile
    >>> found = kernel_environment(Path(tempfile.mkdtemp()), inherited={"PYTHONSTARTUP": "x.py"})
    >>> "PYTHONSTARTUP" in found, found["MPLBACKEND"]
    (False, 'agg')
    """
    plain_style = scratch / "matplotlibrc"
    plain_style.write_text("", encoding="utf-8")
    kept = {name: value for name, value in inherited.items() if name not in _LEFT_OUT}
    own = {
        "IPYTHONDIR": str(scratch / "ipython"),
        "MATPLOTLIBRC": str(plain_style),
        "MPLBACKEND": "agg",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",  # the debugger's warning about frozen modules
        "PYTHONUTF8": "1",
    }
    if not _is_home_writable():
        own["MPLCONFIGDIR"] = str(scratch / "matplotlib")
    return kept | own


def _is_home_writable() -> bool:
    try:
        with tempfile.TemporaryFile(dir=Path.home()):
            return True
    except (OSError, RuntimeError):
        return False
