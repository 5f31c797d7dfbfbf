"""How well texts fit the themes of an edited codebook: the log of edits, replayed on numbers.

No edit moves a centre. A merged theme is reached by the centres of all that went into it, a split
one is first recognised as before and then told apart, a retired one still catches its texts, which
are then *other*. So an edit changes the code of no text that it was not about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from analysis.reasons.entries import Edit, Theme
from analysis.reasons.words import stem, surface_words

Fit = npt.NDArray[np.float64]


def fit_after_edits(
    alike: Fit, centre_ids: Sequence[str], edits: Sequence[Edit], theme_ids: Sequence[str]
) -> Fit:
    """Return how well each text fits each theme of today, shape (n, k).

    Parameters
    ----------
    alike
        Likeness of each text to each centre, shape (n, m).
    centre_ids
        The id under which each centre was learnt, shape (m,).
    edits
        The log, in order.
    theme_ids
        The themes of today, in the order of the result.

    Examples
    --------
    The second text is nearest to t02, which was merged into t01; t03 is retired.

    >>> alike = np.array([[0.9, 0.1, 0.2], [0.2, 0.7, 0.1], [0.1, 0.2, 0.6]])
    >>> log = [Edit("merge", ("t01", "t02"), ("t01",)), Edit("retire", ("t03",))]
    >>> fit_after_edits(alike, ["t01", "t02", "t03"], log, ["t01"]).ravel().tolist()
    [0.9, 0.7, 0.0]
    """
    part_of = {part for edit in edits if edit.what == "split" for part in edit.into}
    raw = {one: alike[:, place] for place, one in enumerate(centre_ids)}
    fits = {one: column for one, column in raw.items() if one not in part_of}
    caught = np.zeros(len(alike))
    for edit in edits:
        if edit.what == "merge":
            fits[edit.into[0]] = np.max([fits.pop(one) for one in edit.ids], axis=0)
        elif edit.what == "split":
            fits |= _told_apart(fits.pop(edit.ids[0]), {part: raw[part] for part in edit.into})
        elif edit.what == "retire":
            caught = np.max([caught, *(fits.pop(one) for one in edit.ids)], axis=0)
    fit = np.column_stack([fits[one] for one in theme_ids]) if theme_ids else alike[:, :0]
    if fit.shape[1]:
        fit = np.where((caught > fit.max(axis=1))[:, None], 0.0, fit)
    return np.asarray(fit, dtype=np.float64)


def _told_apart(whole: Fit, parts: Mapping[str, Fit]) -> dict[str, Fit]:
    """Give a split theme's fit to the part that a text resembles most; the first on a tie."""
    nearest = np.stack(list(parts.values())).argmax(axis=0)
    return {part: np.where(nearest == place, whole, 0.0) for place, part in enumerate(parts)}


def without_excluded(fit: Fit, texts: Sequence[str], themes: Sequence[Theme]) -> Fit:
    """Return the fit, 0 where a text holds an exclusion of the theme; endings do not matter.

    Examples
    --------
    >>> theme = Theme("t01", "late delivery", exclusions=("delivery fee",))
    >>> without_excluded(np.array([[0.8], [0.8]]), ["delivery fees", "late, no fee"], [theme])
    array([[0. ],
           [0.8]])
    """
    excluding = [(place, theme) for place, theme in enumerate(themes) if theme.exclusions]
    if not excluding:
        return fit
    found, read = fit.copy(), [_stems(text) for text in texts]
    for place, theme in excluding:
        phrases = [phrase for phrase in map(_stems, theme.exclusions) if phrase.strip()]
        held = [any(phrase in text for phrase in phrases) for text in read]
        found[np.array(held, dtype=bool), place] = 0.0
    return found


def _stems(text: str) -> str:
    return f" {' '.join(stem(word) for word in surface_words(text))} "
