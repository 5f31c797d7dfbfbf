"""Who is known where, in the words of the health page."""

from analysis.engine import Engine
from analysis.intake.health import take_census

MERGED = "bought under an id since merged into another; counted there on later pages"


def test_old_ids_that_bought_are_told_where_later_pages_count_them_as_one():
    engine = Engine()
    engine.execute(
        "CREATE TABLE transactions AS SELECT unnest(['a', 'b', 'old']) AS customer_id, 5 AS amount"
    )
    listed = "SELECT unnest(['a', 'b', 'old', 'older']) AS customer_id, "
    engine.execute(f"CREATE TABLE customers AS {listed} unnest([NULL, NULL, 'a', 'a']) merged_into")

    census = take_census(engine, ["transactions", "customers"]).set_index("group")

    assert census.loc["ever bought", "n_customers"] == 3
    assert census.loc[MERGED, ["n_customers", "n_of"]].tolist() == [1, 3]
    engine.execute("UPDATE customers SET merged_into = NULL")
    assert MERGED not in take_census(engine, ["transactions", "customers"])["group"].tolist()
