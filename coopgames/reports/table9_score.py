"""How well forecasts of a table of zeros and ones do: scores, baselines, permutations."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TypeAlias, cast

import numpy as np
from numpy.typing import NDArray

__all__ = ["Permutation", "Score", "baselines", "permutation", "rank_agreement", "score"]

FloatArray: TypeAlias = NDArray[np.float64]
BoolArray: TypeAlias = NDArray[np.bool_]

# Two Brier scores that are equal but for the order of a sum.
_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class Score:
    """Predictions against what is used.

    Attributes
    ----------
    name : str
    true_positive, false_positive, false_negative, true_negative : int
    brier : float
        Mean squared difference between the forecast and 1 (used) or 0.
    in_sample : bool
        Whether the forecast of a cell knows the cell itself.

    Examples
    --------
    >>> result = Score("model", 14, 12, 9, 15, 0.375, False)
    >>> result.accuracy, round(result.balanced, 3)
    (0.58, 0.582)
    """

    name: str
    true_positive: int
    false_positive: int
    false_negative: int
    true_negative: int
    brier: float
    in_sample: bool

    @property
    def cells(self) -> int:
        """How many cells there are."""
        return self.right + self.false_positive + self.false_negative

    @property
    def right(self) -> int:
        """How many cells are predicted as they are."""
        return self.true_positive + self.true_negative

    @property
    def accuracy(self) -> float:
        """Share of cells predicted as they are."""
        return self.right / self.cells

    @property
    def balanced(self) -> float:
        """Mean of the accuracies among the used and among the unused (of those that exist)."""
        used = self.true_positive + self.false_negative
        unused = self.cells - used
        parts = [(self.true_positive, used), (self.true_negative, unused)]
        shares = [right / number for right, number in parts if number]
        return sum(shares) / len(shares)


def score(
    name: str, forecast: FloatArray, predicted: BoolArray, used: BoolArray, *, in_sample: bool
) -> Score:
    """Return the score of forecasts (for Brier) and predictions (for the rest)."""
    return Score(
        name,
        int(np.count_nonzero(predicted & used)),
        int(np.count_nonzero(predicted & ~used)),
        int(np.count_nonzero(~predicted & used)),
        int(np.count_nonzero(~predicted & ~used)),
        float(np.mean((forecast - used) ** 2)),
        in_sample,
    )


def baselines(used: BoolArray) -> tuple[Score, ...]:
    """Return the scores of what needs no model: frequencies of the table, its rows, its columns.

    A cell is predicted used iff the frequency is above one half, and forecast with the frequency.
    The frequencies of rows and columns are taken once with the cell itself and once without it.

    Parameters
    ----------
    used : bool array (activities, arrangements)
    """
    table = np.full(used.shape, float(np.mean(used)))
    found = [("most frequent value", table, True)]
    for axis, name in ((1, "row"), (0, "column")):
        counts = np.sum(used, axis=axis, keepdims=True, dtype=np.float64)
        number = used.shape[axis]
        with_cell = np.broadcast_to(counts / number, used.shape)
        found.append((f"{name} majority, in sample", with_cell, True))
        if number > 1:
            found.append((f"{name} majority, cell left out", (counts - used) / (number - 1), False))
    return tuple(score(name, f, f > 0.5, used, in_sample=known) for name, f, known in found)


@dataclass(frozen=True, slots=True)
class Permutation:
    """How often forecasts do as well when what they are about is permuted at random.

    Attributes
    ----------
    permuted : str
    draws : int
    as_accurate, as_low_brier : float
        Shares of permutations with an accuracy at least as high, a Brier score at most as high.
    """

    permuted: str
    draws: int
    as_accurate: float
    as_low_brier: float

    @property
    def standard_error(self) -> float:
        """Monte Carlo standard error of ``as_accurate``."""
        return sqrt(self.as_accurate * (1 - self.as_accurate) / self.draws)


def permutation(
    forecast: FloatArray,
    predicted: BoolArray,
    used: BoolArray,
    draws: int,
    rng: np.random.Generator,
    *,
    rows: bool,
    columns: bool,
) -> Permutation:
    """Permute the rows, the columns or both of the forecasts and score them again."""
    n, m = used.shape

    def orders(size: int, shuffled: bool) -> NDArray[np.intp]:
        if not shuffled:
            return np.broadcast_to(np.arange(size, dtype=np.intp), (draws, size))
        return np.argsort(rng.random((draws, size)), axis=1)

    index = orders(n, rows)[:, :, None], orders(m, columns)[:, None, :]
    right = cast("NDArray[np.intp]", np.count_nonzero(predicted[index] == used, axis=(1, 2)))
    brier = cast("FloatArray", np.mean((forecast[index] - used) ** 2, axis=(1, 2)))
    observed = np.mean((forecast - used) ** 2)
    return Permutation(
        " and ".join(x for x, done in (("activities", rows), ("arrangements", columns)) if done),
        draws,
        float(np.mean(right >= np.count_nonzero(predicted == used))),
        float(np.mean(brier <= observed + _ROUNDING)),
    )


def rank_agreement(forecast: FloatArray, used: BoolArray) -> float:
    """Return the area under the curve: how often a used cell is forecast above an unused one.

    Ties count one half; one half is chance. NaN if all cells are used, or none.

    Examples
    --------
    >>> rank_agreement(np.array([0.9, 0.2, 0.2]), np.array([True, True, False]))
    0.75
    """
    difference = forecast[used][:, None] - forecast[~used][None, :]
    if not difference.size:
        return float("nan")
    return float(np.mean((difference > 0) + 0.5 * ~(np.abs(difference) > 0)))
