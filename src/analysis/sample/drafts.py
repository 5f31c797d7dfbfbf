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
STATEMENTS_SHARE = (0.87, 0.07, 0.025, 0.015, 0.01, 0.01)
NO_INFORMATION_SHARE = 0.10
#: P6: reasons whose company-wide issue is closed, so that nothing formal stays open.
HIDDEN_BEHIND = ("delivery", "billing")
NOTHING = ("nothing",)


@dataclass(frozen=True)
class Draft:
    """A statement before it is put into words; ``known_day`` -1 = within days of ``day``."""

    row: int
    said: tuple[str, ...]
    day: int
    source: str
    asked_n: int = 1
    known_day: int = -1
    probe_batch: str = ""
    probe_probability: str = ""

    @property
    def on_file_day(self) -> int:
        """Day from which the company knows of it."""
        return max(self.day, self.known_day)


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
    late: Bools = rng.random(len(lives.account)) < plan.LATE_SHARE
    plain = _documented(accounts, lives, late, rng)
    hidden = _hidden(accounts, lives, rows, rng)
    known = {int(lives.account[one.row]) for one in plain if one.on_file_day <= plan.AS_OF_DAY}
    undocumented = rows[~np.isin(gone, sorted(known))]
    probes, chosen, answered = _probes(accounts, lives, undocumented, rng)
    later = _hidden_statements(lives, hidden, rng)
    empty = _no_information(accounts, lives, len(plain), rng)
    return Drafts(
        statements=(*plain, *later, *probes, *empty),
        hidden={int(lives.account[row]): reason for row, reason in hidden.items()},
        probed=lives.account[chosen],
        answered=lives.account[answered],
    )


def _documented(
    accounts: Accounts, lives: Lives, late: Bools, rng: np.random.Generator
) -> list[Draft]:
    drafts: list[Draft] = []
    bought_again = accounts.kind[lives.account] != ONE_TIME
    for row in np.flatnonzero(lives.ended & lives.documented & bought_again).tolist():
        drafts += _conversations(lives, row, rng, late=bool(late[row]))
    return [draft for draft in drafts if draft.on_file_day <= plan.END_DAY - 2]


def _conversations(lives: Lives, row: int, rng: np.random.Generator, *, late: bool) -> list[Draft]:
    """One to six statements; together they say every reason of the set."""
    names = _reason_names(lives.reasons[row], rng)
    count = 1 + int(rng.choice(len(STATEMENTS_SHARE), p=STATEMENTS_SHARE))
    count = max(count, (len(names) + 2) // 3)
    day = int(lives.last_day[row] + min(20 + rng.gamma(2.0, 12.0), 150))
    drafts = []
    for number in range(count):
        said = names[number::count] or names[:1]
        source = SOURCES[int(rng.choice(len(SOURCES), p=SOURCE_SHARE))]
        back, written = float(lives.return_day[row]), int(rng.integers(4, 50))
        said_day, known = on_file(day, back, late=late, written=written)
        drafts.append(Draft(row, said, said_day, source, asked_n=number + 1, known_day=known))
        # What is not said by the snapshot is not documented; later talks stay before it.
        day = max(day, min(day + int(rng.integers(7, 60)), plan.AS_OF_DAY))
    return drafts


def on_file(day: int, back: float, *, late: bool, written: int) -> tuple[int, int]:
    """Return when a statement was made and when it was put on file (-1 = within days).

    Whoever is back before their statement is on file has it written up so many days later.

    Examples
    --------
    >>> on_file(100, np.inf, late=False, written=9), on_file(100, 300.0, late=True, written=9)
    ((100, -1), (100, 309))
    """
    catch_up = next((one for one in plan.CATCH_UP_DAYS if one >= day), day) if late else day
    if back > catch_up + 2:
        return day, catch_up if late else -1
    return min(day, int(back) - 2), int(back) + written


def _reason_names(reasons: Bools, rng: np.random.Generator) -> tuple[str, ...]:
    """Return the names of a set in random order; the first is the one said first."""
    numbers = rng.permutation(np.flatnonzero(reasons))
    return tuple(plan.REASONS[number] for number in numbers.tolist())


def _hidden(
    accounts: Accounts, lives: Lives, rows: Ints, rng: np.random.Generator
) -> dict[int, str]:
    """P6: lasting departures whose formal reasons all get an issue, and the issue is closed."""
    formal = np.isin(plan.REASONS, HIDDEN_BEHIND)
    sets = lives.reasons[rows]
    fits = lives.documented[rows] & (lives.last_day[rows] < plan.AS_OF_DAY - 330)
    fits &= sets[:, formal].any(axis=1) & ~sets[:, ~formal].any(axis=1)
    fits &= lives.return_day[rows] > plan.END_DAY
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
            _reason_names(lives.reasons[row], rng) if place < n_answers else NOTHING,
            plan.PROBE_FIRST_DAY + int(rng.integers(0, 12)),
            "probe",
            probe_batch="2024-12",
            probe_probability=probability,
        )
        for place, row in enumerate(chosen.tolist())
    ]
    return drafts, chosen, chosen[:n_answers]


def _no_information(
    accounts: Accounts, lives: Lives, n_statements: int, rng: np.random.Generator
) -> list[Draft]:
    """Draft notes that say nothing, about departures documented or not, by the same chance."""
    rows = np.flatnonzero(lives.ended & (accounts.kind[lives.account] != ONE_TIME))
    rows = rows[lives.last_day[rows] < plan.AS_OF_DAY - 20]
    day = (lives.last_day[rows] + rng.integers(20, 120, len(rows))).astype(np.int64)
    day = np.minimum(day, plan.AS_OF_DAY)
    still = np.flatnonzero(lives.return_day[rows] > day + 2)
    count = min(int(n_statements * NO_INFORMATION_SHARE), len(still))
    chosen = rng.permutation(still)[:count]
    return [
        Draft(row, NOTHING, on, "rep")
        for row, on in zip(rows[chosen].tolist(), day[chosen].tolist(), strict=True)
    ]
