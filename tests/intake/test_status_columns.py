"""Which of several columns says whether a line is an order."""

from __future__ import annotations

import pytest

from analysis.cells.cellwords import CANCELLED_STATUS, ORDER_STATUS, plain_word

N = 24


def orders(columns: dict[str, list[str]]) -> dict[str, str | bytes]:
    """Write 24 lines of 1.00 with these words, which come again."""
    lines = [
        ";".join([f"{at % 6 + 100}", f"2024-01-{at + 1:02d}", "1.00",
                  *(words[at % len(words)] for words in columns.values())])
        for at in range(N)
    ]  # fmt: skip
    header = ";".join(["Customer ID", "Order date", "Amount", *columns])
    return {"orders.csv": "\n".join([header, *lines, ""])}


@pytest.mark.parametrize(
    "columns",
    [
        {"state": ["sale", "draft", "sale", "cancel"], "invoice_status": ["to invoice"]},
        {"Deal - Status": ["Won", "Lost"], "Deal - Stage": ["Negotiations Started"]},
        {"Deal - Stage": ["Contact Made", "Demo Scheduled"], "Deal - Status": ["Won", "Lost"]},
        {"Rechnungsstatus": ["offen", "bezahlt"], "Zustand": ["Auftrag", "Storno"]},
        {"Estado factura": ["pendiente", "facturado"], "Estado": ["pedido", "anulado"]},
        {"État de la vente": ["validé", "annulé"], "Statut facture": ["facturé"]},
        {"Payment Status": ["paid", "failed"], "Order Status": ["shipped"]},
    ],
    ids=str,
)
def test_the_one_that_tells_orders_from_others_is_the_status(check, columns):
    found = check(orders(columns))
    assert found.codes == {"cancelled": N // 2}


def test_what_is_read_as_the_status_is_said_and_can_be_left_out(check):
    files = orders({"state": ["sale", "draft"], "invoice_status": ["invoiced"]})
    said = [w.message for w in check(files).receipt.warnings if w.code == "status_by_words"]
    assert len(said) == 1
    assert 'ignore = ["state"]' in said[0]
    answered = {**files, "columns.toml": '[transactions]\nignore = ["state"]\n'}
    assert check(answered).codes == {}
    named = {**files, "columns.toml": '[transactions]\nstatus = "invoice_status"\n'}
    assert check(named).codes == {}


def test_of_two_of_one_rank_the_one_that_tells_is_read_and_nothing_else_is_said(check):
    found = check(orders({"Order status": ["paid", "void"], "Invoice status": ["sent", "paid"]}))
    assert found.codes == {"cancelled": N // 2}
    assert "two_columns_fit" not in found.warned


@pytest.mark.parametrize(
    "columns",
    [
        # What ended or was lost is not the order.
        {"Status": ["paid"], "Subscription status": ["active", "cancelled"]},
        {"Statut": ["payée"], "État du client": ["actif", "perdu"]},
        {"Auftragsstatus": ["geliefert"], "Kundenstatus": ["aktiv", "verloren"]},
        {"Estado": ["pagado"], "Estado envío": ["entregado", "cancelado"]},
        # Money that went back was an order.
        {"Status": ["completed"], "Payment state": ["paid", "refunded"]},
        # Not called a status, beside one that is known.
        {"Status": ["paid"], "Condition": ["new", "expired"]},
        {"Status": ["paid"], "State": ["NY", "CA"]},
    ],
    ids=str,
)
def test_clean_another_column_of_such_words_sets_nothing_aside(check, columns):
    assert check(orders(columns)).codes == {}


@pytest.mark.parametrize(
    "columns",
    [
        {"Status": ["paid", "void"], "Payment status": ["paid", "paid", "failed"]},
        {"Payment status": ["paid", "failed"], "Status": ["paid", "paid", "draft", "void"]},
    ],
    ids=str,
)
def test_of_two_that_tell_the_better_header_stays(check, columns):
    used = {at for at in range(N) if columns["Status"][at % len(columns["Status"])] != "paid"}
    assert check(orders(columns)).codes == {"cancelled": len(used)}


def test_the_words_of_a_status_that_is_unknown_beside_another_column_are_asked_about(refused):
    found = refused(orders({"Phase": ["Erstgespräch", "Termin"],
                            "Ergebnis": ["gewonnen", "verloren"]}))  # fmt: skip
    assert found.code == "two_candidates"
    assert 'status = "Ergebnis"\nor\nstatus = "Phase"' in str(found)


def test_two_others_that_tell_are_asked_about(refused):
    found = refused(orders({"Invoice status": ["sent"], "State": ["sale", "draft"],
                            "Deal - Status": ["won", "won", "lost"]}))  # fmt: skip
    assert found.code == "two_candidates"
    assert 'status = "State"' in str(found)


@pytest.mark.parametrize(
    "word",
    ["Ausstehend", "Non réglé", "À régler", "Payment Due", "submitted_for_settlement", "abgereist",
     "Zahlung fällig", "Sin pagar", "Payée partiellement", "Pagata", "Betaald", "Faturado"],
)  # fmt: skip
def test_words_of_orders_that_are_not_paid_or_are_over(word):
    assert plain_word(word.casefold()) in ORDER_STATUS - CANCELLED_STATUS


def test_a_status_in_italian_and_dutch_is_read(check):
    assert check(orders({"Stato": ["pagata", "annullata"]})).codes == {"cancelled": N // 2}
    assert check(orders({"Status": ["betaald", "geannuleerd"]})).codes == {"cancelled": N // 2}


@pytest.mark.parametrize("word", ["gateway_rejected", "Processor Declined", "settlement_declined"])
def test_words_of_payments_that_failed(word):
    assert plain_word(word.casefold()) in CANCELLED_STATUS


@pytest.mark.parametrize(
    "columns",
    [
        {"Order State": ["shipped", "cancelled", "zork"]},
        {"status_name": ["Lager verbucht", "Storniert"]},
        {"État commande": ["payée", "annulée", "zork"]},
        {"Situación": ["pagado", "anulado", "zork"]},
        {"Vorgangsstatus": ["bezahlt", "storniert", "Sonderfall A"]},
    ],
    ids=str,
)
def test_words_beside_cancelled_under_a_header_that_says_status_are_asked_about(refused, columns):
    told = refused(orders(columns))
    assert told.code == "unknown_status"
    assert told.column in columns


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"Workflow": ["paid", "cancelled", "zork"]}, "'cancelled' in 'Workflow'"),
        ({"Lieferstatus": ["geliefert", "storniert", "zork"]}, "'storniert' in 'Lieferstatus'"),
        ({"Hinweis": ["", "storniert"]}, "12 of the lines looked at"),
        # clean: nothing is cancelled; it is the customer or a contract that ended; it is said
        ({"Workflow": ["paid", "zork"]}, ""),
        ({"Customer state": ["active", "cancelled", "zork"]}, ""),
        ({"Subscription": ["active", "cancelled", "zork"]}, ""),
        ({"Order status": ["paid"], "Workflow": ["paid", "cancelled", "zork"]}, ""),
    ],
    ids=str,
)
def test_words_beside_cancelled_under_another_header_are_said(check, columns, said):
    told = [w for w in check(orders(columns)).receipt.warnings if w.code == "status_in_doubt"]
    assert [said in one.message and "status = " in one.message for one in told] == [True] * bool(
        said
    )


@pytest.mark.parametrize(
    "header",
    ["Cancel reason", "Cancellation Reason", "Stornogrund", "Motif d'annulation",
     "Motivo de anulación", "Cancelled by", "Storno-Nr", "Grund der Stornierung", "Void reason"],
)  # fmt: skip
def test_what_only_cancelled_orders_fill_is_said_and_answered(check, header):
    files = orders({header: ["", "", "A 17", "B"]})
    told = [w for w in check(files).receipt.warnings if w.code == "flag_not_used"]
    line = f'cancelled = "{header}"'
    assert [f"'{header}' is filled on 12 of 24" in one.message for one in told] == [True]
    assert line in told[0].message
    answered = check({**files, "columns.toml": f"[transactions]\n{line}\n"})
    assert answered.codes == {"cancelled": N // 2}
    assert "flag_not_used" not in answered.warned


@pytest.mark.parametrize(
    "columns",
    [
        {"Status": ["paid", "cancelled"], "Cancel reason": ["", "too late"]},
        {"Cancelled at": ["", "2024-01-30"], "Cancel reason": ["", "too late"]},
        {"Cancellation policy": ["flexible", "strict"]},
        {"Cancellation fee": ["", "5.00"]},
        {"Stornogrund": ["", ""]},
        {"Rejected by": ["", "Ann"]},
    ],
    ids=str,
)
def test_clean_what_else_says_that_an_order_was_cancelled_or_names_another_thing(check, columns):
    assert "flag_not_used" not in check(orders(columns)).warned


@pytest.mark.parametrize(("header", "mark"), [("Void", "V"), ("Storno", "S"), ("Annulé", "*")])
def test_a_mark_beside_blanks_is_a_yes(check, header, mark):
    found = check(orders({header: ["", "", mark]}))
    assert (found.codes, "flag_as_status" in found.warned) == ({"cancelled": N // 3}, True)


@pytest.mark.parametrize(
    "columns",
    [
        {"Gift Status": ["Paid", "Pledged"]},
        {"Buchungsstatus": ["bezahlt", "bezahlt", "Option"]},
        {"Estado reserva": ["pagado", "No presentado"]},
        {"Payment State": ["Paid", "", "Bounced"]},
        {"Statut réservation": ["confirmée", "Non présenté"]},
        {"Stato ordine": ["invoiced", "Sospeso"]},
    ],
    ids=str,
)
def test_unknown_words_beside_orders_are_asked_about_and_answered(check, refused, columns):
    files = orders(columns)
    told = refused(files)
    (header, words), *_ = columns.items()
    assert (told.code, told.column) == ("unknown_status", header)
    n_none = sum(words[at % len(words)] == words[-1] for at in range(N))
    line = f'[transactions]\ncancel_words = ["{words[-1].casefold()}"]\n'
    assert check({**files, "columns.toml": line + f'status = "{header}"\n'}).codes == {
        "cancelled": n_none
    }
    orders_all = f'[transactions]\norder_words = ["{words[-1].casefold()}"]\n'
    answered = check({**files, "columns.toml": orders_all})
    assert (answered.codes, answered.warned & {"status_in_doubt"}) == ({}, set())


def test_the_answer_of_a_status_by_its_words_needs_no_other_line(check):
    files = orders({"Gift Status": ["Paid", "Pledged"]})
    answer = '[transactions]\ncancel_words = ["pledged"]\n'
    assert check({**files, "columns.toml": answer}).codes == {"cancelled": N // 2}


@pytest.mark.parametrize(
    ("columns", "header"),
    [
        ({"Booking Status": ["Tentative", "Held"]}, "Booking Status"),  # none of them is known
        ({"Kontrollstatus": ["bezahlt", "zork"]}, "Kontrollstatus"),  # perhaps not of the order
        ({"Gift Status": ["Paid", "Pledged"], "Payment State": ["Paid", "Zork"]}, "Gift Status"),
    ],
    ids=str,
)
def test_unknown_words_of_what_may_be_a_status_are_said(check, columns, header):
    told = [w for w in check(orders(columns)).receipt.warnings if w.code == "status_in_doubt"]
    assert [one.column for one in told] == [*columns]
    assert f'status = "{header}"' in told[0].message
    line = f"ignore = [{', '.join(map(repr, columns))}]\n".replace("'", '"')
    left = check({**orders(columns), "columns.toml": "[transactions]\n" + line})
    assert "status_in_doubt" not in left.warned


@pytest.mark.parametrize(
    "columns",
    [
        {"Gift Status": ["Paid", "Received"]},  # all of them are orders
        {"Buchungsstatus": ["bezahlt", "offen", ""]},
        {"Marital status": ["single", "married"]},
        {"Estado civil": ["soltero", "casado"]},
        {"Billing State": ["NY", "CA", "TX"]},
        {"Loyalty Status": ["Gold", "Silver"]},
        {"Subscription Status": ["active", "zork"]},
        {"Shipping Status": ["shipped", "at hub"]},
        {"Ticket status": ["closed", "zork"]},
        {"Gift Aid Status": ["Yes", "No"]},
        {"Order status": ["paid"], "Gift Status": ["Paid", "Pledged"]},  # another one is known
    ],
    ids=str,
)
def test_clean_a_status_of_known_words_or_of_something_else_is_not_asked_about(check, columns):
    found = check(orders(columns))
    assert (found.codes, found.warned & {"status_in_doubt", "one_status"}) == ({}, set())
