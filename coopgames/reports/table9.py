"""Table 9: does the model tell which arrangement is used. As coded, not better than baselines do.

The model says which arrangements *can* sustain an activity; the table says which are *used*. So
this is a question of its own, apart from the contrast, and its answer is reported as it is.
"""

from __future__ import annotations

import numpy as np

from coopgames.errors import invalid
from coopgames.institutions import Case
from coopgames.institutions.table9 import ACTIVITY_CODINGS, ARRANGEMENT_CODINGS, Table9
from coopgames.reports.robustness_result import Share
from coopgames.reports.table9_cells import CellModel, Levels
from coopgames.reports.table9_result import Sensitivity, Table9Cell, Table9Score
from coopgames.reports.table9_score import (
    BoolArray,
    FloatArray,
    baselines,
    permutation,
    rank_agreement,
    score,
)
from coopgames.reports.worlds import checked_draws, generator_of

__all__ = ["Sensitivity", "Table9Cell", "Table9Score", "table9_score"]

PERMUTATIONS = 5000

#: What a primitive is set to when the score is redone without it; ``mid`` for the others.
_WITHOUT = {"valuer": "public", "needs": "two", "sanction": "burnt", "size": None}
#: Further recodings, looked at after the score: no sanction, no kin, nothing else at stake.
_ABSENT = ("sanction", "kin_weight", "loss")


def table9_score(
    case: Case,
    draws: int | None = None,
    *,
    rng: np.random.Generator | int | None = None,
    permutations: int = PERMUTATIONS,
) -> Table9Score:
    """Score the model on the table of used arrangements of a case.

    Parameters
    ----------
    case : Case
        With a coded table.
    draws : int, optional
        By default as the table says.
    rng : numpy.random.Generator or int, optional
        A generator, or a seed; by default the seed that the table says.
    permutations : int

    Raises
    ------
    InvalidGameError
        If the case has no such table.

    Notes
    -----
    Model, priors, coding and rule: docs/theory/table9.md; nothing is tuned here. A cell is
    predicted used iff the share of draws in which it is sustained is above the table's threshold.

    Examples
    --------
    >>> import coopgames as cg
    >>> result = table9_score(cg.load_case("wanderley2004"), draws=500, permutations=100)
    >>> result.cell("production", "association").sustained.count
    0
    """
    table = case.table9
    if table is None:
        raise invalid("case", case.name, "a case with a coded table [table9]")
    number = table.draws if draws is None else checked_draws(draws)
    shuffles = checked_draws(permutations, "permutations")
    generator = generator_of(table.seed if rng is None else rng)
    model = CellModel(table, number, generator)
    used = np.array(table.used, dtype=np.bool_)
    counts = _counts(model, {})
    forecast, predicted = _forecast(counts, model)
    shuffled = tuple(
        permutation(forecast, predicted, used, shuffles, generator, rows=rows, columns=columns)
        for rows, columns in ((True, True), (True, False), (False, True))
    )
    return Table9Score(
        table,
        number,
        _cells(table, counts, predicted, number),
        score("model", forecast, predicted, used, in_sample=False),
        baselines(used),
        shuffled,
        rank_agreement(forecast, used),
        _sensitivity(model, predicted, used),
    )


def _counts(model: CellModel, recoded: Levels) -> list[list[int]]:
    """Return the draws in which each cell is sustained, with some primitives recoded everywhere."""

    def levels(coded: Levels) -> dict[str, str]:
        return {what: recoded.get(what, level) for what, level in coded.items()}

    return [
        [
            model.count(row, column, levels(row.levels), levels(column.levels))
            for column in model.table.arrangements
        ]
        for row in model.table.activities
    ]


def _forecast(counts: list[list[int]], model: CellModel) -> tuple[FloatArray, BoolArray]:
    held = np.array(counts, dtype=np.int64)
    # In integers: a share equal to the threshold is not above it.
    limit = model.table.threshold
    predicted = held * limit.denominator > limit.numerator * model.draws
    return held / model.draws, predicted


def _cells(
    table: Table9, counts: list[list[int]], predicted: BoolArray, draws: int
) -> tuple[Table9Cell, ...]:
    return tuple(
        Table9Cell(
            row.name,
            column.name,
            row.letters(column.name),
            table.used[i][j],
            Share(counts[i][j], draws),
            bool(predicted[i, j]),
        )
        for i, row in enumerate(table.activities)
        for j, column in enumerate(table.arrangements)
    )


def _sensitivity(
    model: CellModel, predicted: BoolArray, used: BoolArray
) -> tuple[Sensitivity, ...]:
    recodings = [(x, _WITHOUT.get(x, "mid")) for x in (*ACTIVITY_CODINGS, *ARRANGEMENT_CODINGS)]
    recodings += [(x, "none") for x in _ABSENT if _has_none(model.table, x)]
    found: list[Sensitivity] = []
    for primitive, level in recodings:
        if level is None:
            continue
        forecast, again = _forecast(_counts(model, {primitive: level}), model)
        name = f"{primitive}: all {level}"
        result = score(name, forecast, again, used, in_sample=False)
        flipped = int(np.count_nonzero(again != predicted))
        found.append(Sensitivity(primitive, level, result, flipped))
    return tuple(found)


def _has_none(table: Table9, primitive: str) -> bool:
    if primitive == "sanction":
        return True
    return any(level == "none" for level, _, _ in table.prior(primitive).levels)
