"""Themes against plain ways, on notes that people have labelled; then codes, and sizes.

    python benchmarks/reasons.py --data FOLDER --folder LARGE --sizes 200 100000

``--data`` holds ``banking77_test.csv`` and ``airline_reasons.csv``. Every way gets the true number
of labels and nothing else, in a process of its own: whyleft's default, its words alone, TF-IDF with
SVD and k-means, and, where sentence-transformers is installed and ``--model`` names a model on this
machine, that model with k-means and with whyleft. Printed are the agreement with people (mutual
information, adjusted Rand index, purity), the share left out, CPU seconds of the whole process and
its peak memory. Further tables teach a codebook with a few labelled notes a code, teach one with
half of the project's own gold set (30 codes, several a note) and read made-up notes by size.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
from measure import compare, run

GOLD = Path(__file__).resolve().parents[1] / "tests" / "reasons" / "gold"
SETS = {
    "banking77_test.csv": ("text", "category"),
    "airline_reasons.csv": ("text", "negativereason"),
}
READ = """
import sys, csv
import numpy as np
path, column, label, out, model = sys.argv[1:6]
with open(path, encoding="utf-8", newline="") as stored:
    rows = list(csv.DictReader(stored))
texts, n = [row[column] for row in rows], len({row[label] for row in rows})
"""
OURS = """
from analysis.reasons import ReasonClusterer
found = ReasonClusterer(n, embedder=%s).fit(texts).labels_
"""
PLAIN = """
from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize
weighted = TfidfVectorizer(stop_words="english", min_df=2).fit_transform(texts)
points = normalize(TruncatedSVD(100, random_state=0).fit_transform(weighted))
found = KMeans(n, n_init=4, random_state=0).fit_predict(points)
"""
SENTENCES = """
from sklearn.cluster import KMeans
from sentence_transformers import SentenceTransformer
points = SentenceTransformer(model, local_files_only=True).encode(texts, normalize_embeddings=True)
found = KMeans(n, n_init=4, random_state=0).fit_predict(points)
"""
WRITE = "np.save(out, found)\n"
SIZED = """
import sys, json
import pandas as pd
from dataclasses import replace
from pathlib import Path
from analysis.reasons import read_reasons
from analysis.settings import Settings
notes = Path(sys.argv[1]).read_text("utf-8").splitlines()
rows = pd.DataFrame({"customer_id": [f"c{n // 2}" for n in range(len(notes))],
                     "reason_id": [f"r{n:07}" for n in range(len(notes))],
                     "note": notes, "code": None})
answer = read_reasons(rows, settings=Settings())
print(answer.finding.sentence)
"""


def main() -> None:
    """Print the three tables."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--data", type=Path, required=True)
    words.add_argument("--folder", type=Path, default=Path("benchmarks/made"))
    words.add_argument("--model", default="", help="a sentence model on this machine")
    words.add_argument("--sizes", type=int, nargs="*", default=[200, 100_000], help="notes")
    words.add_argument("--draws", type=int, default=5, help="draws of labelled notes")
    told = words.parse_args()
    folder = told.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    for name in SETS:
        tell_themes(told.data / name, folder, told.model)
    texts, labels = read(told.data / "banking77_test.csv")
    for n_examples in (5, 10):
        tell_codes(texts, labels, n_examples, told.draws)
    tell_gold(told.draws)
    tell_sizes(texts + read(told.data / "airline_reasons.csv")[0], told.sizes, folder)


def read(path: Path) -> tuple[list[str], np.ndarray]:
    """Return the texts and the labels that people gave them."""
    text, label = SETS[path.name]
    with path.open(encoding="utf-8", newline="") as stored:
        rows = list(csv.DictReader(stored))
    return [" ".join(row[text].split()) for row in rows], np.array([row[label] for row in rows])


def ways(model: str) -> dict[str, str]:
    """Return the code of each contender that can run here."""
    found = {
        "whyleft": OURS % '"static"',
        "whyleft, words alone": OURS % '"lexical"',
        "TF-IDF + SVD + k-means": PLAIN,
    }
    if model and importlib.util.find_spec("sentence_transformers"):
        found["model + k-means"] = SENTENCES
        found["whyleft with the model"] = OURS % '"sentence-transformers:" + model'
    return found


def tell_themes(path: Path, folder: Path, model: str) -> None:
    """Print how well the themes of each way agree with people, and what they take."""
    labels = read(path)[1]
    print(f"\n### {path.name}: {len(labels):,} notes, {len(set(labels))} labels\n")
    print(
        "| way | NMI | ARI | purity | left out | CPU s | peak MB |\n|---|---|---|---|---|---|---|"
    )
    for name, code in ways(model).items():
        out = folder / "found.npy"
        more = [str(path.resolve()), *SETS[path.name], str(out), model]
        command = [sys.executable, "-c", READ + code + WRITE, *more]
        taken = compare({name: command}, folder, repeats=1)[name]
        told = " | ".join(f"{figure:.3f}" for figure in agreement(labels, np.load(out)))
        print(f"| {name} | {told} | {taken.cpu:.1f} | {taken.peak_mb:.0f} |", flush=True)


def agreement(labels: np.ndarray, found: np.ndarray) -> tuple[float, float, float, float]:
    """Return mutual information, adjusted Rand index, purity and the share left out."""
    from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score
    from sklearn.metrics.cluster import contingency_matrix

    purity = contingency_matrix(labels, found).max(axis=0).sum() / len(labels)
    left_out = float(np.mean(found < 0))
    nmi = normalized_mutual_info_score(labels, found)
    return nmi, adjusted_rand_score(labels, found), float(purity), left_out


def tell_codes(texts: list[str], labels: np.ndarray, n_examples: int, draws: int) -> None:
    """Print what a codebook finds that was taught with a few notes a code."""
    found = np.array([codes_of_draw(texts, labels, n_examples, seed) for seed in range(draws)])
    print(f"\n### Codebook, {n_examples} labelled notes a code, mean of {draws} draws\n")
    heads = ("accuracy", "without the codes' names", "F1, one reason", "F1, two reasons joined")
    print(f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}")
    print(f"| {' | '.join(f'{figure:.3f}' for figure in found.mean(axis=0))} |", flush=True)


def codes_of_draw(
    texts: list[str], labels: np.ndarray, n_examples: int, seed: int
) -> tuple[float, float, float, float]:
    """Teach a codebook with one draw of notes and code the others."""
    from analysis.reasons.centres import mean_centres, telling_centres
    from analysis.reasons.picklist import Coded, learn_picklist, slug_of

    rng = np.random.default_rng(seed)
    slugs = np.array([slug_of(label) for label in labels])
    taught = [
        rng.choice(np.flatnonzero(slugs == one), n_examples, replace=False)
        for one in np.unique(slugs)
    ]
    chosen = np.sort(np.concatenate(taught))
    held = np.setdiff1d(np.arange(len(texts)), chosen)
    coded = Coded(tuple(texts[at] for at in chosen), tuple(slugs[chosen]))
    book = learn_picklist(texts, coded)
    names = np.array([theme.theme_id for theme in book.themes])
    rows = book.embedder.encode(texts)
    given, ones = np.searchsorted(names, slugs[chosen]), np.ones(len(chosen), np.float32)
    means = mean_centres(rows[chosen], given, ones, len(names))
    bare = rows[held] @ telling_centres(rows[chosen], given, ones, means).T
    best = names[book.fit_of([texts[at] for at in held]).argmax(axis=1)]
    pairs = rng.choice(held, (600, 2))
    two = [f"{texts[a]} {texts[b]}" for a, b in pairs]
    return (
        float((best == slugs[held]).mean()),
        float((names[bare.argmax(axis=1)] == slugs[held]).mean()),
        set_f1(book, [texts[at] for at in held], [{slugs[at]} for at in held]),
        set_f1(book, two, [{slugs[a], slugs[b]} for a, b in pairs]),
    )


def tell_gold(draws: int) -> None:
    """Print what a codebook finds in one half of the gold set that the other half has taught."""
    first, second = (gold_codes(f"labels_{which}.csv") for which in ("first", "second"))
    notes = [row["text"] for row in gold_rows("notes.csv")]
    found = np.array([gold_of_draw(notes, first, seed) for seed in range(draws)]).mean(axis=0)
    print(f"\n### Gold set, 30 codes, taught with half of {len(notes)} notes, {draws} draws\n")
    print("| who codes | F1 | one reason | several | none given |\n|---|---|---|---|---|")
    human = f1_by_kind([set(codes) for codes in second], [set(codes) for codes in first])
    for name, figures in (("whyleft", found), ("a second person, all notes", human)):
        print(f"| {name} | {' | '.join(f'{figure:.3f}' for figure in figures)} |", flush=True)


def gold_rows(name: str) -> list[dict[str, str]]:
    """Return the rows of one file of the gold set."""
    with (GOLD / name).open(encoding="utf-8", newline="") as stored:
        return list(csv.DictReader(stored))


def gold_codes(name: str) -> list[list[str]]:
    """Return the codes of every note, the main one first; both ways to give none are one."""
    codes = {row["id"]: row["codes"].split(";") for row in gold_rows(name)}
    none = {"unknown": "no_reason", "refused": "no_reason"}
    return [[none.get(code, code) for code in codes[row["id"]]] for row in gold_rows("notes.csv")]


def gold_of_draw(notes: list[str], codes: list[list[str]], seed: int) -> tuple[float, ...]:
    """Teach with the main codes of half of the notes, code the others."""
    from analysis.reasons import normalise
    from analysis.reasons.coding import code_notes
    from analysis.reasons.picklist import Coded, learn_picklist
    from analysis.redaction import mask

    texts = [normalise(text) for text in mask(notes)]
    half = np.random.default_rng(seed).permutation(len(texts))[: len(texts) // 2]
    taught = [at for at in np.sort(half) if codes[at][0] != "no_reason"]
    held = np.setdiff1d(np.arange(len(texts)), taught)
    coded = Coded(tuple(texts[at] for at in taught), tuple(codes[at][0] for at in taught))
    said = code_notes([texts[at] for at in held], learn_picklist(texts, coded))
    found = [{one.theme_id for one in note} for note in said]
    return f1_by_kind(found, [set(codes[at]) for at in held])


def f1_by_kind(found: list[set[str]], truth: list[set[str]]) -> tuple[float, ...]:
    """Return the mean F1 of all notes, of those with one reason, with several, with none."""
    scores = np.array(
        [2 * len(a & b) / (len(a) + len(b)) for a, b in zip(found, truth, strict=True)]
    )
    none = np.array([codes == {"no_reason"} for codes in truth])
    several = np.array([len(codes) > 1 for codes in truth])
    kinds = (np.ones(len(truth), bool), ~none & ~several, several, none)
    return tuple(float(scores[kind].mean()) for kind in kinds)


def set_f1(book: object, notes: list[str], truth: list[set[str]]) -> float:
    """Return the mean over notes of the F1 of the codes found against the true ones."""
    from analysis.reasons.coding import code_notes

    found = [{one.theme_id for one in note} for note in code_notes(notes, book)]
    return float(
        np.mean([2 * len(a & b) / (len(a) + len(b)) for a, b in zip(found, truth, strict=True)])
    )


def tell_sizes(texts: list[str], sizes: list[int], folder: Path) -> None:
    """Print what ``read_reasons`` takes on notes made of a public note and the end of another."""
    print("\n### Made-up notes, `read_reasons`, whole process\n")
    print("| notes | CPU s | less start and imports | peak MB |\n|---|---|---|---|")
    rng = np.random.default_rng(3)
    start = run([sys.executable, "-c", SIZED.split("notes =")[0], ""], folder)
    for size in sizes:
        path = folder / f"notes_{size}.txt"
        pairs = rng.integers(len(texts), size=(size, 2))
        made = (f"{texts[a]} {' '.join(texts[b].split()[-5:])}" for a, b in pairs)
        path.write_text("\n".join(made), encoding="utf-8")
        taken = run([sys.executable, "-c", SIZED, str(path)], folder)
        less = replace(taken, cpu=taken.cpu - start.cpu).cpu
        print(f"| {size:,} | {taken.cpu:.1f} | {less:.1f} | {taken.peak_mb:.0f} |", flush=True)


if __name__ == "__main__":
    main()
