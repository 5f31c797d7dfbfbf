"""What a warning weighs: it voids the conclusions, moves a number, or is for the record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from analysis.vocabulary import VOID_FINDINGS

#: From the worst to the mildest, as a page says it.
SEVERITIES = ("voids the conclusions", "read before the numbers", "for the record")

#: Warnings that can move a headline number, the heaviest first; those not listed come after them.
_HEAVIEST = (
    "many_unread",
    "several_currencies", "net_and_gross_mixed", "customer_column", "numbers_shared",
    "one_customer",
    "few_customers", "mostly_negative", "survivors_only", "newest_sheet_not_read",
    "stale_export", "money_not_read", "coverage_gap",
    "files_missing", "branch_gap", "cut_off_month", "row_limit", "migrated_ids",
    "same_sales", "orders_in_both", "order_total_on_lines", "unsigned_sides",
    "quantities_in_thousands", "unsigned_credit_numbers", "unsigned_credit_texts",
    "cancelled_credits", "giant_order",
    "collective_customer", "money_without_customer", "rows_without_customer", "words_among_ids",
    "looks_like_total",
    "sums_of_rows_above",
    "identical_rows", "unmatched_ids", "leading_zeros", "sign_variants",
)  # fmt: skip

#: Put right, or of no weight for a number: it is enough that the page tells it.
_FOR_THE_RECORD = frozenset({
    "duplicate_lines", "older_versions", "western_encoding", "two_digit_years", "serial_dates",
    "float_ids", "cleaned_ids", "zero_amount", "status_not_used", "unknown_words", "fee_lines",
    "date_order_by_dots", "sheets_not_read", "customers_without_sales", "hidden_rows",
    "merged_cells", "quoted_lines", "notes_cut", "no_optout_column", "mixed_opt_out",
    "call_lists", "call_versions", "numbers_go_on", "same_call", "unknown_call", "opt_out_in_list",
    "opt_out_in_text", "blank_consent", "shared_opt_out", "not_opted_out", "unclear_answers",
    "code_spellings", "code_and_note", "system_reasons", "table_not_read", "equal_columns",
    "cut_cells", "day_by_cells", "date_order_by_column", "side_table", "date_order_by_name",
    "row_names", "left_censored", "case_merged", "zeros_merged", "filled_down",
    "correction_no_longer_needed", "html_in_notes",
    "joined_by_address",
})  # fmt: skip


def severity_of(code: str) -> str:
    """Return how much a warning weighs; one that nobody has weighed is read before the numbers.

    Examples
    --------
    >>> severity_of("everybody_dormant"), severity_of("something_new")
    ('voids the conclusions', 'read before the numbers')
    """
    if code in VOID_FINDINGS:
        return SEVERITIES[0]
    return SEVERITIES[2] if code in _FOR_THE_RECORD else SEVERITIES[1]


def lines_of(warnings: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return warnings of a receipt as lines, the heaviest first; a note is for the record.

    Examples
    --------
    >>> lines_of([{"code": "float_ids", "message": "Ids end in .0."},
    ...           {"code": "stale_export", "message": "An old export."}])
    ['warning: An old export.', 'note: Ids end in .0.']
    """
    return [
        f"{'note' if severity_of(told['code']) == SEVERITIES[2] else 'warning'}: {told['message']}"
        for told in sorted(warnings, key=lambda told: weight_of(told["code"]))
    ]


def weight_of(code: str) -> tuple[int, int, str]:
    """Return by what warnings are ordered, the heaviest first.

    Examples
    --------
    >>> sorted(["float_ids", "stale_export", "everybody_dormant"], key=weight_of)
    ['everybody_dormant', 'stale_export', 'float_ids']
    """
    listed = (*VOID_FINDINGS, *_HEAVIEST)
    place = listed.index(code) if code in listed else len(listed)
    return SEVERITIES.index(severity_of(code)), place, code
