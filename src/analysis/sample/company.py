"""Write the pretend company to a folder."""

from __future__ import annotations

import hashlib
import json
import tempfile
from pathlib import Path

import pandas as pd

from analysis.errors import EnvironmentTrouble, InputRefused, cannot_write
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

_TRUTH_NAME, _SETTINGS_NAME = "truth.json", "whyleft.toml"
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
        Made if missing; files of an earlier sample in it are replaced, as long as nobody changed
        them.
    n_customers
        Accounts of the company, at least 1; counts such as probe calls scale with it.
    seed
        Same size and seed, same bytes; 0 or more.

    Raises
    ------
    InputRefused
        When the size or the seed makes no company, or a file of another hand would be replaced.
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
    if folder.exists() and not folder.is_dir():
        raise EnvironmentTrouble(
            f"{folder} is a file", "a folder, which is made if it is not there",
            "choose another name for the folder", code="cannot_write",
        )  # fmt: skip
    _refuse_to_lose(folder)
    contents = company(n_customers, seed=seed)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".whyleft-") as draft:
            for name, content in contents.items():
                (Path(draft) / name).write_bytes(content)
            for name in contents:
                (Path(draft) / name).replace(folder / name)
    except OSError as error:
        raise cannot_write(folder, error) from None
    return folder


def _refuse_to_lose(folder: Path) -> None:
    """Refuse a folder in which a file of these names is not as an earlier run wrote it."""
    names = [*(f"{name}.csv" for name in TABLES), _SETTINGS_NAME]
    there = [name for name in names if (folder / name).exists()]
    try:
        written = json.loads((folder / _TRUTH_NAME).read_text(encoding="utf-8"))["files"]
        others = [name for name in there if written.get(name) != _sha256(folder / name)]
    except (FileNotFoundError, NotADirectoryError):
        others = there
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        others = [*there, _TRUTH_NAME]
    if others:
        raise InputRefused(
            f"{folder} holds {others[0]}, which is not as whyleft sample wrote it",
            "a new folder, an empty one, or an unchanged sample", "choose another folder",
            code="sample_folder", file=others[0],
        )  # fmt: skip


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def company(n_customers: int, *, seed: int) -> dict[str, bytes]:
    """Return the bytes of every file by its name, ``truth.json`` last."""
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
    contents = {f"{name}.csv": _csv_bytes(table) for name, table in in_order.items()}
    contents[_SETTINGS_NAME] = _SETTINGS.encode()
    files = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    contents[_TRUTH_NAME] = truth_text(told, seed=seed, files=files).encode()
    return contents


def _in_canonical_order(name: str, table: pd.DataFrame) -> pd.DataFrame:
    known = [column.name for column in TABLES[name].columns]
    return table[[column for column in known if column in table.columns]]


def _csv_bytes(table: pd.DataFrame) -> bytes:
    text: str = table.to_csv(index=False, lineterminator="\n", float_format="%.2f")
    return text.encode()
