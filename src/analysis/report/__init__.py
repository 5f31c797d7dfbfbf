"""Executes notebooks and writes the report folder; the last room before the command line."""

from __future__ import annotations

from analysis.report.build import build_report
from analysis.report.facts import ReportFacts
from analysis.report.notebooks import copy_notebooks, find_notebooks, refresh_notebooks
from analysis.report.publish import prepare_place, replace_folder
from analysis.report.runs import list_runs

__all__ = [
    "ReportFacts",
    "build_report",
    "copy_notebooks",
    "find_notebooks",
    "list_runs",
    "prepare_place",
    "refresh_notebooks",
    "replace_folder",
]
