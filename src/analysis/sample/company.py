"""Write the pretend company to a folder."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from analysis.errors import EnvironmentTrouble, InputRefused
from analysis.sample import scenario as plan
from analysis.sample.accounts import draw_accounts
from analysis.sample.contacts import draw_contacts, draw_customers, draw_old_ids, draw_reps
from analysis.sample.drafts import plan_statements
from analysis.sample.issues import draw_issues
from analysis.sample.lives import roll_dice
from analysis.sample.orders import draw_order_days, draw_transactions
from analysis.sample.outreach import draw_assignments, draw_blitz, draw_suppressions, draw_touches
from analysis.sample.programmes import play
from analysis.sample.statements import draw_reasons
from analysis.sample.truth import Told, truth_text
from analysis.vocabulary import TABLES

#: Read by itself where it lies beside the exports.
_SETTINGS = (
    'company = "Harbour & Vale Supply (pretend)"\ncurrency = "EUR"\n'
    f"dealt_by_lot = {json.dumps(plan.PROGRAMMES_BY_LOT)}\n"
)


def write_company(folder: Path, *, n_customers: int = 2600, seed: int = 0) -> Path:
    """Write every table of "Harbour & Vale Supply" and ``truth.json``; return the folder.

    Parameters
    ----------
    folder
        Made if missing; files of these names in it are replaced.
    n_customers
        Accounts of the company, at least 1; counts such as probe calls scale with it.
    seed
        Same size and seed, same bytes; 0 or more.

    Raises
    ------
    InputRefused
        When the size or the seed makes no company.
    EnvironmentTrouble
        When the folder cannot be written.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as place:
    ...     written = write_company(Path(place) / "sample", n_customers=50)
    ...     len(list(written.glob("*.csv"))), (written / "truth.json").exists()
    (9, True)
    """
    if n_customers < 1 or seed < 0:
        raise InputRefused(
            f"A company of {n_customers} customers with seed {seed} cannot be made.",
            "at least 1 customer and a seed of 0 or more",
            "correct the number of customers or the seed",
            code="sample_size",
        )
    tables, truth = company(n_customers, seed=seed)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, table in tables.items():
            _write_table(table, folder / f"{name}.csv")
        (folder / "truth.json").write_text(truth, encoding="utf-8", newline="\n")
        (folder / "whyleft.toml").write_text(_SETTINGS, encoding="utf-8", newline="\n")
    except OSError as error:
        raise EnvironmentTrouble(
            f"The sample cannot be written to {folder} ({error.strerror}).",
            "a folder that may be written to, on a disk with space",
            "choose another folder or free some space",
            code="not_writable",
        ) from None
    return folder


def company(n_customers: int, *, seed: int) -> tuple[Mapping[str, pd.DataFrame], str]:
    """Return all tables by name, as they are written, and the text of ``truth.json``."""
    accounts = draw_accounts(n_customers, seed=seed)
    history = play(accounts, roll_dice(accounts, seed=seed), seed=seed)
    rng = plan.stream(seed, "reasons")
    drafts = plan_statements(accounts, history.lives, rng)
    old_ids = draw_old_ids(accounts, seed=seed)
    days = draw_order_days(accounts, history.lives, seed=seed)
    blitz = draw_blitz(accounts, days, seed=seed)
    touches, opt_outs = draw_touches(accounts, history, drafts, blitz, seed=seed)
    tables = {
        "transactions": draw_transactions(accounts, history, days, old_ids, seed=seed),
        "reasons": draw_reasons(accounts, history.lives, drafts, old_ids, rng),
        "customers": draw_customers(accounts, history.lives, old_ids, seed=seed),
        "contacts": draw_contacts(accounts, seed=seed),
        "touches": touches,
        "assignments": draw_assignments(accounts, history),
        "issues": draw_issues(accounts, history.lives, drafts, seed=seed),
        "reps": draw_reps(seed=seed),
        "suppressions": draw_suppressions(accounts, opt_outs, seed=seed),
    }
    in_order = {name: _in_canonical_order(name, tables[name]) for name in TABLES}
    told = Told(accounts, history, drafts, blitz, old_ids, in_order)
    return in_order, truth_text(told, seed=seed)


def _in_canonical_order(name: str, table: pd.DataFrame) -> pd.DataFrame:
    known = [column.name for column in TABLES[name].columns]
    return table[[column for column in known if column in table.columns]]


def _write_table(table: pd.DataFrame, path: Path) -> None:
    table.to_csv(path, index=False, lineterminator="\n", float_format="%.2f", encoding="utf-8")
