"""Words in, words and exit codes out.

Exit codes: 0 done, 2 input refused, 3 environment (disk, permission, lock, memory), 1 a bug of
ours. Progress and messages go to stderr; with ``--json`` stdout holds one JSON object on one line.
"""

from __future__ import annotations

import argparse
import errno
import json
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NoReturn

from analysis.errors import AnalysisError, EnvironmentTrouble, InputRefused

Answer = dict[str, Any]

_EXAMPLES = {
    "report": "whyleft report exports/ --as-of 2024-12-31 --out reports/december",
    "check": "whyleft check orders.csv --as-of 2024-12-31 --out checked/",
    "map": "whyleft map orders.csv --out columns.toml",
    "customers": "whyleft customers orders.csv --as-of 2024-12-31 --out customers.parquet",
    "dormancy": "whyleft dormancy orders.csv --as-of 2024-12-31 --out dormancy.csv",
    "reasons": "whyleft reasons notes.csv --out themes/ --themes 12",
    "sample": "whyleft sample pretend/ --customers 2600 --seed 0",
    "notebooks": "whyleft notebooks refresh",
}

_ON_CLUSTER = (
    "on a cluster: whyleft customers hdfs:///orders/ --engine spark --master spark://host:7077 "
    "--out customers.parquet, then whyleft dormancy customers.parquet --out dormancy.csv"
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    Parameters
    ----------
    arguments
        The words after ``whyleft``; those of the process when None.

    Examples
    --------
    >>> main(["check", "no-such-file.csv", "--json"])  # doctest: +ELLIPSIS
    {"tables": {}, "refused": {"code": "...", ...}, "as_of": null}
    2
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    words = list(sys.argv[1:] if arguments is None else arguments)
    told = _parser(as_json="--json" in words).parse_args(words)
    try:
        answer = told.run(told)
    except KeyboardInterrupt:
        _say("Stopped. Nothing was changed.")
        return 130
    except Exception as error:  # the last wall: whatever happens, a person gets words
        return _fail(error, as_json=told.json)
    if told.json:
        _print_json(answer)
    else:
        print(answer["done"])
    return 0


def _fail(error: Exception, *, as_json: bool) -> int:
    """Say what went wrong; only a bug of ours shows its traceback, before the plain words."""
    if isinstance(error, OSError | MemoryError):
        known: AnalysisError = _environment(error)
    elif isinstance(error, AnalysisError):
        known = error
    else:
        traceback.print_exception(error)
        known = AnalysisError(
            f"This is a bug of whyleft ({type(error).__name__})",
            "a result or a plain refusal",
            "please report it with the lines above, without your data",
            code="bug",
        )
    if as_json:
        _print_json({"tables": {}, "refused": known.as_dict(), "as_of": None})
    _say(str(known))
    return known.exit_code


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _print_json(answer: Answer) -> None:
    shown = {key: value for key, value in answer.items() if key != "done"}
    print(json.dumps(shown))  # ASCII: valid in every locale


def _environment(error: OSError | MemoryError) -> EnvironmentTrouble:
    if isinstance(error, MemoryError):
        happened, to_do = "The machine ran out of memory", "close programs, or use a larger machine"
    elif error.errno == errno.ENOSPC:
        happened, to_do = f"The disk is full ({error.filename})", "free space and run again"
    else:
        happened = f"{error.filename or 'A file'}: {error.strerror or type(error).__name__}"
        to_do = "check path and permissions, then run again"
    return EnvironmentTrouble(happened, "files that can be read and written", to_do, code="system")


class _Parser(argparse.ArgumentParser):
    """Refuses wrong words as everything else is refused: three parts, and JSON when asked for."""

    as_json = False

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the words of the command, and end with exit code 2."""
        usage = " ".join(self.format_usage().split()).removeprefix("usage: ")
        refusal = InputRefused(message, usage, f"see {self.prog} --help", code="usage")
        sys.exit(_fail(refusal, as_json=self.as_json))


def _parser(*, as_json: bool) -> argparse.ArgumentParser:
    _Parser.as_json = as_json
    parser = _Parser(
        prog="whyleft",
        description="Who stopped buying, what it cost, why they say they left.",
        epilog=f"Start with: {_EXAMPLES['report']}",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_report(commands)
    _add_check(commands)
    _add_tables(commands)
    _add_reasons(commands)
    _add_sample(commands)
    return parser


def _command(
    commands: Any, name: str, run: Callable[[argparse.Namespace], Answer], does: str
) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = commands.add_parser(
        name, help=does, description=does, epilog=f"Example: {_EXAMPLES[name]}"
    )
    made.set_defaults(run=run)
    made.add_argument("--json", action="store_true", help="print one JSON object on stdout")
    return made


def _inputs(command: argparse.ArgumentParser, metavar: str = "FILE") -> None:
    command.add_argument("exports", nargs="+", metavar=metavar, help="files or a folder")
    command.add_argument("--as-of", metavar="DATE", help="snapshot date, YYYY-MM-DD")
    command.add_argument("--columns", metavar="FILE", help="column map (columns.toml)")


def _limit(command: argparse.ArgumentParser) -> None:
    command.add_argument("--memory-limit", metavar="SIZE", help="engine memory, such as 2GB")


def _add_report(commands: Any) -> None:
    report = _command(commands, "report", _report, "Run all notebooks and write the report.")
    _inputs(report, "EXPORTS")
    report.add_argument("--out", metavar="DIR", help="report folder (default: reports/NAME)")
    report.add_argument("--previous", metavar="DIR", help="an earlier report to compare with")
    report.add_argument("--settings", metavar="FILE", help="whyleft.toml")
    notebooks = _command(commands, "notebooks", _notebooks, "Care for the notebooks.")
    notebooks.add_argument("action", choices=["refresh"], help="execute on the sample, write back")


def _add_check(commands: Any) -> None:
    check = _command(commands, "check", _check, "Check exports and say where every row went.")
    _inputs(check)
    _limit(check)
    check.add_argument("--table", metavar="NAME", help="the table these files hold")
    check.add_argument("--out", metavar="DIR", help="write good rows, quarantine and receipt")
    propose = _command(commands, "map", _map, "Propose the column map of exports.")
    propose.add_argument("exports", nargs="+", metavar="FILE", help="files or a folder")
    propose.add_argument("--out", metavar="FILE", help="where to write it (default: stdout)")
    propose.add_argument("--columns", metavar="FILE", help="an earlier map to compare with")


def _add_tables(commands: Any) -> None:
    customers = _command(commands, "customers", _customers, "Write one row per customer.")
    _inputs(customers)
    _limit(customers)
    customers.add_argument("--out", required=True, metavar="FILE", help="Parquet or CSV")
    customers.add_argument("--engine", choices=["duckdb", "spark"], default="duckdb")
    customers.add_argument(
        "--master", metavar="URL", help="with --engine spark: its address (default: local[*])"
    )
    customers.epilog = f"{customers.epilog}; {_ON_CLUSTER}"
    dormancy = _command(commands, "dormancy", _dormancy, "Write who is dormant, with chances.")
    _inputs(dormancy)
    dormancy.add_argument("--out", required=True, metavar="FILE", help="Parquet or CSV")
    dormancy.add_argument("--horizon", type=int, metavar="DAYS", help="how far p_return looks")
    dormancy.add_argument("--settings", metavar="FILE", help="whyleft.toml")


def _add_reasons(commands: Any) -> None:
    reasons = _command(commands, "reasons", _reasons, "Group notes into themes.")
    _inputs(reasons)
    reasons.add_argument("--out", required=True, metavar="DIR", help="folder for the tables")
    reasons.add_argument("--codebook", metavar="FILE", help="code with this codebook.toml")
    reasons.add_argument("--themes", type=int, metavar="K", help="number of leaf themes")


def _add_sample(commands: Any) -> None:
    sample = _command(commands, "sample", _sample, "Write the pretend company.")
    sample.add_argument("folder", metavar="DIR")
    sample.add_argument("--customers", type=int, default=2600, metavar="N")
    sample.add_argument("--seed", type=int, default=0, metavar="S")


# Each command imports what it needs when it runs: `whyleft --help` answers at once.


def _report(told: argparse.Namespace) -> Answer:
    from analysis import steps
    from analysis.report import ReportFacts, build_report, find_notebooks

    target = Path(told.out) if told.out else Path("reports") / _name_of(told.exports)
    if told.previous and not (Path(told.previous) / "summary.json").is_file():
        raise InputRefused(
            f"There is no summary.json in {told.previous}",
            "the folder of an earlier report",
            "correct the path after --previous, or leave it out",
            code="no_previous",
        )
    if told.previous:
        _say("Note: this version does not compare with an earlier report yet.")
    if not target.exists():
        steps.prepare_folder(target.parent)
    home = target.parent / ".whyleft"
    job = steps.open_job(
        told.exports,
        as_of=told.as_of,
        settings=told.settings,
        columns=told.columns,
        workspace=str(home),
    )
    _say("Checking the exports ...")
    loaded = steps.load_exports(job)
    _say(loaded.finding.sentence.replace("**", ""))
    if len(loaded.set_aside):
        _say(f"The rows set aside stand in {job.workspace.folder / 'quarantine.csv'}")
    steps.conclude_from(job)  # stops here when every conclusion would be void
    index = build_report(
        target,
        notebooks=find_notebooks(),
        parameters=_parameters(told, home),
        collect=lambda: ReportFacts(**vars(steps.collect_facts(job)), written_on=_source_date()),
        say=_say,
        keep_failed=home / "failed",
    )
    return {"done": str(index), "report": str(index)}


def _parameters(told: argparse.Namespace, home: Path) -> dict[str, object]:
    """Return what every notebook is told; whole paths, because a kernel runs elsewhere."""
    return {
        "exports": [str(Path(name).resolve()) for name in told.exports],
        "as_of": told.as_of or "",
        "settings": str(Path(told.settings).resolve()) if told.settings else "",
        "columns": str(Path(told.columns).resolve()) if told.columns else "",
        "workspace": str(home.resolve()),
    }


def _source_date() -> date | None:
    """Return the day in SOURCE_DATE_EPOCH, the one clock that a repeatable build may read."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(seconds), UTC).date() if seconds.isdecimal() else None


def _name_of(exports: Sequence[str]) -> str:
    name = Path(exports[0]).resolve().stem.lower()
    slug = "".join(letter if letter.isalnum() and letter.isascii() else "-" for letter in name)
    return slug.strip("-")[:60] or "report"


def _notebooks(_: argparse.Namespace) -> Answer:
    from analysis.report import find_notebooks, refresh_notebooks

    folder = find_notebooks()[0].parent
    refresh_notebooks(folder)
    return {"done": f"Refreshed the notebooks in {folder}.", "folder": str(folder)}


def _check(told: argparse.Namespace) -> Answer:
    from analysis import steps

    receipt = steps.check_files(
        told.exports,
        as_of=told.as_of,
        columns=told.columns,
        table=told.table,
        out=Path(told.out) if told.out else None,
        memory_limit=told.memory_limit,
    )
    return {**receipt, "done": steps.receipt_in_words(receipt)}


def _map(told: argparse.Namespace) -> Answer:
    from analysis.intake import map_exports

    made = map_exports(
        [Path(name) for name in told.exports],
        out=Path(told.out) if told.out else None,
        columns=Path(told.columns) if told.columns else None,
    )
    return {**made.as_dict(), "done": made.in_words()}


def _customers(told: argparse.Namespace) -> Answer:
    from analysis import steps

    if told.engine == "spark":
        return _customers_on_cluster(told)
    if told.master is not None:
        raise InputRefused(
            "--master is given without --engine spark",
            "--engine spark --master URL",
            "add --engine spark, or leave --master out",
            code="bad_master",
        )
    n_customers = steps.write_customers(
        told.exports, Path(told.out), as_of=told.as_of, columns=told.columns,
        memory_limit=told.memory_limit,
    )  # fmt: skip
    return {"done": f"Wrote {n_customers:,} customers to {told.out}.", "n_customers": n_customers}


def _customers_on_cluster(told: argparse.Namespace) -> Answer:
    from analysis import steps
    from analysis.engine import LOCAL_MASTER

    master = told.master or LOCAL_MASTER
    _say(f"Starting Spark ({master}) ...")
    receipt = steps.write_customers_on_cluster(
        told.exports, Path(told.out), as_of=told.as_of, columns=told.columns, master=master
    )
    wrote = f"Wrote {receipt['n_customers']:,} customers to {told.out}, and {told.out}.more beside."
    return {**receipt, "done": f"{steps.receipt_in_words(receipt)}\n{wrote}"}


def _dormancy(told: argparse.Namespace) -> Answer:
    from analysis import steps

    finding = steps.write_dormancy(
        told.exports,
        Path(told.out),
        as_of=told.as_of,
        columns=told.columns,
        settings=told.settings,
        horizon_days=told.horizon,
    )
    sentence = finding.sentence.replace("**", "")
    return {"done": f"{sentence}\nWrote {told.out}.", **finding.as_dict()}


def _reasons(told: argparse.Namespace) -> Answer:
    from analysis import steps

    finding = steps.write_reasons(
        told.exports,
        Path(told.out),
        as_of=told.as_of,
        columns=told.columns,
        codebook=Path(told.codebook) if told.codebook else None,
        n_themes=told.themes,
    )
    sentence = finding.sentence.replace("**", "")
    return {"done": f"{sentence}\nWrote {told.out}.", **finding.as_dict()}


def _sample(told: argparse.Namespace) -> Answer:
    from analysis.sample import write_company

    if told.customers < 1:
        raise InputRefused(
            f"--customers is {told.customers}",
            "a whole number from 1 on",
            "correct the number",
            code="bad_customers",
        )
    folder = write_company(Path(told.folder), n_customers=told.customers, seed=told.seed)
    return {"done": f"Wrote the pretend company to {folder}.", "folder": str(folder)}
