"""What a person or a program reads: messages, refusals, JSON."""

from __future__ import annotations

import errno
import json
import sys
import traceback
from typing import Any

from analysis.errors import AnalysisError, EnvironmentTrouble

Answer = dict[str, Any]


def fail(error: Exception, *, as_json: bool) -> int:
    """Say what went wrong and return the exit code; only a bug of ours shows its traceback.

    Examples
    --------
    >>> refused = AnalysisError("The file is empty", "rows", "export again", code="empty_file")
    >>> fail(refused, as_json=False) == refused.exit_code
    True
    """
    if isinstance(error, OSError | MemoryError):
        known: AnalysisError = _environment(error)
    elif isinstance(error, AnalysisError):
        known = error
    else:
        traceback.print_exception(error)
        known = AnalysisError(
            f"This is a bug of whyleft ({type(error).__name__})",
            "a result or a plain refusal",
            "please report it with the lines above, without your data",
            code="bug",
        )
    if as_json:
        print_json({"tables": {}, "refused": known.as_dict(), "as_of": None})
    say(str(known))
    return known.exit_code


def say(text: str) -> None:
    """Tell the person at the terminal; standard output stays free for results.

    Examples
    --------
    >>> say("Checking the exports ...")
    """
    print(text, file=sys.stderr, flush=True)


def print_json(answer: Answer) -> None:
    """Print an answer as one JSON object on one line, without the words for a person.

    Examples
    --------
    >>> print_json({"n_customers": 3, "done": "Wrote 3 customers."})
    {"n_customers": 3}
    """
    shown = {key: value for key, value in answer.items() if key != "done"}
    print(json.dumps(shown))  # ASCII: valid in every locale


def _environment(error: OSError | MemoryError) -> EnvironmentTrouble:
    if isinstance(error, MemoryError):
        happened, to_do = "The machine ran out of memory", "close programs, or use a larger machine"
    elif error.errno == errno.ENOSPC:
        happened, to_do = f"The disk is full ({error.filename})", "free space and run again"
    else:
        happened = f"{error.filename or 'A file'}: {error.strerror or type(error).__name__}"
        to_do = "check path and permissions, then run again"
    return EnvironmentTrouble(happened, "files that can be read and written", to_do, code="system")
