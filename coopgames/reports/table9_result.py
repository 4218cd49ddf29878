"""The score of the model on Table 9, and what may be said of it."""

from __future__ import annotations

from dataclasses import dataclass

from coopgames.errors import invalid
from coopgames.institutions.table9 import Table9
from coopgames.reports.robustness_result import Share
from coopgames.reports.table9_score import Permutation, Score

__all__ = ["Sensitivity", "Table9Cell", "Table9Score"]


@dataclass(frozen=True, slots=True)
class Table9Cell:
    """One activity under one arrangement.

    Attributes
    ----------
    activity, arrangement, letters : str
        Names, and what is printed in the cell (empty: not used).
    used : bool
    sustained : Share
        Of the prior draws. It is no calibrated probability that the cell is used.
    predicted : bool
        Whether the share is above the threshold.
    """

    activity: str
    arrangement: str
    letters: str
    used: bool
    sustained: Share
    predicted: bool

    @property
    def disagreement(self) -> str:
        """How model and table disagree; empty if they do not."""
        if self.predicted == self.used:
            return ""
        return "sustainable, not used" if self.predicted else "used, not sustainable in the model"


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """The score when one primitive is taken out.

    Attributes
    ----------
    primitive, level : str
        What is recoded, and to what everywhere.
    score : Score
    flipped : int
        Predictions that change.
    """

    primitive: str
    level: str
    score: Score
    flipped: int


@dataclass(frozen=True, slots=True)
class Table9Score:
    """The score of the model on a table of used arrangements.

    Attributes
    ----------
    table : Table9
    draws : int
    cells : tuple of Table9Cell
        By activity, then by arrangement.
    model : Score
    baselines : tuple of Score
    permutations : tuple of Permutation
    rank_agreement : float
        Area under the curve.
    sensitivity : tuple of Sensitivity
    """

    table: Table9
    draws: int
    cells: tuple[Table9Cell, ...]
    model: Score
    baselines: tuple[Score, ...]
    permutations: tuple[Permutation, ...]
    rank_agreement: float
    sensitivity: tuple[Sensitivity, ...]

    @property
    def disagreements(self) -> tuple[Table9Cell, ...]:
        """The cells that are predicted wrongly: first the sustainable ones that are not used."""
        wrong = [x for x in self.cells if x.disagreement]
        return tuple(sorted(wrong, key=lambda x: x.used))

    def cell(self, activity: str, arrangement: str) -> Table9Cell:
        """Return one cell (InvalidGameError if there is none)."""
        for x in self.cells:
            if (x.activity, x.arrangement) == (activity, arrangement):
                return x
        raise invalid("cell", (activity, arrangement), "an activity and an arrangement of Table 9")

    @property
    def not_beaten(self) -> tuple[Score, ...]:
        """The baselines whose accuracy is at least the model's."""
        return tuple(x for x in self.baselines if x.right >= self.model.right)

    @property
    def summary(self) -> str:
        """What the score says, and what it does not, in a paragraph."""
        return " ".join(_sentences(self))

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row per cell."""
        return [
            {
                "activity": x.activity,
                "arrangement": x.arrangement,
                "printed": x.letters,
                "used": x.used,
                "share": x.sustained.value,
                "standard_error": x.sustained.standard_error,
                "predicted": x.predicted,
                "disagreement": x.disagreement,
            }
            for x in self.cells
        ]

    def score_rows(self) -> list[dict[str, object]]:
        """Return one row for the model, per baseline and per recoding."""
        named = [
            (self.model.name, self.model, 0),
            *((x.name, x, None) for x in self.baselines),
            *((f"{x.primitive}: all {x.level}", x.score, x.flipped) for x in self.sensitivity),
        ]
        return [
            {
                "forecast": name,
                "accuracy": x.accuracy,
                "balanced_accuracy": x.balanced,
                "brier": x.brier,
                "true_positive": x.true_positive,
                "false_positive": x.false_positive,
                "false_negative": x.false_negative,
                "true_negative": x.true_negative,
                "flipped": flipped,
            }
            for name, x, flipped in named
        ]


def _sentences(result: Table9Score) -> list[str]:
    model, table = result.model, result.table
    constant = result.baselines[0]
    known = [x for x in result.baselines[1:] if x.in_sample]
    both, activities, arrangements = result.permutations
    against = " and ".join(
        f"{x.accuracy:.2f} for {x.name.removesuffix(', in sample').replace('ity', 'ities')}"
        for x in known
    )
    verdict = (
        "As coded, it does not do better than simple baselines"
        if result.not_beaten
        else "As coded, it does better than these baselines"
    )
    worse = "worse" if model.brier > constant.brier else "better"
    text = [
        f"The table says which of {len(table.arrangements)} arrangements is used for each of "
        f"{len(table.activities)} activities; the model says only which can sustain it. {verdict}: "
        f"{model.right} of {model.cells} cells, accuracy {model.accuracy:.2f} (balanced "
        f"{model.balanced:.2f}), against {constant.accuracy:.2f} for a constant and, in "
        f"sample, {against}.",
        f"As forecasts its shares of draws are {worse} than a constant (Brier score "
        f"{model.brier:.3f} against {constant.brier:.3f}).",
        f"Permuted at random, the predictions do as well in {both.as_accurate:.1%} of the cases; "
        f"{activities.as_accurate:.1%} when only activities are permuted, "
        f"{arrangements.as_accurate:.1%} when only arrangements are.",
    ]
    if table.coder_knew_the_table:
        text.append(
            f"The coder had read the table, and {table.free_choices} coded levels and interval "
            f"ends stand against {model.cells} cells: the score measures whether the model can "
            "express the table, it is no prediction out of sample."
        )
    text.append("It is not evidence that the model explains the table.")
    return text
