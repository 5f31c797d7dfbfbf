"""The snapshot that the win-back room reads: all tables under present ids, as of one day."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import pandas as pd

from analysis.customers import load_earnings, load_order_days
from analysis.dormancy.lost import margin_shares
from analysis.reasons import MIXED, NO_REASON_ID, OTHER_ID, Codebook, codes_beside_themes
from analysis.redaction import mask
from analysis.steps.contactable import tables_of_contact, with_attributes
from analysis.steps.job import JOBS_KEPT, Job
from analysis.steps.load import conclude_from
from analysis.steps.quiet import find_dormant
from analysis.steps.statements import names_of, of_this_silence, statements_of, with_present_ids
from analysis.steps.why import NOTHING_TOLD, read_reasons
from analysis.winback import Snapshot, take_snapshot
from analysis.workspace import Workspace

#: Tables beside those that say who may be contacted.
_OTHERS = ("issues", "reps")


@lru_cache(maxsize=JOBS_KEPT)
def snapshot_of(job: Job) -> Snapshot:
    """Return everything known at the job's ``as_of``; absent tables have no row."""
    as_of, place = conclude_from(job).as_of, job.workspace
    customers = find_dormant(job).who.customers
    if customers.empty:
        return take_snapshot({}, as_of=as_of)
    reasons = read_reasons(job)
    tables = tables_of_contact(place)
    tables |= {name: _under_present_ids(place, name) for name in _OTHERS if place.has(name)}
    earnings = load_earnings(
        place, _in_programmes(tables), as_of=as_of, default_margin=job.settings.default_margin
    )
    if earnings is not None:
        tables["earnings"] = earnings
    if len(reasons.mentions):
        mentions = _as_written(place, reasons.mentions)
        tables["reasons"] = _reasons_named(place, customers, mentions, reasons.themes)
    facts, lost = place.load("customer_facts"), customers["dormancy_state"] == "dormant"
    facts = facts[facts["customer_id"].isin(customers.loc[lost, "customer_id"])]
    margins = margin_shares(facts, job.settings)
    known = customers.merge(margins, on="customer_id", how="left", validate="one_to_one")
    tables["customers"] = _with_attributes(place, known)
    tables["orders"] = _orders(place, customers)
    return take_snapshot(tables, as_of=as_of)


def _in_programmes(tables: Mapping[str, pd.DataFrame]) -> pd.Series:
    """Return the customers whom a programme names."""
    named = [table for table in tables.values() if "program" in table]
    ids = [table.loc[table["program"].notna(), "customer_id"] for table in named]
    return pd.concat(ids) if ids else pd.Series(dtype="str")


def _under_present_ids(place: Workspace, name: str) -> pd.DataFrame:
    """Return a table under present ids; issues may name no customer at all, reps never do."""
    rows = place.load(name)
    return with_present_ids(place, rows) if "customer_id" in rows else rows


def _reasons_named(
    place: Workspace, customers: pd.DataFrame, mentions: pd.DataFrame, themes: pd.DataFrame
) -> pd.DataFrame:
    """Return one row per reason named, with its family's name and who said it when."""
    book = themes.set_index("theme_id")
    told = mentions[~mentions["theme_id"].isin([NO_REASON_ID, OTHER_ID, *NOTHING_TOLD])]
    told = told[~told["theme"].str.startswith(MIXED)]
    parent = told["theme_id"].map(book["parent_id"]).replace("", None)
    family = parent.map(book["theme"]).fillna(told["theme"])
    said = statements_of(place)
    present = set(of_this_silence(said, customers)["reason_id"])
    more = ["reason_id", "stated_on", "source"]
    rows = place.load("reasons")
    extra = [name for name in ("known_at", "fixable") if name in rows]
    said = said[more].drop_duplicates("reason_id")
    if extra and "reason_id" in rows:
        own = rows.dropna(subset=["reason_id"]).drop_duplicates("reason_id")
        said = said.merge(own[["reason_id", *extra]], on="reason_id", how="left")
    columns = ["customer_id", "reason_id", "theme_id", "theme", "coded"]
    joined = told[columns].assign(family=family)
    joined = joined.rename(columns={"theme_id": "code"}).merge(said, on="reason_id", how="left")
    return joined.assign(present=joined["reason_id"].isin(present))


def _as_written(place: Workspace, mentions: pd.DataFrame) -> pd.DataFrame:
    """Let the code that a person chose be a statement's first reason where words made the themes.

    The register of fixes speaks in codes: under a theme's name no fix would meet its customers.
    """
    book = Codebook.load(place.folder)
    said = statements_of(place).dropna(subset=["code"]).drop_duplicates("reason_id")
    ids = codes_beside_themes(said["code"].astype(str).tolist(), book)
    names = dict(zip(ids, mask([code.replace("_", " ") for code in ids], names=names_of(place)),
                     strict=True))  # fmt: skip
    own = said.assign(own=said["code"].astype(str).map(ids)).dropna(subset=["own"])
    own = own[~own["own"].isin(NOTHING_TOLD)].set_index("reason_id")
    first = mentions["mention_n"].eq(1) & mentions["reason_id"].isin(own.index)
    chosen = own.loc[mentions.loc[first, "reason_id"]]
    written = mentions.assign(coded=first | (book.origin == "picklist"))
    written.loc[first, "theme_id"] = chosen["own"].to_numpy()
    written.loc[first, "theme"] = chosen["code"].astype(str).map(names).to_numpy()
    return written


def _with_attributes(place: Workspace, customers: pd.DataFrame) -> pd.DataFrame:
    """Return one row per buyer with what the customers table says of them."""
    back = 1 - customers["p_return"].clip(upper=0.999)
    spend = customers["yearly_value_at_stake"] / back
    buying = customers["dormancy_state"].isin(["active", "slipping"])
    spend = spend.where(~buying, customers["spend_last_12_months"])
    return with_attributes(place, customers.assign(yearly_spend=spend))


def _orders(place: Workspace, customers: pd.DataFrame) -> pd.DataFrame:
    """Return all order days, or none where only a summary travelled."""
    orders = load_order_days(place, customers)
    if orders is None:
        return pd.DataFrame(columns=["customer_id", "ordered_on"])
    days = pd.to_datetime(orders.days, unit="D")
    ids = customers["customer_id"].to_numpy()[orders.customer]
    return pd.DataFrame({"customer_id": ids, "ordered_on": days, "amount": orders.sold})
