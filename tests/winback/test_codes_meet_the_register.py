"""What a person chose from a list meets the fix register, whatever made the themes."""

import pandas as pd
import pytest

from analysis import steps
from analysis.steps.snapshot import snapshot_of

AS_OF = "2024-12-31"
#: Customers c00 to c05 stop in March; a fix of *delivery* follows in June.
STOPPED = [f"c{n:02}" for n in range(6)]
#: Words enough to make themes of their own, and most of them without a code.
RUDE = [f"the man on your phone was rude to me, day {n}" for n in range(14)]
LATE = [f"the van came two hours late on day {n}" for n in range(6)]


def exports(folder, *, codes):
    """Twenty monthly buyers, six of them gone since March, with a reason and a fix register."""
    days = pd.date_range("2022-01-03", AS_OF, freq="30D").strftime("%Y-%m-%d")
    rows = [(f"c{n:02}", day) for n in range(20) for day in days if n > 5 or day < "2024-04-01"]
    orders = pd.DataFrame(rows, columns=["customer_id", "ordered_on"]).assign(amount="100.00")
    said = pd.DataFrame({
        "customer_id": [f"c{n:02}" for n in range(20)], "note": LATE + RUDE,
        "code": codes + [""] * (20 - len(codes)), "stated_on": "2024-04-20", "source": "survey",
    })  # fmt: skip
    tables = {
        "transactions": orders,
        "reasons": said,
        "issues": pd.DataFrame({
            "issue_id": ["I1"], "code": ["delivery"], "opened_on": "2023-06-01",
            "fixed_on": "2024-06-15", "status": "fixed", "blocking": "yes",
        }),
        "touches": pd.DataFrame({
            "customer_id": ["c10"], "touched_at": "2024-05-01 10:00:00", "purpose": "listen",
            "outcome": "connected",
        }),
    }  # fmt: skip
    folder.mkdir()
    for name, table in tables.items():
        table.to_csv(folder / f"{name}.csv", index=False)
    return str(folder)


def job_of(folder, **changed):
    place = exports(folder / "exports", **changed)
    return steps.open_job([place], as_of=AS_OF, workspace=str(folder / "workspace"))


@pytest.mark.parametrize("code", ["delivery", "Delivery"])
def test_a_code_chosen_by_hand_is_the_reason_where_words_made_the_themes(tmp_path, code):
    job = job_of(tmp_path, codes=[code] * 6)

    fixes = steps.find_fixes(job)

    assert "delivery" not in set(steps.read_reasons(job).themes["theme_id"])
    assert fixes.finding.numbers["n_fixed_not_told"].value == 6
    assert fixes.untold["code"].tolist() == ["delivery"]
    assert "at stake; nobody knows which of them may be called. " in fixes.finding.sentence
    said = snapshot_of(job).said
    assert sorted(said.loc[said["code"] == "delivery", "customer_id"]) == STOPPED


def test_without_a_code_nobody_is_not_the_answer(tmp_path):
    fixes = steps.find_fixes(job_of(tmp_path, codes=[]))

    assert fixes.finding.sentence.startswith(
        "**Cannot tell whom nobody told of a fix**: no reason on file carries a code of the fix"
    )
    assert (fixes.n_untold, len(fixes.untold.columns)) == (0, 0)


def test_codes_of_other_reasons_are_an_answer(tmp_path):
    fixes = steps.find_fixes(job_of(tmp_path, codes=["price"] * 6))

    assert fixes.finding.numbers["n_fixed_not_told"].value == 0
    assert fixes.finding.sentence.startswith("**Nobody with a reason on file left for what is all")
