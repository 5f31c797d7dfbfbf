"""Words in, words and exit codes out.

Exit codes: 0 done, 2 input refused, 3 environment (disk, permission, lock, memory), 1 a bug of
ours, 130 or 143 stopped. Progress and messages go to stderr; with ``--json`` stdout holds one
JSON object on one line.
"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from analysis.cli.flags import parser_of
from analysis.cli.saying import fail, print_json, say, unheard


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    Parameters
    ----------
    arguments
        The words after ``whyleft``; those of the process when None.

    Examples
    --------
    >>> main(["check", "no-such-file.csv", "--json"])  # doctest: +ELLIPSIS
    {"tables": {}, "refused": {"code": "...", ...}, "as_of": null}
    2
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    words = list(sys.argv[1:] if arguments is None else arguments) or ["--help"]
    try:
        try:
            return _run(words)
        finally:
            if sys.stdout is not None:  # closed by whoever started us
                sys.stdout.flush()
    except OSError as error:
        return unheard(error)


def _run(words: list[str]) -> int:
    told = parser_of(as_json="--json" in words).parse_args(words)
    try:
        with _stopped_by_others():
            answer = told.run(told)
    except KeyboardInterrupt as stopped:
        say("Stopped. Nothing was changed.")
        return 128 + int(stopped.args[0] if stopped.args else signal.SIGINT)
    except Exception as error:  # the last wall: whatever happens, a person gets words
        return fail(error, as_json=told.json)
    if told.json:
        print_json(answer)
    else:
        print(answer["done"])
    return 0


@contextmanager
def _stopped_by_others() -> Iterator[None]:
    """Let a request to end clear up as a stop from the keyboard does."""

    def stop(number: int, _: object) -> None:
        raise KeyboardInterrupt(number)

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
