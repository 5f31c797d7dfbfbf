"""Words in, words and exit codes out.

Exit codes: 0 done, 2 input refused, 3 environment (disk, permission, lock, memory), 1 a bug of
ours. Progress and messages go to stderr; with ``--json`` stdout holds one JSON object on one line.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from analysis.cli.flags import parser_of
from analysis.cli.saying import fail, print_json, say


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
    told = parser_of(as_json="--json" in words).parse_args(words)
    try:
        answer = told.run(told)
    except KeyboardInterrupt:
        say("Stopped. Nothing was changed.")
        return 130
    except Exception as error:  # the last wall: whatever happens, a person gets words
        return fail(error, as_json=told.json)
    if told.json:
        print_json(answer)
    else:
        print(answer["done"])
    return 0
