"""An unanswered call and a refusal are no reason; a complaint about silence is one."""

from __future__ import annotations

import pandas as pd
import pytest
from unanswered_notes import ALSO_A_REASON, ALSO_NO_REASON, TELLS_A_REASON, TELLS_NO_REASON

from analysis.reasons import NO_REASON_ID, read_reasons
from analysis.reasons.clauses import says_nothing
from analysis.reasons.refusals import refuses
from analysis.reasons.unanswered import tells_of_a_call_only, told_nothing
from analysis.settings import Settings


def tells_nothing(note: str, *, by_us: bool = True) -> bool:
    return says_nothing(note) or tells_of_a_call_only(note, by_us=by_us)


@pytest.mark.parametrize("note", TELLS_NO_REASON)
def test_an_unanswered_call_and_a_refusal_are_no_reason(note):
    assert tells_nothing(note)


@pytest.mark.parametrize("note", [*TELLS_A_REASON, *ALSO_A_REASON])
def test_what_sounds_like_one_and_tells_more_stays_a_reason(note):
    assert not tells_nothing(note)


def test_most_of_what_was_written_later_is_found():
    assert sum(map(tells_nothing, ALSO_NO_REASON)) >= 0.95 * len(ALSO_NO_REASON)


def test_our_own_call_is_only_taken_as_ours_where_somebody_of_ours_wrote():
    assert tells_of_a_call_only("did not return my call", by_us=True)
    assert not tells_of_a_call_only("did not return my call")
    assert tells_of_a_call_only("we could not reach the customer")


@pytest.mark.parametrize(
    ("note", "refused"),
    [
        ("would not tell us why", True),
        ("would not tell us the new price", False),
        ("Sie wollten uns den Grund nicht nennen", True),
        ("Sie wollten uns den Preis nicht nennen", False),
        ("n'a pas voulu dire pourquoi", True),
        ("n'a pas voulu réparer", False),
        ("no dio ninguna explicación", True),
        ("no dio ninguna rebaja", False),
    ],
)
def test_a_refusal_is_about_the_reason_and_nothing_else(note, refused):
    assert refuses(note) == refused


def test_a_customer_who_writes_no_answer_complains():
    rows = pd.DataFrame({"note": ["no answer"] * 4, "source": ["customer", "rep", "probe", None]})

    assert told_nothing(rows).tolist() == [False, True, True, True]


def statements(note: str, *, code: str | None = None, source: str = "rep") -> pd.DataFrame:
    notes = ["delivery late again", "late delivery", note]
    return pd.DataFrame(
        {
            "customer_id": ["a", "b", "c"],
            "reason_id": ["1", "2", "3"],
            "note": notes,
            "code": [None, None, code],
            "source": ["rep", "rep", source],
        }
    )


def last_mention(rows: pd.DataFrame) -> tuple[str, str]:
    mentions = read_reasons(rows, settings=Settings(n_themes=1)).mentions
    last = mentions[mentions["reason_id"] == "3"].iloc[0]
    return last["theme_id"], last["text"]


def test_an_unanswered_call_is_counted_as_no_reason_and_keeps_its_words():
    assert last_mention(statements("called, no answer")) == (NO_REASON_ID, "called, no answer")


def test_an_unanswered_call_that_a_customer_complains_of_is_read():
    theme, _ = last_mention(statements("no answer", source="survey"))

    assert theme != NO_REASON_ID


def test_a_code_beside_an_unanswered_call_counts():
    assert last_mention(statements("no answer", code="late_delivery"))[1] == "late delivery"
