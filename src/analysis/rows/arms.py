"""Who was meant to be contacted: several files say it once, and nobody is in both arms."""

from __future__ import annotations

from analysis.engine import Engine
from analysis.results import Warned
from analysis.rows.united import mark

_ROWS = (
    "SELECT file_, line_, arm, assigned_on, hash_, customer_id, program, min(assigned_on) OVER "
    "(PARTITION BY customer_id, program) AS first_on FROM all_assignments WHERE broken_ = 0"
)
_FIRST = (
    "SELECT customer_id, program, min(arm) AS arm, min(arm) <> max(arm) AS both FROM "
    f"({_ROWS}) WHERE assigned_on = first_on GROUP BY customer_id, program"
)
_JUDGED = (
    "SELECT r.file_, r.line_, f.both OR r.arm <> f.arm AS astray, row_number() OVER (PARTITION BY "
    "r.customer_id, r.program ORDER BY r.arm <> f.arm, r.assigned_on, r.hash_, r.file_, r.line_) "
    f"AS n_th FROM ({_ROWS}) AS r JOIN ({_FIRST}) AS f USING (customer_id, program)"
)


def settle_arms(engine: Engine) -> list[Warned]:
    """Set aside what the assignments say twice, and arms that contradict the first one.

    A customer may be in several programmes, and is once in each: what was drawn first counts, for
    a comparison is read by what was meant. Where both arms were drawn on one day, neither counts.
    """
    said = []
    astray = f"SELECT file_, line_ FROM ({_JUDGED}) WHERE astray"
    n_astray = mark(engine, "assignments", "two_arms", astray)
    if n_astray:
        told = "Assignments set aside because the customer stands in the programme's other arm too"
        told += f" (the arm of the first day counts): {n_astray:,}."
        said.append(Warned("two_arms", told, about="two_arms"))
    again = f"SELECT file_, line_ FROM ({_JUDGED}) WHERE n_th > 1"
    n_again = mark(engine, "assignments", "duplicate_line", again)
    if n_again:
        told = "Assignments that stand in the exports more than once, each used once"
        said.append(Warned("duplicate_lines", f"{told}: {n_again:,}.", about="duplicate_line"))
    return said
