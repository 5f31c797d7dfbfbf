"""Whoever shows any sign of an opt-out is on no list: in no format, after no join."""

import io
import tempfile
import zipfile
from datetime import date
from pathlib import Path

import pandas as pd
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from analysis import winback as room
from analysis.intake import check_exports
from analysis.settings import Settings
from analysis.steps import calllists
from analysis.steps.contactable import (
    left_alone,
    tables_of_contact,
    with_attributes,
)
from analysis.steps.job import Job
from analysis.steps.listing import for_callers
from analysis.workspace import Workspace

AS_OF = date(2024, 12, 31)
N = 12
IDS = [f"C-{number:03}" for number in range(1, N + 1)]

#: Other ways to write an id that mean the same one.
WRITTEN = st.sampled_from([
    str, str.lower, lambda one: f" {one} ", lambda one: one.replace("-", ""),
    lambda one: one.replace("-", " ").lower(), lambda one: f"00{one}",
])  # fmt: skip

#: Signs that bar one contact, and signs that bar the customer.
OF_CONTACT = ("flag", "odd word", "no consent", "unknown consent", "suppressed", "e-mail", "phone",
              "said so", "said so in words")  # fmt: skip
OF_CUSTOMER = ("suppressed", "said so", "orders", "deceased", "legal", "no consent", "lawyers",
               "former id")  # fmt: skip
SIGNS = st.lists(
    st.tuples(
        st.integers(0, N - 1),
        st.one_of(
            st.tuples(st.integers(1, 2), st.sampled_from(OF_CONTACT)),
            st.tuples(st.just(0), st.sampled_from(OF_CUSTOMER)),
        ),
        WRITTEN,
    ),
    min_size=4, max_size=16,
)  # fmt: skip


def person(place, number):
    """Where one contact can be recognised: letters that stand in no other."""
    return {
        "customer_id": IDS[place], "contact_id": f"P-{place + 1:03}-{number}",
        "name": f"Nameof{place:02}x{number}", "email": f"mailof{place:02}x{number}@firm.example",
        "phone": f"0770 {place:02}55 {number}{place:02}7", "do_not_contact": "no", "consent": "yes",
        "department": "user", "status": "active",
    }  # fmt: skip


def without_signs():
    """Tables of twelve customers with two contacts each, who may all be called."""
    firms = [{"customer_id": one, "name": f"Firm{one[2:]}", "status": "active", "consent": "yes",
              "merged_into": "", "tier": "A"} for one in IDS]  # fmt: skip
    orders = [{"customer_id": one, "ordered_on": "2023-05-05", "amount": "100.00",
               "do_not_contact": "no"} for one in IDS]  # fmt: skip
    people = [person(place, number) for place in range(N) for number in (1, 2)]
    return {"contacts": people, "customers": firms, "transactions": orders, "touches": [],
            "suppressions": [], "reasons": []}  # fmt: skip


def log_of(customer, contact, outcome):
    return {"customer_id": customer, "touched_at": "2024-02-01 10:00", "contact_id": contact,
            "outcome": outcome}  # fmt: skip


def bar_contact(tables, place, number, sign, written):
    """Give one contact a sign."""
    row = tables["contacts"][2 * place + number - 1]
    column, word = {
        "flag": ("do_not_contact", "ja"), "odd word": ("do_not_contact", "perhaps"),
        "no consent": ("consent", "no"), "unknown consent": ("consent", "pending"),
    }.get(sign, ("role", ""))  # fmt: skip
    row[column] = word
    out = {
        "suppressed": {"contact_id": written(row["contact_id"])},
        "e-mail": {"email": row["email"].upper()}, "phone": {"phone": row["phone"]},
    }  # fmt: skip
    said = {"said so": "opt_out", "said so in words": "angry, do not call again"}
    tables["suppressions"] += [out[sign]] if sign in out else []
    if sign in said:
        tables["touches"].append(log_of(IDS[place], row["contact_id"], said[sign]))


def bar_customer(tables, place, sign, written):
    """Give a customer a sign."""
    one, firm = IDS[place], tables["customers"][place]
    column, word = {"deceased": ("status", "deceased"), "legal": ("status", "legal"),
                    "no consent": ("consent", "")}.get(sign, ("tier", "A"))  # fmt: skip
    firm[column] = word
    former = {**firm, "customer_id": f"old{place}", "name": "", "merged_into": one}
    if sign == "orders":
        tables["transactions"][place]["do_not_contact"] = "yes, please"
    rows = {
        "suppressed": ("suppressions", [{"customer_id": written(one)}]),
        "said so": ("touches", [log_of(written(one), "", "opt_out")]),
        "lawyers": ("reasons", [{"customer_id": one, "note": "they sued us", "severity": "4"}]),
        "former id": ("suppressions", [{"customer_id": f"OLD{place}"}]),
    }
    table, more = rows.get(sign, ("reasons", []))
    tables[table] += more
    tables["customers"] += [former] if sign == "former id" else []


def exports_with(signs, folder):
    """Write exports that hold the signs; return the barred customers and contacts."""
    tables, barred, stopped = without_signs(), set(), set()
    for place, (number, sign), written in signs:
        if number:
            # An answer is the customer's, a sign in the contacts is that of one person.
            barred |= {IDS[place]} if sign.startswith("said so") else set()
            stopped.add(f"P-{place + 1:03}-{number}")
            bar_contact(tables, place, number, sign, written)
        else:
            barred.add(IDS[place])
            bar_customer(tables, place, sign, written)
    for name, rows in tables.items():
        if rows:
            pd.DataFrame(rows).to_csv(folder / f"{name}.csv", index=False)
    return barred, stopped


def snapshot_on(workspace):
    """All twelve are dormant: what is tried here is who is listed, not who went quiet."""
    people = pd.DataFrame({
        "customer_id": IDS, "dormancy_state": "dormant", "p_return": 0.1, "yearly_spend": 900.0,
        "last_order_on": "2023-05-05", "days_since_last_order": 606, "own_threshold_days": 60.0,
    })  # fmt: skip
    tables = tables_of_contact(workspace) | {"customers": with_attributes(workspace, people)}
    return room.take_snapshot(tables, as_of=AS_OF)


def unpacked(book):
    with zipfile.ZipFile(io.BytesIO(book)) as box:
        return b"\n".join(box.read(part) for part in box.namelist()).decode()


def lists_of(workspace, snapshot):
    """Every list as text: this week's calls, CSV and all of XLSX, and those of other pages."""
    terms = room.Terms(Settings(), hold_share=0.0, per_rep=50)
    job = Job((), AS_OF, Settings(), None, workspace)
    week = room.plan_week(snapshot, terms)
    files = calllists.files_of_week(job, snapshot, week, terms).files
    texts = {}
    for name, content in files.items():
        texts[name] = unpacked(content) if name.endswith(".xlsx") else content.decode()
    texts["page list"] = for_callers(snapshot, snapshot.dormant).to_csv()
    texts["who else"] = room.whom_else_to_ask(snapshot, snapshot.dormant["customer_id"]).to_csv()
    return texts, week


@given(signs=SIGNS)
@settings(max_examples=8, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
def test_no_list_holds_anybody_with_a_sign_of_an_opt_out(signs):
    with tempfile.TemporaryDirectory() as folder:
        exports = Path(folder) / "exports"
        exports.mkdir()
        barred, stopped = exports_with(signs, exports)
        workspace = Workspace(Path(folder) / "workspace")
        check_exports([exports], workspace, as_of=AS_OF)
        snapshot = snapshot_on(workspace)
        texts, week = lists_of(workspace, snapshot)

    everybody = {one: [f"P-{place + 1:03}-1", f"P-{place + 1:03}-2"]
                 for place, one in enumerate(IDS)}  # fmt: skip
    barred |= {one for one, contacts in everybody.items() if stopped >= set(contacts)}
    stopped |= {contact for one in barred for contact in everybody[one]}
    for name, text in texts.items():
        for contact in stopped:
            place, number = int(contact[2:5]) - 1, contact[-1]
            for trace in (contact, f"Nameof{place:02}x{number}", f"mailof{place:02}x{number}"):
                assert trace not in text, f"{trace} stands in {name}"
        if name not in {"not_called.csv"}:
            assert not [one for one in barred if one in text], name
    # And nobody is lost on the way.
    assert set(week.calls["customer_id"]) == set(IDS) - barred
    assert set(week.not_called["customer_id"]) == barred


def test_a_wish_in_words_is_the_same_answer(tmp_path):
    exports = tmp_path / "exports"
    exports.mkdir()
    signs = [(0, (1, "said so"), str), (1, (1, "said so in words"), str), (2, (1, "flag"), str)]
    exports_with(signs, exports)
    workspace = Workspace(tmp_path / "workspace")
    check_exports([exports], workspace, as_of=AS_OF)
    snapshot = snapshot_on(workspace)

    assert snapshot.touches["outcome"].tolist() == ["opt_out", "opt_out"]
    barred = room.who_is_barred(snapshot)
    assert set(barred.index[barred != ""]) == {"C-001", "C-002"}  # a flag bars the person alone


def test_the_lot_of_a_probe_asks_the_same_function(tmp_path):
    exports = tmp_path / "exports"
    exports.mkdir()
    signs = [(0, (0, "lawyers"), str), (1, (0, "suppressed"), str), (2, (1, "flag"), str)]
    exports_with(signs, exports)
    workspace = Workspace(tmp_path / "workspace")
    check_exports([exports], workspace, as_of=AS_OF)
    snapshot = snapshot_on(workspace)
    lost = snapshot.dormant[["customer_id"]]

    out = {one for ids in left_alone(workspace, lost, as_of=AS_OF).values() for one in ids}

    assert out == set(IDS) - room.callable_ids(snapshot)
    assert room.contact_to_ask(snapshot)["C-003"] == "P-003-2"
