"""Do two coders see the same thing? Agreement on the codings of the same activities.

Agreement by chance is taken off as Cohen does: each coder is thought to code at random, with the
frequencies that were observed. Let ``o`` be the mean distance between the two codings of an
activity, and ``e`` that between the coding of any activity by the one and of any by the other.
Then kappa is ``1 - o / e``. With the distance 1 between any two different codings it is the kappa
of Cohen (1960), which is the same as ``(p_o - p_e) / (1 - p_e)`` for the shares of equal codings;
with the number of steps between two levels as distance it is his weighted kappa (1968).

Sources: J. Cohen (1960), A coefficient of agreement for nominal scales, Educational and
Psychological Measurement 20, 37-46; J. Cohen (1968), Weighted kappa: nominal scale agreement with
provision for scaled disagreement or partial credit, Psychological Bulletin 70, 213-220.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from coopgames.errors import invalid
from coopgames.institutions.activity import OBSERVED
from coopgames.institutions.case_file import brief
from coopgames.institutions.levels import ATTRIBUTES, LEVELS

if TYPE_CHECKING:
    from coopgames.institutions.activity import Activity
    from coopgames.institutions.case import Case

__all__ = ["Agreement", "AttributeAgreement", "Disagreement", "agreement"]

#: A level, a word, or the number that a coder has given in place of a level.
Coding = str | Fraction | int

#: The codings that have an order, from the one end to the other.
_SCALES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(ATTRIBUTES, LEVELS),
    "valued_by": (),
    "observed": OBSERVED,
}


class AttributeAgreement(NamedTuple):
    """How far two coders agree on one attribute.

    Attributes
    ----------
    attribute : str
    equal : Fraction
        Share of the activities that both code in the same way, in [0, 1].
    kappa : Fraction or None
        Cohen's kappa (1960): 1 for the same codings, 0 for chance. None if both coders give every
        activity the same coding: then chance alone explains the agreement, and nothing is left.
    weighted_kappa : Fraction or None
        With linear weights (Cohen 1968): from "met" to "not" is twice as far as to "partly". None
        also where there is no order: for ``valued_by``, or if a number stands for a level, or a
        coder leaves ``observed`` out.
    """

    attribute: str
    equal: Fraction
    kappa: Fraction | None
    weighted_kappa: Fraction | None


class Disagreement(NamedTuple):
    """An activity that two coders code differently."""

    activity: str
    attribute: str
    first: Coding
    second: Coding


@dataclass(frozen=True, slots=True)
class Agreement:
    """The agreement of two coders, attribute by attribute; see :func:`agreement`.

    Attributes
    ----------
    first, second : str
        Names of the two cases.
    activities : int
        How many activities both have coded.
    attributes : tuple of AttributeAgreement
        The four attributes, then ``valued_by`` and ``observed``.
    disagreements : tuple of Disagreement
        In the order of the first case.
    """

    first: str
    second: str
    activities: int
    attributes: tuple[AttributeAgreement, ...]
    disagreements: tuple[Disagreement, ...]

    def attribute(self, name: str) -> AttributeAgreement:
        """Return the row of an attribute (InvalidGameError lists the names)."""
        for row in self.attributes:
            if row.attribute == name:
                return row
        raise invalid("attribute", name, f"one of {', '.join(_SCALES)}")

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row per attribute, for a data frame."""
        return [row._asdict() for row in self.attributes]

    def __str__(self) -> str:
        count = f"{self.activities} activit{'y' if self.activities == 1 else 'ies'}"
        lines = [f"{self.first} and {self.second}: {count}"]
        lines.append(_line("attribute", "equal", "kappa", "weighted kappa"))
        for row in self.attributes:
            lines.append(_line(row.attribute, *map(_shown, row[1:])))
        lines += [
            f"{x.activity}: {x.attribute} {_word(x.first)} or {_word(x.second)}"
            for x in self.disagreements
        ]
        return "\n".join(lines)


def _line(*cells: str) -> str:
    widths = (14, 18, 18, 18)
    return "".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()


def _shown(value: Fraction | None) -> str:
    """Return a number of the table; the fraction only while it is short enough to be read."""
    if value is None:
        return "undefined"
    text = str(value)
    if value.denominator == 1:
        return text
    decimals = f"{float(value):.3f}"
    return f"{decimals} ({text})" if len(text) <= 8 else decimals


def _word(coding: Coding) -> str:
    return brief(str(coding), quoted=False) or "left out"


def agreement(first: Case, second: Case) -> Agreement:
    """Compare two coders' cases of the same activities.

    Only the codings are compared, as they are written: the four attributes, ``valued_by`` and
    ``observed``. A number in place of a level is a coding of its own, even if a scale gives a level
    the same number. Stakes, scales and arrangements are not compared, nor are verdicts; to see
    which verdicts hang on a disagreement, ask for the verdict of either.

    Parameters
    ----------
    first, second : Case
        Their activities have the same names, in any order.

    Returns
    -------
    Agreement
        Exact numbers, for these activities: how far they would be from those of other activities
        of the kind is not estimated, and with a dozen activities it may be far.

    Raises
    ------
    InvalidGameError
        If an activity is in one case only.

    Examples
    --------
    >>> from coopgames.institutions import load_case
    >>> case = load_case("wanderley2004")
    >>> again = agreement(case, case)
    >>> again.attribute("simplicity")
    AttributeAgreement(attribute='simplicity', equal=Fraction(1, 1), kappa=Fraction(1, 1), \
weighted_kappa=Fraction(1, 1))
    >>> again.disagreements
    ()
    """
    pairs = _pairs(first, second)
    rows: list[AttributeAgreement] = []
    for attribute, scale in _SCALES.items():
        codings = [(_coding(x, attribute), _coding(y, attribute)) for x, y in pairs]
        rows.append(_attribute_agreement(attribute, codings, scale))
    differing = tuple(
        Disagreement(x.name, attribute, _coding(x, attribute), _coding(y, attribute))
        for x, y in pairs
        for attribute in _SCALES
        if _coding(x, attribute) != _coding(y, attribute)
    )
    return Agreement(first.name, second.name, len(pairs), tuple(rows), differing)


def _pairs(first: Case, second: Case) -> list[tuple[Activity, Activity]]:
    """Return each activity with its namesake, or say which has none."""
    theirs = {x.name: x for x in second.activities}
    ours = {x.name for x in first.activities}
    for argument, missing in (
        ("second", [x.name for x in first.activities if x.name not in theirs]),
        ("first", [x for x in theirs if x not in ours]),
    ):
        if missing:
            case = second if argument == "second" else first
            expected = f"the same activities in both cases; it has no {', '.join(missing)}"
            raise invalid(argument, case.name, expected)
    return [(x, theirs[x.name]) for x in first.activities]


def _coding(activity: Activity, attribute: str) -> Coding:
    return getattr(activity, attribute)


def _attribute_agreement(
    attribute: str, codings: list[tuple[Coding, Coding]], scale: tuple[str, ...]
) -> AttributeAgreement:
    equal = Fraction(sum(x == y for x, y in codings), len(codings))
    weighted = None
    if all(x in scale and y in scale for x, y in codings):
        places = {level: k for k, level in enumerate(scale)}
        weighted = _kappa(codings, lambda x, y: abs(places[str(x)] - places[str(y)]))
    return AttributeAgreement(attribute, equal, _kappa(codings, lambda x, y: int(x != y)), weighted)


def _kappa(
    codings: list[tuple[Coding, Coding]], distance: Callable[[Coding, Coding], int]
) -> Fraction | None:
    """Return 1 - o / e, or None if e is 0: if both coders give the same coding throughout.

    Time is linear in the activities, and quadratic in the different codings.
    """
    first, second = Counter(x for x, _ in codings), Counter(y for _, y in codings)
    observed = sum(distance(x, y) for x, y in codings)
    expected = sum(
        times * other * distance(x, y) for x, times in first.items() for y, other in second.items()
    )
    if expected == 0:
        return None
    return 1 - Fraction(observed * len(codings), expected)
