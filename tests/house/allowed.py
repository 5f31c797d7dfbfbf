"""The only list of exceptions from the house's rules. Each has its reason.

A key is what the test prints. An exception that is no longer needed fails `test_exceptions`.
"""

from __future__ import annotations

#: Files over 400 lines.
LONG_FILES: dict[str, str] = {}

#: Bodies over 40 lines, as ``path:name``.
LONG_FUNCTIONS: dict[str, str] = {}

#: Functions with more than six parameters, as ``path:name``.
MANY_PARAMETERS: dict[str, str] = {
    "src/analysis/errors.py:AnalysisError.__init__": "three parts of a message and where it was",
}

#: Public functions without an example that runs, as ``module:name``.
NO_EXAMPLE: dict[str, str] = {
    "analysis.cli.saying:unheard": "sends standard output nowhere; tests/job shows it",
    "analysis.customers.cluster:summarise_on_cluster": "needs Spark; tests/customers shows it",
}

#: Names that are banned elsewhere, as ``path:name``.
NAMES: dict[str, str] = {
    "src/analysis/redaction/mails.py:_HANDLE": "somebody's handle on a network, such as @anna",
    "src/analysis/report/sanitise.py:data": "html.parser names the argument of handle_data so",
}

#: Calls that are banned elsewhere, as ``path:call``.
CALLS: dict[str, str] = {
    "src/analysis/report/execute.py:os.environ": "a kernel is a process and inherits its parent's",
    "src/analysis/engine/spark.py:socket": "asks whether the cluster that was named is there",
    "src/analysis/report/lock.py:time.time": "the age of a lock file, which reaches no result",
    "src/analysis/workspace.py:time.time": "the age of files of killed runs; reaches no result",
}

#: Tracked files that may hold a path of a machine, with the reason.
LOCAL_PATHS: dict[str, str] = {
    "tests/report/test_html_checker.py": "plants such a path to see it found",
    "tests/report/test_report_page.py": "plants such a path to see it left out",
}

#: Tracked files over 5 MB, with the reason.
LARGE_FILES: dict[str, str] = {
    "src/analysis/reasons/tokens.npz": "word vectors that spare a download",
}

ALL = {
    "LONG_FILES": LONG_FILES,
    "LONG_FUNCTIONS": LONG_FUNCTIONS,
    "MANY_PARAMETERS": MANY_PARAMETERS,
    "NO_EXAMPLE": NO_EXAMPLE,
    "NAMES": NAMES,
    "CALLS": CALLS,
    "LOCAL_PATHS": LOCAL_PATHS,
    "LARGE_FILES": LARGE_FILES,
}
