"""One step a room: what notebooks and the command line call, so that they cannot drift apart.

A step runs what it lacks and leaves its tables and its finding in the workspace; asked again on
the same exports it only reads them back.
"""

from analysis.steps.cluster import write_customers_on_cluster
from analysis.steps.files import (
    check_files,
    prepare_folder,
    receipt_in_words,
    write_customers,
    write_dormancy,
    write_reasons,
)
from analysis.steps.job import Job, open_job, project_folder
from analysis.steps.load import Loaded, conclude_from, load_exports
from analysis.steps.quiet import Dormant, find_dormant
from analysis.steps.summary import RunFacts, Summary, collect_facts, summarise
from analysis.steps.why import Patterns, Reasons, find_patterns, read_reasons

__all__ = [
    "Dormant",
    "Job",
    "Loaded",
    "Patterns",
    "Reasons",
    "RunFacts",
    "Summary",
    "check_files",
    "collect_facts",
    "conclude_from",
    "find_dormant",
    "find_patterns",
    "load_exports",
    "open_job",
    "prepare_folder",
    "project_folder",
    "read_reasons",
    "receipt_in_words",
    "summarise",
    "write_customers",
    "write_customers_on_cluster",
    "write_dormancy",
    "write_reasons",
]
