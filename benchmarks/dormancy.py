"""Purchase models: whyleft's MBG/NBD against lifetimes', fitted and scored, whole processes.

    python benchmarks/dormancy.py --folder /large/disk --customers 1000000

Both read the same pretend histories from one file, fit MBG/NBD by maximum likelihood without a
penalty and give every customer a chance of being alive; whyleft gives the chance of a return too.
``lifetimes`` is archived and asks for an old pandas, so it lives in an environment of its own:
``--lifetimes-python`` names one, otherwise the script makes one in the folder. The log-likelihood
of either answer is that of whyleft's code, so that unlike stopping rules cannot hide. The second
table leaves out start and imports: CPU seconds of the fit and the scores alone, one run each.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
from measure import Run, compare, show

COLUMNS = ("n_repeat_orders", "days_first_to_last_order", "days_observed")
NEEDS = ("lifetimes==0.11.3", "pandas<2.2", "numpy<2", "scipy<1.14")
READ = """
import json, sys, time
import numpy as np, pandas as pd
summary = pd.DataFrame(np.load(sys.argv[1]), columns={columns!r})
"""
OURS = (
    READ
    + """
from analysis.dormancy import Histories, {model}
started = time.process_time()
histories = Histories.of(summary)
model = {model}().fit(histories)
alive, back = model.p_alive(histories), model.p_return(histories, 182)
taken = time.process_time() - started
json.dump({{"taken": taken, **model.params_}}, open("whyleft {model}.json", "w"))
"""
)
THEIRS = (
    READ
    + """
from lifetimes import ModifiedBetaGeoFitter
started = time.process_time()
weeks = summary / 7
model = ModifiedBetaGeoFitter(penalizer_coef=0.0)
model.fit(summary.iloc[:, 0], weeks.iloc[:, 1], weeks.iloc[:, 2])
alive = model.conditional_probability_alive(summary.iloc[:, 0], weeks.iloc[:, 1], weeks.iloc[:, 2])
taken = time.process_time() - started
json.dump({{"taken": taken, **model.params_}}, open("lifetimes.json", "w"))
"""
)
#: Order days that fit the histories; their making is not counted in the second table.
COMBINED = (
    READ
    + """
from analysis.customers import OrderDays
from analysis.dormancy.chances import chances_of_return
repeats, last, observed = (summary[name].to_numpy() for name in {columns!r})
rng, end = np.random.default_rng(1), int(observed.max())
whose = np.repeat(np.arange(len(summary)), repeats + 1)
place = np.arange(len(whose)) - np.repeat(np.cumsum(repeats + 1) - repeats - 1, repeats + 1)
within = np.where(place == 0, 0, np.where(place == repeats[whose], last[whose],
                  rng.integers(0, np.maximum(last[whose], 1))))
keys = np.unique(whose * (end + 1) + within + end - observed[whose])
whose, days = np.divmod(keys, end + 1)
starts = np.concatenate([[0], np.cumsum(np.bincount(whose, minlength=len(summary)))])
orders = OrderDays(starts, days, np.exp(rng.normal(3, 0.7, len(days))))
started = time.process_time()
found = chances_of_return(orders, day=end, horizon_days=182)
json.dump({{"taken": time.process_time() - started}}, open("whyleft p_return.json", "w"))
"""
)
READ_ONLY = READ + "import scipy.optimize, scipy.special\n"


def main() -> None:
    """Compare and print the table, the parameters and their likelihoods."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--folder", type=Path, default=Path("benchmarks/made"))
    words.add_argument("--customers", type=int, default=1_000_000)
    words.add_argument("--repeats", type=int, default=3)
    words.add_argument("--lifetimes-python", type=Path, help="a Python that has lifetimes")
    words.add_argument(
        "--models", nargs="*", default=[], help="others of whyleft's to time as well"
    )
    told = words.parse_args()
    folder = told.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    path = write_histories(folder / f"histories_{told.customers}.npy", told.customers)
    names = ["ModifiedBetaGeometric", *told.models]
    fill = {"columns": list(COLUMNS)}
    ours = {
        f"whyleft {name}": [sys.executable, "-c", OURS.format(model=name, **fill), str(path)]
        for name in names
    }
    ours["whyleft p_return"] = [sys.executable, "-c", COMBINED.format(**fill), str(path)]
    start = {
        "start, imports and reading": [sys.executable, "-c", READ_ONLY.format(**fill), str(path)]
    }
    found = compare(start | ours, folder, repeats=told.repeats)
    python = told.lifetimes_python or lifetimes_python(folder / "lifetimes-env")
    if python is not None:
        theirs = [str(python), "-c", THEIRS.format(**fill), str(path)]
        found |= compare({"lifetimes": theirs}, folder, repeats=1)
    show(f"{told.customers:,} customers, MBG/NBD", found, base=f"whyleft {names[0]}")
    tell_answers(path, folder, found)


def write_histories(path: Path, n: int) -> Path:
    """Write pretend histories once: random orders, drop-out after an order, 52 to 104 weeks."""
    if path.is_file():
        return path
    rng = np.random.default_rng(5)
    observed = rng.integers(52 * 7, 104 * 7 + 1, n)
    rate, leave = rng.gamma(0.55, 1 / 6.0, n), rng.beta(0.9, 2.5, n)
    clock, last, orders = np.zeros(n), np.zeros(n, int), np.zeros(n, int)
    on = np.flatnonzero(rng.random(n) >= leave)
    while on.size:
        clock[on] += 7 * rng.exponential(size=on.size) / np.maximum(rate[on], 1e-12)
        on = on[clock[on] <= observed[on]]
        day = clock[on].astype(int)
        new = on[day > last[on]]
        orders[new] += 1
        last[new] = clock[new].astype(int)
        on = on[rng.random(on.size) >= leave[on]]
    np.save(path, np.column_stack([orders, last, observed]))
    return path


def lifetimes_python(folder: Path) -> Path | None:
    """Return the Python of an environment with lifetimes, made here once; None if it cannot be."""
    python = folder / "bin" / "python"
    steps = [
        [sys.executable, "-m", "venv", str(folder)],
        [str(python), "-m", "pip", "install", "--quiet", *NEEDS],
    ]
    has = [str(python), "-c", "import lifetimes"]
    if python.is_file() and subprocess.run(has, check=False, capture_output=True).returncode == 0:
        return python
    for step in steps:
        if subprocess.run(step, check=False).returncode:
            print(f"lifetimes cannot be installed here: {' '.join(step)} failed", file=sys.stderr)
            return None
    return python


def tell_answers(path: Path, folder: Path, found: dict[str, Run]) -> None:
    """Print what fit and scores took, and the log-likelihood of MBG/NBD by the same code."""
    import pandas as pd

    from analysis.dormancy import Histories, ModifiedBetaGeometric

    h = Histories.of(pd.DataFrame(np.load(path), columns=list(COLUMNS)))
    print(f"\n{h.x.size:,} unlike histories\n\n| what | fit and scores, CPU s | log-likelihood |")
    print("|---|---|---|")
    for name in found:
        if name.startswith(("whyleft", "lifetimes")):
            told = json.loads((folder / f"{name}.json").read_text("utf-8"))
            known = [told.get(key) for key in ModifiedBetaGeometric.parameter_names]
            shown = ""
            if None not in known:
                shown = f"{ModifiedBetaGeometric().likelihood(np.log(known), h)[0]:,.2f}"
            print(f"| {name} | {told['taken']:.2f} | {shown} |")


if __name__ == "__main__":
    main()
