"""The contrast: every activity of a case under every arrangement, beside what was observed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Literal

from coopgames.arithmetic import exact
from coopgames.errors import InvalidGameError, UnsupportedGameError, invalid
from coopgames.institutions import Activity, Arrangement, Case
from coopgames.reports.commentary import second_look
from coopgames.verdicts import Judgement, WitnessTest, verdict, witness_test

__all__ = ["Comparison", "Contrast", "contrast"]

OnStep = Callable[[int, int, str], None]
Agreement = Literal["agrees", "disagrees", "undecided", "nothing observed", "no column"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """An activity in the column that applies to it, beside what the source reports.

    Attributes
    ----------
    activity : Activity
    verdict : Judgement or None
        Under the arrangement that applies; None if the case names none.
    """

    activity: Activity
    verdict: Judgement | None

    @property
    def agreement(self) -> Agreement:
        """Whether model and source agree.

        ``cooperation`` agrees with sustained, ``none`` with not sustained, and ``occasional`` with
        not sustained here but from some discount factor below 1 on.
        """
        if not self.activity.observed:
            return "nothing observed"
        if self.verdict is None:
            return "no column"
        sustained = self.verdict.sustained
        if sustained is None:
            return "undecided"
        if self.activity.observed == "cooperation":
            agrees = sustained
        elif self.activity.observed == "none":
            agrees = not sustained
        else:
            if not sustained and self.verdict.threshold is None and self.verdict.word != "never":
                return "undecided"
            agrees = self.verdict.word == "not sustained"
        return "agrees" if agrees else "disagrees"


@dataclass(frozen=True, slots=True)
class Contrast:
    """All verdicts of a case at one discount factor.

    Attributes
    ----------
    case : Case
    discount_factor : Fraction
        Per period.
    cells : tuple of Judgement
        By activity, then by arrangement, in the orders of the case.
    comparisons : tuple of Comparison
        One per activity.
    witness_tests : mapping of activity name to WitnessTest
        The collusion test of the flags, for sustained activities that members value.
    second_look : tuple of Judgement
        One activity under all arrangements at another discount factor; usually empty.
    """

    case: Case
    discount_factor: Fraction
    cells: tuple[Judgement, ...]
    comparisons: tuple[Comparison, ...]
    witness_tests: Mapping[str, WitnessTest]
    second_look: tuple[Judgement, ...] = ()

    @property
    def arrangements(self) -> tuple[Arrangement, ...]:
        """The columns, in order."""
        return tuple(self.case.arrangement(name) for name in self.case.columns.order)

    @property
    def applicable(self) -> dict[str, str]:
        """The arrangement that applies to each activity, by name."""
        return {
            x.activity.name: x.verdict.arrangement.name
            for x in self.comparisons
            if x.verdict is not None
        }

    def cell(self, activity: str, arrangement: str) -> Judgement:
        """Return one verdict.

        Raises
        ------
        InvalidGameError
            If there is no such activity or column.
        """
        for x in self.cells:
            if (x.activity.name, x.arrangement.name) == (activity, arrangement):
                return x
        columns = ", ".join(self.case.columns.order)
        raise invalid("cell", (activity, arrangement), f"an activity and one of {columns}")

    def valued_by(self, who: Literal["members", "partner"]) -> tuple[Judgement, ...]:
        """Return the verdicts that apply to what members, or only a partner, can value."""
        return tuple(
            x.verdict
            for x in self.comparisons
            if x.verdict is not None and x.activity.valued_by == who
        )

    def compared(self, agreement: Agreement) -> tuple[Comparison, ...]:
        """Return the comparisons with that outcome."""
        return tuple(x for x in self.comparisons if x.agreement == agreement)


def contrast(
    case: Case, discount_factor: object = None, *, on_step: OnStep | None = None
) -> Contrast:
    """Solve every activity of a case under every arrangement.

    Parameters
    ----------
    case : Case
    discount_factor : exact number in (0, 1), optional
        Per period; by default the baseline of the case.
    on_step : callable (done, total, what), optional
        Called before each activity and arrangement is solved.

    Raises
    ------
    InvalidGameError
        If the discount factor is not an exact number in (0, 1).
    UnsupportedGameError
        If no solver covers an arrangement; the message names the activity and the arrangement.

    Examples
    --------
    >>> import coopgames as cg
    >>> case = cg.load_case("wanderley2004")
    >>> from dataclasses import replace
    >>> small = replace(case, activities=(case.activity("faena"), case.activity("subcontracting")))
    >>> result = contrast(small)
    >>> [x.word for x in result.valued_by("members")], [x.word for x in result.valued_by("partner")]
    (['sustained'], ['never'])
    >>> [x.agreement for x in result.comparisons]
    ['agrees', 'agrees']
    """
    delta = case.baseline if discount_factor is None else exact(discount_factor)
    if not 0 < delta < 1:
        raise invalid("discount_factor", discount_factor, "an exact number in (0, 1)")
    order = [case.arrangement(name) for name in case.columns.order]
    pairs = [(activity, arrangement) for activity in case.activities for arrangement in order]
    cells: dict[tuple[str, str], Judgement] = {}
    for number, (activity, arrangement) in enumerate(pairs):
        if on_step is not None:
            on_step(number, len(pairs), f"{activity.name}, {arrangement.name}")
        cells[activity.name, arrangement.name] = _solved(activity, arrangement, delta)
    comparisons = tuple(_comparison(case, x, cells, delta) for x in case.activities)
    tests = {
        x.activity.name: test
        for x in comparisons
        if x.verdict is not None and (test := _tested(x.verdict)) is not None
    }
    return Contrast(
        case,
        delta,
        tuple(cells.values()),
        comparisons,
        MappingProxyType(tests),
        _second_look(case, order, delta),
    )


def _solved(activity: Activity, arrangement: Arrangement, delta: Fraction) -> Judgement:
    try:
        return verdict(activity, arrangement, delta)
    except UnsupportedGameError as error:
        where = f"{activity.name} under {arrangement.name}"
        raise UnsupportedGameError(f"{where}: {error}") from error


def _comparison(
    case: Case, activity: Activity, cells: Mapping[tuple[str, str], Judgement], delta: Fraction
) -> Comparison:
    try:
        arrangement = case.column_for(activity)
    except InvalidGameError:  # a case built in Python may name no column for some activity
        return Comparison(activity, None)
    found = cells.get((activity.name, arrangement.name))
    return Comparison(activity, found or _solved(activity, arrangement, delta))


def _tested(answer: Judgement) -> WitnessTest | None:
    """Return the collusion test of an association's flags, where there are witnesses and a fine."""
    activity, arrangement = answer.activity, answer.arrangement
    if not answer.sustained or arrangement.observers != "members":
        return None
    if not isinstance(activity.members, int) or activity.members < 3:
        return None  # with two members the only witness is the other party
    try:
        return witness_test(activity, arrangement, answer.discount_factor)
    except UnsupportedGameError:  # promises and the like: no flat fine whose witnesses could lie
        return None


def _second_look(
    case: Case, arrangements: list[Arrangement], delta: Fraction
) -> tuple[Judgement, ...]:
    look = second_look(case)
    if look is None or look[1] == delta:
        return ()
    return tuple(_solved(look[0], arrangement, look[1]) for arrangement in arrangements)
