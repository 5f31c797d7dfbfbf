"""What a person or a program reads: messages, refusals, JSON."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import traceback
from pathlib import Path
from typing import Any

from analysis.errors import AnalysisError, EnvironmentTrouble, cannot_write, is_full

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
    if asks(known):
        say("whyleft map asks all that is open in these exports at once.")
    return known.exit_code


def asks(error: AnalysisError) -> bool:
    r"""Whether a refusal shows lines of columns.toml that answer it; another may follow.

    Examples
    --------
    >>> told = 'put this into columns.toml:\n[transactions]\namount = "A"'
    >>> asks(AnalysisError("Two columns fit", "one", told, code="two_candidates"))
    True
    >>> asks(AnalysisError("The file is empty", "rows", "export again", code="empty_file"))
    False
    """
    return "columns.toml" in error.to_do and "\n[" in error.to_do


def say(text: str) -> None:
    """Tell the person at the terminal; standard output stays free for results.

    Examples
    --------
    >>> say("Checking the exports ...")
    """
    print(text, file=sys.stderr, flush=True)


def unheard(error: OSError) -> int:
    """Say that nobody could read the answer, and return the exit code; a closed pipe is silent.

    Whoever reads only the first line (``whyleft map orders.csv | head -1``) closes the pipe.
    """
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())  # what is still in the buffer goes nowhere
    os.close(nowhere)
    known = EnvironmentTrouble(
        f"The answer could not be written to the terminal or its file ({error.strerror})",
        "a place for standard output", "free space, or send the answer elsewhere, and run again",
        code="system",
    )  # fmt: skip
    if not isinstance(error, BrokenPipeError):
        say(str(known))
    return known.exit_code


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
    elif is_full(error):
        named = error.filename2 or error.filename
        return cannot_write(Path(named).parent if named else Path(tempfile.gettempdir()), error)
    else:
        said = error.strerror or type(error).__name__
        happened = f"{error.filename}: {said}" if error.filename else said
        to_do = "check path and permissions, then run again"
    return EnvironmentTrouble(happened, "files that can be read and written", to_do, code="system")
