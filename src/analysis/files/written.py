"""Files that whyleft wrote itself: where they lie among exports they are no export.

A CSV is ours when its header is, word for word, one that we write; a Parquet file says so itself.
Whoever adds a column, or names the file after the command, has it read.
"""

from __future__ import annotations

import csv
from itertools import islice
from pathlib import Path

from analysis.engine import WRITTEN_AS

#: The mark of good rows that ``whyleft check`` wrote; whatever else we write is an answer.
CHECKED, ANSWER = "table", "answer"
_SUMMARY = (
    "customer_id,first_order_on,last_order_on,days_since_last_order,days_first_to_last_order,"
    "days_observed,n_orders,n_repeat_orders,spend_total,spend_mean,spend_last_12_months,"
    "spend_12_months_before,mean_gap_days,median_gap_days,return_share"
)
_AGREEMENT = "code,theme,n_notes,n_first,n_second,n_both,kappa,low,high,pabak,verdict"
_QUOTES = "quote_1,quote_2,quote_3"
#: The headers of answers, rows set aside, and sheets of a second coder.
ANSWERS = frozenset({
    _SUMMARY,
    f"{_SUMMARY},r_score,f_score,v_score,segment,dormancy_state,own_threshold_days,gap_ratio,"
    "p_return,p_alive,expected_spend,yearly_value_at_stake,reason_in_words",
    "customer_id,n_orders,days_since_last_order,returned,days_since_last_order_chance,rfv_score,"
    "MBG/NBD,p_return",
    "customer_id,reason_id,mention_n,theme_id,theme,score,text",
    f"theme_id,parent_id,theme,n_customers,n_mentions,share,low,high,value,keywords,{_QUOTES}",
    "theme_id,theme,starter_code,starter_name,similarity,runner_up,runner_up_similarity",
    "customer_id,reason_id,competitor,competitor_source",
    f"code_id,code,theme_id,theme,n_customers,n_coded,share,low,high,{_QUOTES}",
    f"theme_id,theme,n_customers,n_statements,n_without_code,share,low,high,keywords,{_QUOTES}",
    f"theme_id,theme,n_customers,n_mentions,share,low,high,share_before,keywords,{_QUOTES}",
    "theme_id,customer_id,reason_id,text",
    "theme_id,theme,n_before,n_after,share_before,share_after,change,low,high,p_value,moved",
    "theme_id,what,before,after,on,by,why",
    "reason_id,note,codes", "code,name,definition",
    _AGREEMENT, f"{_AGREEMENT},share,adjusted,adjusted_low,adjusted_high,sensitivity,specificity",
    "file,sheet,line,table,column,value,code,message",
})  # fmt: skip
#: A list of a probe is a reasons export once somebody has filled it in.
PROBE = "customer_id,contact_id,stated_on,note,code,source,probe_batch,probe_probability,stratum"
#: What people fill in, in each of the lists that are handed to them.
_OF_PROBE = ("stated_on", "note", "code")
FILLED_IN = {PROBE: _OF_PROBE, f"clearance,{PROBE}": _OF_PROBE, "reason_id,note,codes": ("codes",)}
_HEAD, _FOOTER, _ROWS = 2_000, 64_000, 100_000


def written_as(path: Path) -> str:
    """Return what a file of ours is: ``table`` of checked rows, ``answer``, or empty for others.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "c.csv"
    >>> _ = path.write_text("customer_id;reason_id;competitor;competitor_source", encoding="utf-8")
    >>> written_as(path), written_as(Path("no-such-file.csv"))
    ('answer', '')
    """
    try:
        if not path.is_file():
            return ""
        with path.open("rb") as file:
            if file.read(4) == b"PAR1":
                return _mark_of(path)
        return ANSWER if path.suffix.lower() == ".csv" and _is_answer(path) else ""
    except (OSError, ValueError, csv.Error):  # reading it says so, in words
        return ""


def lost_with(path: Path) -> str:
    r"""Return what would be lost if a file were written anew; empty for none or one of ours.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "sheet.csv"
    >>> _ = path.write_text("reason_id,note,codes\nr1,too dear,\n", encoding="utf-8")
    >>> lost_with(path)
    ''
    >>> _ = path.write_text("reason_id,note,codes\nr1,too dear,price\n", encoding="utf-8")
    >>> lost_with(path)
    'a list that somebody filled in'
    """
    try:
        if not path.exists() or path.stat().st_size == 0:
            return ""
        if _is_filled_in(path):
            return "a list that somebody filled in"
    except (OSError, ValueError, csv.Error):
        pass
    return "" if written_as(path) else "which whyleft did not write"


def _mark_of(path: Path) -> str:
    """Return the mark that stands behind the columns in the footer of a Parquet file."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - 8))
        length = int.from_bytes(file.read(4), "little")
        file.seek(max(0, size - 8 - min(length, _FOOTER)))
        footer = file.read()
    if WRITTEN_AS.encode() not in footer:
        return ""
    told = footer.rpartition(WRITTEN_AS.encode())[2]
    return CHECKED if CHECKED.encode() in told[: len(CHECKED) + 4] else ANSWER


def _is_answer(path: Path) -> bool:
    header = _header_of(path)[0]
    is_probe = header.removeprefix("clearance,") == PROBE
    return header in ANSWERS or (is_probe and not _is_filled_in(path))


def _header_of(path: Path) -> tuple[str, str]:
    """Return the header of a CSV with commas between its columns, and its delimiter."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        first = file.readline(_HEAD).rstrip("\r\n")
    sign = max(",;\t", key=first.count)
    return ",".join(next(csv.reader([first], delimiter=sign), [])), sign


def _is_filled_in(path: Path) -> bool:
    """Whether somebody wrote into a list that people fill in."""
    if path.suffix.lower() != ".csv":
        return False
    header, sign = _header_of(path)
    if header not in FILLED_IN:
        return False
    places = [header.split(",").index(column) for column in FILLED_IN[header]]
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = islice(csv.reader(file, delimiter=sign), 1, _ROWS)
        return any(row[at].strip() for row in rows for at in places if at < len(row))
