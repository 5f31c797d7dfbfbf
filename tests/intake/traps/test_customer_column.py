"""A column that names no customers under a header that means them: another is taken, or asked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from intake.traps.cases import case, made, table

DAYS = [date(2024, 1, 1) + timedelta(days=at) for at in range(300)]


def lines(header: str, *cells, n: int = 40) -> str:
    """``n`` orders whose first cells are made of the number of the line."""
    return table(f"{header},Order date,Amount", *made(n, lambda at: ",".join(
        [*(cell(at) if callable(cell) else cell for cell in cells),
         str(DAYS[at % 300]), f"{at + 1}.50"])))  # fmt: skip


def who(at: int) -> str:
    return f"Firm {at % 9}"


def sorted_by_customer() -> str:
    """900 lines, the first 500 of one customer with many people who order."""
    return lines(
        "Customer ID,Contact", lambda at: f"K{max(0, at - 500) // 40}", lambda at: f"P {at % 30}",
        n=900,
    )  # fmt: skip


def sold(at: int) -> str:
    """One of the persons who sell: of three customers each."""
    return f"Rep {at % 9 % 3}"


STATED = '[transactions]\ncustomer_id = "Account"\n'

TOLD = [
    case("an account of the ledger beside a name",
         lines("Account,Name", "Accounts Receivable", who),
         refused="two_candidates", says=('customer_id = "Name"', 'customer_id = "Account"')),
    case("a number of the ledger beside an address",
         lines("Account Code,Email", "4000", lambda at: f"c{at % 9}@example.org"),
         warned={"customer_column"}, says=("has one value on all lines", "'Account Code'")),
    case("a number of the ledger beside a name of a system",
         lines("AccountCode,ContactName", "200", who),
         warned={"customer_column", "customers_by_name"}),
    case("an account beside names of firms",
         lines("Account,Name", "1200 Accounts Receivable", lambda at: f"Firm {at % 9} Ltd"),
         warned={"customer_column", "column_by_cells"}),
    case("who sold, beside who bought", lines("user_id,Kunde", sold, who),
         warned={"customer_column"},
         says=("'Kunde' is, with 9 different values", 'customer_id = "user_id"')),
    case("who sold, beside a partner", lines("User ID,partner_id", sold, who),
         warned={"customer_column"}, says=("'User ID' may be who sold",)),
    case("who sold by name, one for each customer",
         lines("user_id,partner_id", lambda at: f"Eva {'ABCDEFGHI'[at % 9]}", who),
         warned={"customer_column"}, says=("'partner_id' is, with 9",)),
    case("who sold, beside a name", lines("UserID,Company", sold, who),
         refused="two_candidates", says=('customer_id = "Company"', 'customer_id = "UserID"')),
    case("accounts of a ledger in French",
         lines("N° compte,Nom du client", lambda at: f"70{at % 5}000", who, n=90),
         refused="two_candidates", says=("an account of the ledger",)),
    case("a parent account beside its customers",
         lines("Account ID,Customer Name", lambda at: f"A{at % 40 % 7}",
               lambda at: f"Firm {at % 40}", n=120),
         refused="two_candidates", says=("stand for several customers",)),
    case("one value beside another column that says customer",
         lines("User ID,Client", "7", who), warned={"customer_column"},
         says=("'Client' is, with 9 different values",)),
    case("what the analyst says of it holds",
         {"orders.csv": lines("Account,Name", "4000", who), "columns.toml": STATED},
         warned={"one_customer"}),
    case("all lines of one customer", lines("Account", "4000"), warned={"one_customer"},
         says=("All 40 lines are of one customer",)),
    case("one customer whose name is as often the same", lines("Account,Name", "4000", "Firm"),
         warned={"one_customer"}),
    case("two accounts beside many names",
         lines("Account,Name", lambda at: ("4000", "4400")[at % 2], who, n=80),
         refused="two_candidates", says=('customer_id = "Name"', "an account of the ledger")),
    case("two customers beside many names",
         lines("Customer ID,Name", lambda at: ("4000", "4400")[at % 2], who, n=80),
         warned={"customer_column", "few_customers"},
         says=('customer_id = "Name"', "only 2 customers")),
    case("one account beside many names in a short file",
         lines("Account,Name", "4000", who, n=12), refused="two_candidates"),
    case("the reference of the order beside the customer's name",
         lines("Customer Reference,Customer Name", lambda at: f"PO-{at}", who),
         refused="two_candidates", says=("may be the reference of each order",)),
]  # fmt: skip

CLEAN = [
    case("clean: a user with a name of a customer each",
         lines("user_id,Kunde", lambda at: f"U{at % 9}", who)),
    case("clean: several users of one firm",
         lines("user_id,Company", lambda at: f"U{at % 18}", who)),
    case("clean: a user who came by several partners",
         lines("user_id,Partner", lambda at: f"U{at % 20}", lambda at: f"Shop {at % 7}", n=90)),
    case("clean: a user two of whose orders have another name",
         lines("user_id,Customer name", lambda at: f"U{at % 9}",
               lambda at: f"Gift {at}" if at < 2 else who(at))),
    case("clean: an account with two branches here and there",
         lines("Account ID,Customer Name", lambda at: f"A{at % 9}",
               lambda at: f"{who(at)}{' West' * (at % 9 == 4 and at > 9)}", n=90)),
    case("clean: an account with several persons who order",
         lines("Account ID,Contact Name", lambda at: f"A{at % 9}", lambda at: f"P {at % 36}",
               n=120)),
    case("clean: many customers and their names",
         lines("Account,Name", lambda at: f"K{at % 9}", who)),
    case("clean: a reference that is the customer's number",
         lines("Customer Reference,Customer Name", lambda at: f"K{at % 9}", who)),
    case("clean: a client of the system beside the customer's number",
         lines("Client,Customer ID", "100", lambda at: f"K{at % 9}")),
    case("clean: a short file of one customer", lines("Customer ID,Name", "4000", who, n=12)),
    case("clean: sorted, with one customer first", sorted_by_customer()),
]  # fmt: skip


@pytest.mark.parametrize(("files", "want"), TOLD + CLEAN)
def test_a_column_that_cannot_be_the_customer_is_not_taken(holds, files, want):
    holds(files, want)


def test_the_other_column_tells_the_customers(check):
    found = check({"orders.csv": lines("User ID,Client", "7", who)})
    assert found.receipt.n_customers == 9


@pytest.mark.parametrize("n", [40, 900])
def test_each_line_counts_once_in_what_is_said(refused, n):
    text = lines("Account,Name", "Accounts Receivable", who, n=n)
    assert f"1 different in {n:,} lines" in refused({"orders.csv": text}).happened
