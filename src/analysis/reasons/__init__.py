"""Why they say they left: notes to masked, coded mentions, and themes counted by customer."""

from analysis.reasons.answer import ReasonsAnswer, read_reasons
from analysis.reasons.chosen import codes_beside_themes
from analysis.reasons.clusterer import ReasonClusterer
from analysis.reasons.codebook import NO_REASON_ID, OTHER_ID, Codebook, Theme
from analysis.reasons.embedders import FunctionEmbedder, SentenceEmbedder, learn_embedder
from analysis.reasons.joined import JoinedEmbedder
from analysis.reasons.labels import MIXED
from analysis.reasons.learning import learn_codebook
from analysis.reasons.static import StaticEmbedder
from analysis.reasons.vectors import Embedder, LexicalEmbedder
from analysis.reasons.words import normalise

__all__ = [
    "MIXED", "NO_REASON_ID", "OTHER_ID", "Codebook", "Embedder", "FunctionEmbedder",
    "JoinedEmbedder", "LexicalEmbedder", "ReasonClusterer", "ReasonsAnswer", "SentenceEmbedder",
    "StaticEmbedder", "Theme", "codes_beside_themes", "learn_codebook", "learn_embedder",
    "normalise", "read_reasons",
]  # fmt: skip
