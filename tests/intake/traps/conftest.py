"""The judge of the trap corpus."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

#: Said of nearly every short period; their own cases stand in test_coverage.
OF_THE_PERIOD = {"left_censored", "cut_month", "survivors_only"}
#: A count of one with its noun in the plural.
ONE_OF_MANY = re.compile(
    r"(?<![\d.,'])1 (other |customer |hidden )?"
    r"(rows|lines|ids|customers|cells|orders|notes|reasons|sheets|files|columns|months|days|cases)\b"
)


@pytest.fixture
def holds(check: Any, refused: Any) -> Callable[..., Any]:
    """Check files and compare everything that intake says with what a case wants."""

    def judge(files: dict[str, str | bytes], want: dict[str, Any]) -> Any:
        options = want.get("options", {})
        if "refused" in want:
            refusal = refused(files, **options)
            assert refusal.code == want["refused"], str(refusal)
            missing = [part for part in want.get("says", ()) if part not in str(refusal)]
            assert not missing, str(refusal)
            return refusal
        found = check(files, **options)
        told = {warned.code: warned.message for warned in found.receipt.warnings}
        warned = found.warned - (OF_THE_PERIOD - set(want.get("warned", ())))
        assert (found.codes, warned) == (
            want.get("codes", {}), set(want.get("warned", ()))
        ), told  # fmt: skip
        text = " ".join(told.values())
        assert all(part in text for part in want.get("says", ())), text
        assert not ONE_OF_MANY.search(text), text
        if "total" in want:
            assert found.receipt.amount_sum == want["total"]
        if "days" in want:
            days = sorted(found.good()["ordered_on"].dt.strftime("%Y-%m-%d"))
            assert days == want["days"]
        if "good" in want:
            assert found.receipt.rows_good == want["good"]
        if "lines" in want:
            assert [row["line"] for row in found.quarantine] == want["lines"]
        return found

    return judge
