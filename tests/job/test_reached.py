"""A call in which nobody told anything is no reason; a complaint about silence is one."""

import pandas as pd
import pytest

from analysis.steps.reached import tells_of_a_call_only, told_nothing


@pytest.mark.parametrize(
    "note",
    [
        *("called, no answer", "Not reached (3x)", "left voicemail", "couldn't reach the customer"),
        *(
            "tried twice, mailbox",
            "nobody answered",
            "nicht erreicht",
            "mehrfach angerufen, besetzt",
        ),
        *("pas de réponse", "llamado dos veces, no contesta"),
    ],
)
def test_the_outcome_of_a_call_is_no_reason(note):
    assert tells_of_a_call_only(note)


@pytest.mark.parametrize(
    "note",
    [
        *("no answer to our complaint", "left voicemail, nobody rang back about the refund"),
        *("called", "price", "", "rep never available", "nicht erreicht worden, dann gewechselt"),
        *("not available", "not available in our size"),
    ],
)
def test_a_reason_beside_it_stays_one(note):
    assert not tells_of_a_call_only(note)


def test_a_customer_who_writes_no_answer_complains():
    rows = pd.DataFrame(
        {"note": ["no answer"] * 2, "code": ["", None], "source": ["customer", "rep"]}
    )

    assert told_nothing(rows).tolist() == [False, True]
