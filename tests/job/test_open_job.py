"""A job is opened with what Python people have at hand, and says what it expects otherwise."""

from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest

from analysis import steps
from analysis.errors import InputRefused


@pytest.fixture
def orders(tmp_path):
    file = tmp_path / "orders.csv"
    file.write_text("customer_id,ordered_on,amount\na,2024-01-31,5.00\n", encoding="utf-8")
    return file


@pytest.mark.parametrize("as_given", [str, Path, lambda file: [file], lambda file: (str(file),)])
@pytest.mark.parametrize(
    "as_of", ["2024-12-31", date(2024, 12, 31), datetime(2024, 12, 31, 9, tzinfo=UTC)]
)
def test_paths_and_days_in_every_usual_form_name_one_job(orders, tmp_path, as_given, as_of):
    job = steps.open_job(as_given(orders), as_of=as_of, workspace=tmp_path / "w")

    assert (job.exports, job.as_of) == ((orders,), date(2024, 12, 31))
    assert job == steps.open_job(str(orders), as_of="2024-12-31", workspace=str(tmp_path / "w"))


@pytest.mark.parametrize(
    ("exports", "as_of", "said"),
    [
        (5, None, "a list of such paths"),
        ([], None, "list, which holds no paths"),
        (pd.DataFrame({"orders.csv": [1]}), None, "holds no paths"),
        ("orders.csv", 31.12, "as_of where Python is written"),
    ],
)
def test_what_is_no_path_or_day_is_refused_in_words(exports, as_of, said):
    with pytest.raises(InputRefused, match=said):
        steps.open_job(exports, as_of=as_of)


@pytest.mark.parametrize(
    ("content", "said"), [(None, "is not there"), ("[transactions]\namuont = 'x'\n", "amuont")]
)
def test_a_map_that_cannot_be_is_refused_also_where_the_exports_were_read(
    orders, tmp_path, content, said
):
    home, columns = tmp_path / "w", tmp_path / "columns_of_may.toml"
    steps.conclude_from(steps.open_job(orders, workspace=home))
    if content:
        columns.write_text(content, encoding="utf-8")

    with pytest.raises(InputRefused, match=said):
        steps.open_job(orders, columns=columns, workspace=home)


def test_completion_offers_the_steps():
    assert {"open_job", "find_dormant", "read_reasons"} <= set(dir(steps))
