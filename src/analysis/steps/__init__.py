"""One step a room: what notebooks and the command line call, so that they cannot drift apart.

A step runs what it lacks and leaves its tables and its finding in the workspace; asked again on
the same exports it only reads them back. A name is fetched when it is first asked for, so that
``whyleft check`` starts without the models.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.steps.asking import draw_call_list
    from analysis.steps.backtesting import backtest_in_words, run_backtest
    from analysis.steps.bookdiff import diff_codebooks
    from analysis.steps.books import edit_codebook
    from analysis.steps.calling import find_calls, terms_of
    from analysis.steps.calllists import write_calls
    from analysis.steps.checking import check_files, receipt_in_words
    from analysis.steps.closure import find_closure
    from analysis.steps.cluster import write_customers_on_cluster
    from analysis.steps.files import write_customers, write_dormancy, write_reasons
    from analysis.steps.fixing import find_fixes
    from analysis.steps.job import open_job
    from analysis.steps.load import conclude_from, load_exports
    from analysis.steps.outreach import find_outreach
    from analysis.steps.previous import Choice, choose_previous, refuse_no_report, refuse_to_replace
    from analysis.steps.quiet import find_dormant
    from analysis.steps.striking import find_patterns
    from analysis.steps.summary import collect_facts, summarise
    from analysis.steps.why import read_reasons

#: Module -> what is asked of it.
_PLACES = {
    "asking": "draw_call_list",
    "backtesting": "backtest_in_words run_backtest",
    "bookdiff": "diff_codebooks",
    "books": "edit_codebook",
    "calling": "find_calls terms_of",
    "calllists": "write_calls",
    "checking": "check_files receipt_in_words",
    "cluster": "write_customers_on_cluster",
    "closure": "find_closure",
    "files": "write_customers write_dormancy write_reasons",
    "fixing": "find_fixes",
    "job": "open_job",
    "load": "conclude_from load_exports",
    "outreach": "find_outreach",
    "previous": "Choice choose_previous refuse_no_report refuse_to_replace",
    "quiet": "find_dormant",
    "summary": "collect_facts summarise",
    "striking": "find_patterns",
    "why": "read_reasons",
}

__all__ = [
    "Choice", "backtest_in_words", "check_files", "choose_previous", "collect_facts",
    "conclude_from", "diff_codebooks", "draw_call_list", "edit_codebook", "find_calls",
    "find_closure", "find_dormant", "find_fixes", "find_outreach", "find_patterns", "load_exports",
    "open_job", "read_reasons", "receipt_in_words", "refuse_no_report", "refuse_to_replace",
    "run_backtest", "summarise", "terms_of", "write_calls", "write_customers",
    "write_customers_on_cluster", "write_dormancy", "write_reasons",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    for place, names in _PLACES.items():
        if name in names.split():
            return getattr(import_module(f"analysis.steps.{place}"), name)
    raise AttributeError(f"module 'analysis.steps' has no attribute '{name}'")


def __dir__() -> list[str]:
    """Names for a notebook's completion and for ``help``; fetched only when asked for."""
    return sorted({*__all__, *(name for name in globals() if name.startswith("__"))})
