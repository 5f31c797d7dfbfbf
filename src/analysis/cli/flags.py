"""The words of the command line: commands, flags, help."""

from __future__ import annotations

import argparse
import difflib
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from analysis import __version__
from analysis.cli import agreecommands, bookcommands, callcommands, commands
from analysis.cli.numbers import customers_of, seed_of
from analysis.cli.saying import Answer, fail
from analysis.errors import InputRefused

EXAMPLES = {
    "report": "whyleft report exports/ --as-of 2024-12-31 --out reports/december",
    "check": "whyleft check orders.csv --as-of 2024-12-31 --out checked/",
    "map": "whyleft map orders.csv --out columns.toml",
    "customers": "whyleft customers orders.csv --as-of 2024-12-31 --out customers.parquet",
    "dormancy": "whyleft dormancy orders.csv --as-of 2024-12-31 --out dormancy.csv",
    "backtest": "whyleft backtest orders.csv --split 2024-06-30 --horizon 182 --json",
    "reasons": "whyleft reasons notes.csv --out themes/ --themes 12",
    "probe": "whyleft probe exports/ --as-of 2024-12-31 --size 120 --out calls.csv",
    "calls": callcommands.EXAMPLE,
    "sample": "whyleft sample pretend/ --customers 2600 --seed 0",
    "notebooks": "whyleft notebooks refresh",
}

ON_CLUSTER = (
    "on a cluster: whyleft customers hdfs:///orders/ --engine spark --master spark://host:7077 "
    "--out customers.parquet, then whyleft dormancy customers.parquet --out dormancy.csv"
)


class _Parser(argparse.ArgumentParser):
    """Refuses wrong words as everything else is refused: three parts, and JSON when asked for."""

    as_json = False

    def error(self, message: str, *, advice: str = "") -> NoReturn:
        """Say what is wrong with the words of the command, and end with exit code 2."""
        usage = " ".join(self.format_usage().split()).removeprefix("usage: ").removesuffix(" ...")
        refusal = InputRefused(message, usage, f"{advice}see {self.prog} --help", code="usage")
        sys.exit(fail(refusal, as_json=self.as_json))

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """Refuse unknown words where the command is known: with its flags, not with all commands.

        A flag may be mistyped, so the nearest one is named.
        """
        told, unknown = super().parse_known_args(args, namespace)
        if unknown:
            word = unknown[0].partition("=")[0]
            near = difflib.get_close_matches(word, self._option_string_actions, n=1)
            advice = f"write {near[0]} if you mean that; " if near else ""
            self.error(f"{self.prog} knows no {' '.join(unknown)}", advice=advice)
        return told, unknown


def parser_of(*, as_json: bool) -> argparse.ArgumentParser:
    """Return the parser of all commands; with ``as_json`` it refuses in JSON too.

    Examples
    --------
    >>> told = parser_of(as_json=False).parse_args(["check", "orders.csv", "--json"])
    >>> told.command, told.exports, told.json
    ('check', ['orders.csv'], True)
    """
    _Parser.as_json = as_json
    parser = _Parser(
        prog="whyleft",
        description="Who stopped buying, what it cost, why they say they left.",
        epilog=f"Start with: {EXAMPLES['report']}",
    )
    parser.add_argument("--version", action="version", version=f"whyleft {__version__}")
    added = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_report(added)
    _add_check(added)
    _add_tables(added)
    _add_backtest(added)
    _add_reasons(added)
    _add_codebook(added)
    _add_probe(added)
    calls = _command(added, "calls", callcommands.write_calls)
    _inputs(calls, "EXPORTS")
    callcommands.add_calls(calls)
    _add_sample(added)
    return parser


def _command(
    added: Any, name: str, run: Callable[[argparse.Namespace], Answer]
) -> argparse.ArgumentParser:
    does = run.__doc__ or ""
    made: argparse.ArgumentParser = added.add_parser(
        name, help=does, description=does, epilog=f"Example: {EXAMPLES[name]}"
    )
    made.set_defaults(run=run)
    made.add_argument("--json", action="store_true", help="print one JSON object on stdout")
    return made


def _named(text: str) -> str:
    """Return the name of an export; an empty one would be the working folder."""
    if not text.strip():
        raise argparse.ArgumentTypeError("an empty name is no file and no folder")
    return text


def _inputs(command: argparse.ArgumentParser, metavar: str = "FILE") -> None:
    command.add_argument(
        "exports", nargs="+", type=_named, metavar=metavar, help="files or a folder"
    )
    command.add_argument("--as-of", metavar="DATE", help="snapshot date, YYYY-MM-DD")
    command.add_argument("--columns", metavar="FILE", help="column map (columns.toml)")


def _limit(command: argparse.ArgumentParser) -> None:
    command.add_argument("--memory-limit", metavar="SIZE", help="engine memory, such as 2GB")


def _add_report(added: Any) -> None:
    report = _command(added, "report", commands.run_report)
    _inputs(report, "EXPORTS")
    report.add_argument("--out", metavar="DIR", help="report folder (default: reports/NAME)")
    report.add_argument(
        "--previous", metavar="DIR",
        help="an earlier report to compare with; 'none' for no comparison (default: the report "
        "at --out, or else the newest one beside it)",
    )  # fmt: skip
    report.add_argument("--settings", metavar="FILE", help="whyleft.toml")
    notebooks = _command(added, "notebooks", commands.refresh)
    notebooks.add_argument("action", choices=["refresh"], help="execute on the sample, write back")


def _add_check(added: Any) -> None:
    check = _command(added, "check", commands.run_check)
    _inputs(check)
    _limit(check)
    check.add_argument("--table", metavar="NAME", help="the table these files hold")
    check.add_argument("--out", metavar="DIR", help="write good rows, quarantine and receipt")
    propose = _command(added, "map", commands.propose_map)
    propose.add_argument(
        "exports", nargs="+", type=_named, metavar="FILE", help="files or a folder"
    )
    propose.add_argument("--out", metavar="FILE", help="where to write it (default: stdout)")
    propose.add_argument("--columns", metavar="FILE", help="an earlier map to compare with")


def _add_tables(added: Any) -> None:
    customers = _command(added, "customers", commands.write_customers)
    _inputs(customers)
    _limit(customers)
    customers.add_argument("--out", required=True, metavar="FILE", help="Parquet or CSV")
    customers.add_argument("--engine", choices=["duckdb", "spark"], default="duckdb")
    customers.add_argument(
        "--master", metavar="URL", help="with --engine spark: its address (default: local[*])"
    )
    customers.epilog = f"{customers.epilog}; {ON_CLUSTER}"
    dormancy = _command(added, "dormancy", commands.write_dormancy)
    _inputs(dormancy)
    dormancy.add_argument("--out", required=True, metavar="FILE", help="Parquet or CSV")
    dormancy.add_argument("--horizon", type=int, metavar="DAYS", help="how far p_return looks")
    dormancy.add_argument("--settings", metavar="FILE", help="whyleft.toml")


def _add_backtest(added: Any) -> None:
    backtest = _command(added, "backtest", commands.run_backtest)
    backtest.add_argument(
        "exports", nargs="+", type=_named, metavar="FILE", help="files or a folder"
    )
    backtest.add_argument(
        "--split", required=True, metavar="DATE", help="last day that the chances may know"
    )
    backtest.add_argument("--horizon", type=int, metavar="DAYS", help="days after it that count")
    backtest.add_argument("--out", metavar="FILE", help="each customer's chances, Parquet or CSV")
    backtest.add_argument("--columns", metavar="FILE", help="column map (columns.toml)")
    backtest.add_argument("--settings", metavar="FILE", help="whyleft.toml")


def _add_reasons(added: Any) -> None:
    reasons = _command(added, "reasons", commands.write_reasons)
    _inputs(reasons)
    reasons.add_argument("--out", required=True, metavar="DIR", help="folder for the tables")
    reasons.add_argument("--codebook", metavar="FILE", help="code with this codebook.toml")
    reasons.add_argument("--themes", type=int, metavar="K", help="number of leaf themes")


def _add_codebook(added: Any) -> None:
    does = "Keep a codebook: edit its themes, compare two months, have a second coder check it."
    group = added.add_parser(
        "codebook", help=does, description=does, epilog=f"Example: {bookcommands.EDIT_EXAMPLE}"
    )
    book = group.add_subparsers(dest="action", required=True, metavar="ACTION")
    bookcommands.add_edit(book)
    bookcommands.add_diff(book)
    agreecommands.add_sample(book)
    agreecommands.add_agree(book)


def _add_probe(added: Any) -> None:
    probe = _command(added, "probe", agreecommands.draw_probe)
    _inputs(probe, "EXPORTS")
    probe.add_argument("--size", type=int, required=True, metavar="N", help="customers to draw")
    probe.add_argument("--out", required=True, metavar="FILE", help="the call list, CSV")
    probe.add_argument("--seed", type=seed_of, default=0, metavar="S", help="same seed, same list")
    probe.add_argument("--batch", default="", metavar="NAME", help="default: the snapshot date")
    probe.add_argument("--by", default="", metavar="COLUMN", help="draw each group separately")
    probe.add_argument("--settings", metavar="FILE", help="whyleft.toml")


def _add_sample(added: Any) -> None:
    sample = _command(added, "sample", commands.write_sample)
    sample.add_argument("folder", metavar="DIR")
    sample.add_argument("--customers", type=customers_of, default=2600, metavar="N")
    sample.add_argument("--seed", type=seed_of, default=0, metavar="S")
