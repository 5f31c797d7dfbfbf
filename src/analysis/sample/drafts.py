"""Which statements exist about departures: who is asked, when, and which reasons they give."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.sample import scenario as plan
from analysis.sample.accounts import ONE_TIME, Accounts
from analysis.sample.contacts import departed_on
from analysis.sample.lives import Lives
from analysis.sample.scenario import Bools, Ints

SOURCES = (
    "rep", "customer", "service", "survey", "cancel_form", "finance", "ex_staff", "inferred",
    "unknown",
)  # fmt: skip
SOURCE_SHARE = (0.42, 0.22, 0.14, 0.08, 0.05, 0.03, 0.02, 0.02, 0.02)
STATEMENTS_SHARE = (0.73, 0.18, 0.05, 0.02, 0.01, 0.01)
#: P15: of the departures followed by a return, how many are written up, how many of those late.
WRITTEN_IF_RETURNED, LATE_IF_RETURNED = 0.60, 0.66
NO_INFORMATION_SHARE = 0.10
#: P6: reasons whose company-wide issue is closed, so that nothing formal stays open.
HIDDEN_BEHIND = ("delivery", "billing")
NOTHING = ("nothing",)


@dataclass(frozen=True)
class Draft:
    """A statement before it is put into words; ``known_day`` -1 = within days."""

    row: int
    said: tuple[str, ...]
    day: int
    source: str
    asked_n: int = 1
    known_day: int = -1
    probe_batch: str = ""
    probe_probability: str = ""


@dataclass(frozen=True)
class Drafts:
    """All statements, and the accounts chosen for what is planted in them."""

    statements: tuple[Draft, ...]
    hidden: dict[int, str]
    probed: Ints
    answered: Ints


def plan_statements(accounts: Accounts, lives: Lives, rng: np.random.Generator) -> Drafts:
    """Return the statements about all departures up to the export."""
    gone, rows = departed_on(accounts, lives, plan.AS_OF_DAY)
    plain = _documented(accounts, lives, rng)
    hidden = _hidden(accounts, lives, rows, rng)
    known = {int(lives.account[draft.row]) for draft in plain if draft.day <= plan.AS_OF_DAY}
    undocumented = rows[~np.isin(gone, sorted(known))]
    probes, chosen, answered = _probes(accounts, lives, undocumented, rng)
    later = _hidden_statements(lives, hidden, rng)
    empty = _no_information(lives, rows, len(plain), rng)
    return Drafts(
        statements=(*plain, *later, *probes, *empty),
        hidden={int(lives.account[row]): reason for row, reason in hidden.items()},
        probed=lives.account[chosen],
        answered=lives.account[answered],
    )


def _documented(accounts: Accounts, lives: Lives, rng: np.random.Generator) -> list[Draft]:
    drafts: list[Draft] = []
    bought_again = accounts.kind[lives.account] != ONE_TIME
    for row in np.flatnonzero(lives.ended & lives.documented & bought_again).tolist():
        back = float(lives.return_day[row])
        returned = back <= plan.END_DAY
        if returned and rng.random() > WRITTEN_IF_RETURNED:
            continue
        late = returned and rng.random() < LATE_IF_RETURNED
        day = int(lives.last_day[row] + min(20 + rng.gamma(2.0, 12.0), 150))
        day = min(day, int(back) - 2) if returned else day
        drafts += _conversations(lives, row, day, int(back) if late else -1, rng)
    return [draft for draft in drafts if draft.day <= plan.END_DAY - 2]


def _conversations(
    lives: Lives, row: int, day: int, back: int, rng: np.random.Generator
) -> list[Draft]:
    """One to six statements; together they say every reason of the set."""
    names = reason_names(lives.reasons[row], rng)
    count = 1 + int(rng.choice(len(STATEMENTS_SHARE), p=STATEMENTS_SHARE))
    count = max(count, (len(names) + 2) // 3)
    drafts = []
    for number in range(count):
        said = names[number::count] or names[:1]
        source = SOURCES[int(rng.choice(len(SOURCES), p=SOURCE_SHARE))]
        known = back + int(rng.integers(4, 50)) if back >= 0 else -1
        drafts.append(Draft(row, said, day, source, asked_n=number + 1, known_day=known))
        # What is not said by the snapshot is not documented; later talks stay before it.
        day = max(day, min(day + int(rng.integers(7, 60)), plan.AS_OF_DAY))
    return drafts


def reason_names(reasons: Bools, rng: np.random.Generator) -> tuple[str, ...]:
    """Return the names of a set in random order; the first is the one said first."""
    numbers = rng.permutation(np.flatnonzero(reasons))
    return tuple(plan.REASONS[number] for number in numbers.tolist())


def _hidden(
    accounts: Accounts, lives: Lives, rows: Ints, rng: np.random.Generator
) -> dict[int, str]:
    """P6: departures whose formal reasons are all of the kind that gets an issue and is closed."""
    formal = np.isin(plan.REASONS, HIDDEN_BEHIND)
    sets = lives.reasons[rows]
    fits = lives.documented[rows] & (lives.last_day[rows] < plan.AS_OF_DAY - 330)
    fits &= sets[:, formal].any(axis=1) & ~sets[:, ~formal].any(axis=1)
    chosen = np.sort(rng.permutation(rows[fits])[: plan.scaled(plan.HIDDEN_N, accounts.n)])
    kinds = [plan.HIDDEN_REASONS[int(number % 3 > 0)] for number in range(len(chosen))]
    return dict(zip(chosen.tolist(), kinds, strict=True))


def _hidden_statements(
    lives: Lives, hidden: dict[int, str], rng: np.random.Generator
) -> list[Draft]:
    drafts = []
    for row, reason in hidden.items():
        day = int(lives.last_day[row]) + int(rng.integers(200, 300))
        source = "customer" if rng.random() < 0.7 else "ex_staff"
        drafts.append(Draft(row, (reason,), day, source, asked_n=3))
    return drafts


def _probes(
    accounts: Accounts, lives: Lives, undocumented: Ints, rng: np.random.Generator
) -> tuple[list[Draft], Ints, Ints]:
    """Random calls to departed accounts nobody had an answer from; four in five answer (P2)."""
    pool = undocumented[lives.last_day[undocumented] < plan.PROBE_FIRST_DAY - 30]
    chosen = rng.permutation(pool)[: plan.scaled(plan.PROBE_N, accounts.n)]
    n_answers = round(plan.PROBE_ANSWERS * len(chosen))
    probability = f"{len(chosen) / max(len(pool), 1):.6f}"
    drafts = [
        Draft(
            row,
            reason_names(lives.reasons[row], rng) if place < n_answers else NOTHING,
            plan.PROBE_FIRST_DAY + int(rng.integers(0, 12)),
            "probe",
            probe_batch="2024-12",
            probe_probability=probability,
        )
        for place, row in enumerate(chosen.tolist())
    ]
    return drafts, chosen, chosen[:n_answers]


def _no_information(
    lives: Lives, rows: Ints, n_statements: int, rng: np.random.Generator
) -> list[Draft]:
    """Draft notes that say nothing, about accounts documented or not, by the same chance."""
    count = min(int(n_statements * NO_INFORMATION_SHARE), len(rows))
    drafts = []
    for row in rng.permutation(rows)[:count].tolist():
        day = min(int(lives.last_day[row]) + int(rng.integers(20, 120)), plan.AS_OF_DAY)
        drafts.append(Draft(row, NOTHING, day, "rep"))
    return drafts
