"""Exports of one list of customers, month by month: the newest row of each counts."""

ORDERS = "customer_id,ordered_on,amount\nC1,2024-01-05,10\nC2,2024-02-05,11\n"
HEAD = "customer_id,name,segment,started_on,do_not_contact\n"


def listed(*rows: str) -> str:
    return HEAD + "\n".join(rows) + "\n"


FILES = {
    "orders.csv": ORDERS,
    "customers_01.csv": listed("C1,A,bronze,2023-01-01,yes", "C2,B,bronze,2023-02-01,no",
                               "C3,C,bronze,2023-03-01,no"),
    "customers_02.csv": listed("C1,A,silver,2023-01-01,no", "C2,B,gold,2023-02-01,no"),
    "customers_03.csv": listed("C1,A,gold,2023-01-01,no", "C2,B,bronze,2023-02-01,no"),
}  # fmt: skip


def segments(found):
    rows = found.good("customers")
    return dict(zip(rows["customer_id"], rows["segment"], strict=True))


def told(found):
    return {one.code: one.message for one in found.intake.receipts["customers"].warnings}


def test_the_row_of_the_newest_file_counts(check):
    found = check(FILES)

    assert segments(found) == {"C1": "gold", "C2": "bronze", "C3": "bronze"}
    assert "2 customers stand in several files" in told(found)["older_versions"]
    assert "customers_03.csv, by its name" in told(found)["older_versions"]
    assert "rows_of_a_customer_differ" not in told(found)


def test_an_opt_out_of_an_older_file_still_counts(check):
    contacts = "customer_id,contact_id,name,opt out\nC1,P1,X,no\nC2,P2,Y,no\n"
    found = check({**FILES, "contacts.csv": contacts})
    rows, people = found.good("customers"), found.good("contacts")

    assert rows.set_index("customer_id")["do_not_contact"].to_dict() == {
        "C1": True, "C2": False, "C3": False
    }  # fmt: skip
    assert people.set_index("customer_id")["may_contact"].to_dict() == {"C1": False, "C2": True}


def test_months_in_words_are_told_by_the_last_start(check):
    april = listed("C1,A,gold,2023-01-01,no", "C9,I,new,2024-03-01,no")
    found = check({"orders.csv": ORDERS, "customers March.csv": FILES["customers_02.csv"],
                   "customers April.csv": april})  # fmt: skip

    assert segments(found)["C1"] == "gold"
    assert "customers April.csv, by its last day" in told(found)["older_versions"]


def test_the_tenth_file_is_newer_than_the_second(check):
    names = {f"customers_{at}.csv": FILES[f"customers_0{at}.csv"] for at in (1, 2)}
    found = check({"orders.csv": ORDERS, **names, "customers_10.csv": FILES["customers_03.csv"]})

    assert segments(found)["C1"] == "gold"


def test_clean_rows_of_another_list_or_of_one_file_are_only_told(check):
    other = "customer_id,name,industry\nC1,AA,tools\n"
    parts = check({"orders.csv": ORDERS, "customers_01.csv": FILES["customers_01.csv"],
                   "customers_b.csv": other})  # fmt: skip
    twice = listed("C1,A,gold,2023-01-01,no", "C1,A,silver,2023-01-01,no")
    one = check({"orders.csv": ORDERS, "customers.csv": twice})

    for found in (parts, one):
        assert "rows_of_a_customer_differ" in told(found)
        assert len(found.good("customers").query("customer_id == 'C1'")) == 2
    apart = check({"orders.csv": ORDERS, "customers_a.csv": listed("C1,A,gold,2023-01-01,no"),
                   "customers_b.csv": listed("C2,B,gold,2023-01-01,no")})  # fmt: skip
    assert "older_versions" not in told(apart)
