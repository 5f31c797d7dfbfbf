"""What a later export tells otherwise as a whole: all amounts by one factor, all codes renamed."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.engine import Engine
from analysis.errors import counted

#: Fewer orders than this may share a factor by chance.
_LEAST_ORDERS = 20
#: Nearly all orders must share it.
_NEARLY_ALL = 0.95
#: How far an order may be off: cents are rounded, and so is the factor.
_CENTS, _RELATIVE = 0.02, 0.001
#: From this on a factor is none.
_NO_FACTOR = 0.005
#: So many codes are named, none that fewer statements have.
_MOST_CODES, _LEAST_STATEMENTS = 3, 5


@dataclass(frozen=True)
class Factor:
    """That nearly all orders are what they were times one number.

    Parameters
    ----------
    times
        The number.
    n, of
        Orders that are, and orders with money that both exports hold.
    """

    times: float
    n: int
    of: int


def find_factor(engine: Engine, rows: str) -> Factor | None:
    """Return the one factor by which nearly all orders changed, None where there is none.

    Parameters
    ----------
    rows
        SQL for ``key`` and ``money`` of one side's orders, with ``{}`` in place of the side.

    Examples
    --------
    >>> with Engine() as engine:
    ...     engine.execute("CREATE TEMP TABLE former_x AS SELECT i AS key, 10.0 + i AS money "
    ...                    "FROM range(30) t(i)")
    ...     engine.execute("CREATE TEMP TABLE now_x AS SELECT key, round(money * 1.19, 2) AS money "
    ...                    "FROM former_x")
    ...     print(find_factor(engine, "SELECT key, money FROM {}_x"))
    Factor(times=1.19, n=30, of=30)
    """
    pairs = (
        f"SELECT a.money AS was, b.money AS is_ FROM ({rows.format('former')}) AS a "
        f"JOIN ({rows.format('now')}) AS b USING (key) WHERE abs(a.money) > 0.004"
    )
    of, times = engine.rows(f"SELECT count(*), median(is_ / was) FROM ({pairs})")[0]
    if of < _LEAST_ORDERS or abs(times - 1.0) < _NO_FACTOR:
        return None
    off = f"{_CENTS} + {_RELATIVE} * abs(was * {float(times)!r})"
    n = engine.count(f"({pairs}) WHERE abs(is_ - was * {float(times)!r}) <= {off}")
    return Factor(round(float(times), 4), n, of) if n >= _NEARLY_ALL * of else None


@dataclass(frozen=True)
class Recoded:
    """Codes of reasons that are gone while others stand in the same time.

    Parameters
    ----------
    gone, new
        Statements by code, the most frequent first.
    n_codes, n_statements
        Codes, and statements with a code, of the earlier export.
    """

    gone: tuple[tuple[str, int], ...] = ()
    new: tuple[tuple[str, int], ...] = ()
    n_codes: int = 0
    n_statements: int = 0

    @property
    def mostly(self) -> bool:
        """Whether most statements had a code that is gone: the codes are other ones now."""
        return bool(self.gone) and 2 * _statements(self.gone) >= self.n_statements

    def in_words(self) -> str:
        """Return what is gone and what is new, with counts; empty where no code was replaced.

        Examples
        --------
        >>> print(Recoded((("price", 8),), (("R01", 8),), 1, 8).in_words())
        none of the former export's 1 code is left (8 statements: price 8) and 1 new one stands ...
        """
        if not self.gone:
            return ""
        n, codes = len(self.gone), counted(self.n_codes, "code")
        lost = f"{n} of the former export's {codes} {'is' if n == 1 else 'are'} gone"
        if n == self.n_codes:
            lost = f"none of the former export's {codes} is left"
        came = counted(len(self.new), "new one stands", "new ones stand")
        return f"{lost} ({_named(self.gone)}) and {came} in the same time ({_named(self.new)})"


def find_recoded(engine: Engine) -> Recoded:
    """Return which codes of ``former_reasons`` were replaced in ``now_reasons``.

    A code that is gone while no new one stands in the same time is not replaced, and a new one of
    the time since replaces nothing.
    """
    then, now = (
        dict(
            engine.rows(
                "SELECT code, count(*) AS n "
                f"FROM {side}_reasons WHERE nullif(code, '') IS NOT NULL GROUP BY 1 "
                "ORDER BY n DESC, code"
            )
        )
        for side in ("former", "now")
    )
    gone = tuple((code, n) for code, n in then.items() if code not in now)
    new = tuple((code, n) for code, n in now.items() if code not in then)
    if not (gone and new):
        return Recoded()
    return Recoded(gone, new, len(then), sum(then.values()))


def _statements(codes: tuple[tuple[str, int], ...]) -> int:
    return sum(n for _, n in codes)


def _named(codes: tuple[tuple[str, int], ...]) -> str:
    """Return the statements of codes, and the most frequent by name."""
    named = [f"{code[:40]} {n:,}" for code, n in codes[:_MOST_CODES] if n >= _LEAST_STATEMENTS]
    n = _statements(codes)
    told = counted(n, "statement")
    more = ", ..." if named and len(named) < len(codes) else ""
    return f"{told}: {', '.join(named)}{more}" if named else told
