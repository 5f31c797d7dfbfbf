"""Trap 73: nobody who opted out may be contacted, however and wherever it was written."""

from __future__ import annotations

from datetime import date

import pytest

from analysis.errors import InputRefused

PEOPLE = "customer_id,contact_id,email,phone\n"


def may(found) -> list[bool]:
    return found.good("contacts").sort_values("contact_id")["may_contact"].tolist()


def in_files(columns: list[tuple[str, list[str], list[int]]]) -> dict[str, str]:
    """A file a header, each of contacts of its own."""
    return {
        f"contacts_{place}.csv": f"customer_id,contact_id,{header}\n"
        + "".join(f"K{place}{at},p{place}{at},{cell}\n" for at, cell in enumerate(cells))
        for place, (header, cells, _) in enumerate(columns)
    }


def judged(found, columns: list[tuple[str, list[str], list[int]]]) -> dict[str, list[int]]:
    """Who may be contacted, by the header that says so."""
    told = iter(may(found))
    return {header: [int(next(told)) for _ in cells] for header, cells, _ in columns}


def one_column(header: str, cells: list[str], first: str = "customer_id,contact_id") -> str:
    return f"{first},{header}\n" + "".join(f"K{at},p{at},{cell}\n" for at, cell in enumerate(cells))


OPT_OUT_COLUMNS = [
    ("Do not contact", ["", "no", "yes", "perhaps", "2021-05-06"], [1, 1, 0, 0, 0]),
    ("Werbesperre", ["", "nein", "ja", "auf Wunsch", "06.05.2021"], [1, 1, 0, 0, 0]),
    ("Ne pas contacter", ["", "non", "oui", "à voir", "06/05/2021"], [1, 1, 0, 0, 0]),
    ("No contactar", ["", "no", "sí", "quizás", "06/05/2021"], [1, 1, 0, 0, 0]),
    ("Unsubscribed", ["", "FALSE", "TRUE", "1", "0"], [1, 1, 0, 0, 1]),
    ("Robinsonliste", ["", "nein", "ja", "x", "0"], [1, 1, 0, 0, 1]),
]


def test_trap_73_opt_out_columns(check):
    found = check(in_files(OPT_OUT_COLUMNS))
    assert judged(found, OPT_OUT_COLUMNS) == {header: may for header, _, may in OPT_OUT_COLUMNS}


CONSENT_COLUMNS = [
    ("Marketing consent", ["", "no", "yes", "pending", "Y"], [0, 0, 1, 0, 1]),
    ("Einwilligung", ["", "nein", "ja", "offen", "J"], [0, 0, 1, 0, 1]),
    ("Consentement", ["", "non", "oui", "en attente", "O"], [0, 0, 1, 0, 1]),
    ("Consentimiento", ["", "no", "sí", "pendiente", "S"], [0, 0, 1, 0, 1]),
    ("Kontakt erlaubt", ["", "nein", "ja", "0", "1"], [0, 0, 1, 0, 1]),
]


def test_trap_73_consent_columns_have_the_opposite_sense(check):
    found = check(in_files(CONSENT_COLUMNS))
    assert judged(found, CONSENT_COLUMNS) == {header: may for header, _, may in CONSENT_COLUMNS}


SOUND_SO = [
    ("Global opt-out flag (CRM)", ["", "no", "yes", "?"], [1, 1, 0, 0]),
    ("E-Mail Werbewiderspruch am", ["", "nein", "03.04.2022", "ja"], [1, 1, 0, 0]),
    ("RGPD consentement newsletter", ["", "non", "oui", "?"], [0, 0, 1, 0]),
    ("Mailing opt-in status", ["", "no", "yes", "?"], [0, 0, 1, 0]),
]


def test_trap_73_a_header_that_only_sounds_like_an_opt_out_is_obeyed_and_said(check):
    found = check(in_files(SOUND_SO))
    assert judged(found, SOUND_SO) == {header: may for header, _, may in SOUND_SO}
    told = " ".join(
        one.message for one in found.receipt.warnings if one.code == "optout_by_likeness"
    )
    assert not [header for header, *_ in SOUND_SO if header not in told], told
    assert "no_optout_column" not in found.warned


@pytest.mark.parametrize(
    ("customers", "known"),
    [
        ("customer_id,segment\nc0,A\n", False), ("customer_id,status\nc0,active\n", False),
        ("customer_id,do_not_contact\nc0,no\n", True), ("Kundennr;Werbesperre\nc0;nein\n", True),
    ],
)  # fmt: skip
def test_trap_73_a_table_of_customers_clears_nobody_unless_it_asks_them(check, customers, known):
    found = check({"contacts.csv": "customer_id,name\nc0,Ann\n", "customers.csv": customers})

    assert ("no_optout_column" in found.warned) is not known


@pytest.mark.parametrize("header", ["Department", "Role", "Birthday", "Consultant", "Bajada"])
def test_trap_73_clean_other_headers_are_no_opt_out(check, header):
    found = check({"contacts.csv": one_column(f"opt_out,{header}", ["no,x", "no,y"])})
    assert may(found) == [True, True]
    assert found.warned == set()


def test_trap_73_any_opt_out_among_rows_of_one_customer_wins(check):
    rows = "K1,a@mill.org,nein\nK1,b@mill.org,ja\nK2,c@mill.org,nein\n"
    found = check({"kontakte.csv": "Kundennr,E-Mail,Werbesperre\n" + rows})
    assert found.good("contacts")["may_contact"].tolist() == [False, False, True]
    assert "mixed_opt_out" in found.warned


def test_trap_73_one_person_under_two_ids_opted_out_once(check):
    rows = "K1,p1,anna@mill.org,yes\nK2,p2,Anna@Mill.org,no\nK3,p3,bo@mill.org,no\n"
    found = check({"contacts.csv": "customer_id,contact_id,email,opt_out\n" + rows})
    assert may(found) == [False, False, True]


@pytest.mark.parametrize(
    ("file", "blocked"),
    [
        ({"customers.csv": "customer_id,status\nK1,deceased\nK2,active\n"}, [0, 1, 1]),
        ({"kunden.csv": "Kundennr;Kundenstatus\nK1;Verstorben 2023\nK2;aktiv\n"}, [0, 1, 1]),
        ({"clients.csv": "Code client;Statut\nK2;décédée\nK1;actif\n"}, [1, 0, 1]),
        ({"clientes.csv": "Nº Cliente;Estado\nK3;fallecido\nK1;activo\n"}, [1, 1, 0]),
        ({"kunden.csv": "Kundennr;Status\nK1;gesperrt\nK2;aktiv\n"}, [0, 1, 1]),
        ({"customers.csv": "customer_id,status\nK1,Blocked (do not call)\nK2,ok\n"}, [0, 1, 1]),
        ({"customers.csv": "customer_id,status\nK1,active\nK2,cooloff\n"}, [1, 1, 1]),
        ({"kunden.csv": "Kundennr;Firma;Werbesperre\nK1;A;ja\nK2;B;nein\nK3;C;\n"}, [0, 1, 1]),
        ({"clients.csv": "Code client;Nom;Consentement\nK1;A;oui\nK2;B;non\nK3;C;\n"},
         [1, 0, 0]),
        ({"reasons.csv": "customer_id,note,do not contact\nK2,late,yes\nK1,dear,no\n"},
         [1, 0, 1]),
        ({"touches.csv": "customer_id,touched_at,outcome\nK2,2024-03-01,Do not call again!\n"
                         "K1,2024-03-01,connected\n"}, [1, 0, 1]),
        ({"umsatz.csv": "Kundennr;Datum;Betrag;Werbesperre\nK2;05.01.2024;7,50;ja\n"
                        "K1;31.01.2024;7,25;nein\nK3;05.01.2024;8,75;nein\n"}, [1, 0, 1]),
        ({"llamadas.csv": "Nº Cliente;Fecha de llamada;Resultado\nK2;2024-03-01;no llamar más\n"},
         [1, 0, 1]),
    ],
)  # fmt: skip
def test_trap_73_an_opt_out_of_the_customer_blocks_all_its_contacts(check, file, blocked):
    people = PEOPLE.replace("phone", "opt_out") + "K1,p1,,no\nK2,p2,,no\nK3,p3,,no\n"
    assert may(check({"contacts.csv": people} | file)) == list(map(bool, blocked))


@pytest.mark.parametrize(
    "suppressions",
    [
        "email\nANNA@mill.org \n",
        "E-Mail-Adresse;Gesperrt seit\nanna@mill.org;01.02.2023\n",
        "Téléphone\n0033 1 23 45 67 89\n",
        "Correo electrónico;Motivo\nanna@mill.org;baja\n",
        "customer_id,email\n,anna@mill.org\n",
        "customer_id,email\nunknown,anna@mill.org\n",
        "email\n@mill.org\n",
    ],
)
def test_trap_73_suppressions_by_address_or_phone_alone(check, suppressions):
    people = (
        PEOPLE + "K1,p1,anna@mill.org,+33 (0)1 23 45 67 89\nK2,p2,bo@hof.org,+49 30 555 000 1\n"
    )
    found = check({"contacts.csv": people, "suppressions.csv": suppressions})
    assert may(found) == [False, True]


def test_trap_73_addresses_that_no_contact_has_clear_nobody(check):
    people = "customer_id,contact_id,opt_out\nK1,p1,no\n"
    found = check({"contacts.csv": people, "suppressions.csv": "email\nanna@mill.org\n"})
    assert may(found) == [False]
    assert "suppressions_not_matched" in found.warned


def test_trap_73_clean_suppressions_of_others_block_nobody(check):
    people = PEOPLE.replace("phone", "opt_out") + "K1,p1,anna@mill.org,no\n"
    found = check({"contacts.csv": people, "suppressions.csv": "email\nzoe@hof.org\n"})
    assert may(found) == [True]
    assert found.warned == {"suppressions_not_matched"}


@pytest.mark.parametrize("column", ["customer_id", "contact_id"])
def test_trap_73_an_id_that_lost_its_dashes_still_counts(check, column):
    other = "contact_id" if column == "customer_id" else "customer_id"
    people = "".join(f"C-00{at},x{at},no\n" for at in range(1, 8))
    written = "\n".join([column, "C001", "c-002", " C 003 ", "C.004", "C_005", "C-06", ""])
    found = check({"contacts.csv": f"{column},{other},opt_out\n{people}",
                   "suppressions.csv": written})  # fmt: skip
    free = found.good("contacts").query("may_contact")[column]
    assert sorted(free) == ["C-006", "C-007"]  # zeros inside an id tell ids apart


def test_trap_73_clean_ids_that_differ_by_a_dash_stay_apart_where_both_are_known(check):
    people = "customer_id,contact_id,opt_out\n1-12,x1,no\n11-2,x2,no\n"
    found = check({"contacts.csv": people, "suppressions.csv": "customer_id\n1-12\n"})
    assert found.good("contacts").sort_values("customer_id")["may_contact"].tolist() == [
        False,
        True,
    ]


@pytest.mark.parametrize(
    "suppressions",
    [
        "customer_id,since_on\n1.23E+12,2024-01-01\nK2,2024-01-01\n",
        "Kundennr;Gesperrt seit\n#NV;01.02.2023\nK2;01.02.2023\n",
        "customer_id,since_on\n,2024-01-01\nK2,2024-01-01\n",
    ],
)
def test_trap_73_a_suppression_whose_id_cannot_be_read_is_refused(refused, suppressions):
    people = PEOPLE + "K1,p1,anna@mill.org,\n"
    found = refused({"contacts.csv": people, "suppressions.csv": suppressions})
    assert found.code == "broken_suppressions"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "contacts.csv",
            "customer_id,contact_id,note,opt_out\nK1,p1,,no\nK1,p4,late, dear,yes\nK2,p2,,no\n",
        ),
        (
            "kontakte.csv",
            "Kundennr;Kontaktnr;Rolle;Werbesperre\nK1;p1;;nein\nK2;p2;;nein\n"
            "K1;p4;Leiter; Einkauf;ja\n",
        ),
        (
            "contacts.csv",
            'customer_id,contact_id,note,opt_out\nK2,p2,,no\nK1,p1,,no\nK1,p1,"late,yes\n',
        ),
    ],
)
def test_trap_73_a_broken_contact_line_blocks_the_customer_it_names(check, name, text):
    found = check({name: text})
    assert may(found) == [False, True]
    assert "broken_contact_lines" in found.warned


def test_trap_73_clean_broken_line_where_no_opt_out_can_hide(check):
    text = "customer_id,contact_id,role\nK1,p1,buyer\nK1,p4,buyer, chief\nK2,p2,buyer\n"
    found = check({"contacts.csv": text})
    assert may(found) == [True, True]
    assert found.warned == {"no_optout_column"}


@pytest.mark.parametrize(
    ("line", "first_may"), [("K1,2024-03-01,rep,late, do not call,x", False),
                            ("K1,2024-03-01,rep,late, dear,x", True)]
)  # fmt: skip
def test_trap_73_a_broken_touch_line_blocks_only_where_it_speaks_of_an_opt_out(
    check, line, first_may
):
    people = PEOPLE.replace("phone", "opt_out") + "K1,p1,,no\nK2,p2,,no\n"
    calls = (
        f"customer_id,touched_at,program,approach,outcome\n{line}\nK2,2024-03-01,a,b,connected\n"
    )
    found = check({"contacts.csv": people, "touches.csv": calls})
    assert may(found) == [first_may, True]


def test_trap_73_an_opt_out_known_after_the_snapshot_still_counts(check):
    people = "customer_id,email,opt_out,known_at\nK1,a@x.org,no,2024-01-01\n"
    late = "K1,b@x.org,yes,2025-01-01\n"
    found = check({"contacts.csv": people + late}, as_of=date(2024, 6, 1))
    assert found.good("contacts")["may_contact"].tolist() == [False]


def test_trap_73_no_message_repeats_an_address_or_a_phone(check):
    people = PEOPLE + "K1,p1,anna@mill.org,+33 1 23 45 67 89\nK2,p2,anna@mill.org,\n"
    found = check({"contacts.csv": people, "suppressions.csv": "email\nanna@mill.org\n"})
    said = " ".join(w.message for r in found.intake.receipts.values() for w in r.warnings)
    assert "anna" not in said
    assert "23 45" not in said


def test_trap_73_a_broken_suppression_list_is_refused(check):
    with pytest.raises(InputRefused) as caught:
        check({"suppressions.csv": "customer_id,reason\nK1,late\nK2,late, dear\n"})
    assert caught.value.code == "broken_suppressions"


@pytest.mark.parametrize("named", ["customer_id", "email"])
def test_a_suppression_that_ends_before_it_begins_clears_nobody(check, named):
    people = PEOPLE.replace("phone", "opt_out")
    people += "".join(f"K{at},p{at},k{at}@mill.org,no\n" for at in range(4))
    rows = [
        "2024-03-14,2023-01-01",
        "2022-03-14,2023-01-01",
        "2022-03-14,",
        "2022-03-14,2025-01-01",
    ]
    who = ["K{}" if named == "customer_id" else "k{}@mill.org"] * 4
    stops = "".join(f"{who[at].format(at)},{row}\n" for at, row in enumerate(rows))
    found = check(
        {"contacts.csv": people, "suppressions.csv": f"{named},Since,Until\n{stops}"},
        as_of=date(2024, 6, 1),
    )
    assert may(found) == [False, True, False, False]
    assert found.warned == {"suppression_ends_first"}


def test_clean_suppressions_that_are_over_say_nothing(check):
    people = PEOPLE.replace("phone", "opt_out") + "K1,p1,k1@mill.org,no\n"
    stops = "customer_id,Since,Until\nK1,2023-01-01,2023-01-01\n"
    found = check({"contacts.csv": people, "suppressions.csv": stops}, as_of=date(2024, 6, 1))
    assert may(found) == [True]
    assert found.warned == set()
