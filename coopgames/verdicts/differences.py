"""Two cases, activity by activity: which of the institutions that differ makes the difference.

A verdict that differs between two places where many things differ says nothing about any one of
them. So the things that differ are changed one at a time, in all orders, and the change at which
the verdict flips is counted: the Shapley value of the changes, in exact fractions (Shapley 1953,
"A value for n-person games").
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from types import MappingProxyType

from coopgames.arithmetic import exact
from coopgames.errors import InvalidGameError, UnsupportedGameError, invalid
from coopgames.institutions import Case
from coopgames.verdicts.activity_difference import ActivityDifference, Share
from coopgames.verdicts.changes import Situation, changes_between, mixed, situation
from coopgames.verdicts.verdict import Judgement, holds_at, threshold_of, verdict

__all__ = ["ActivityDifference", "Differences", "Share", "differences"]


@dataclass(frozen=True, slots=True)
class Differences:
    """Two cases compared.

    Attributes
    ----------
    first, second : Case
    discount_factors : pair of Fraction
        Per period, of the first case and of the second.
    activities : tuple of ActivityDifference
        Those of both cases, in the order of the first.
    left_out : pair of tuples of str
        Activities of the first case alone, of the second alone.
    """

    first: Case
    second: Case
    discount_factors: tuple[Fraction, Fraction]
    activities: tuple[ActivityDifference, ...]
    left_out: tuple[tuple[str, ...], tuple[str, ...]]

    @property
    def differing(self) -> tuple[ActivityDifference, ...]:
        """The activities that one case sustains and the other does not."""
        return tuple(x for x in self.activities if x.differs)

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row per activity and change."""
        rows: list[dict[str, object]] = []
        for x in self.activities:
            shares = {share.change.name: share for share in x.shares}
            for change in x.changes:
                share = shares.get(change.name)
                rows.append(
                    {
                        "activity": x.name,
                        "first_verdict": x.first.word,
                        "second_verdict": x.second.word,
                        "change": change.name,
                        "before": change.before,
                        "after": change.after,
                        "share": None if share is None else share.net,
                        "towards": None if share is None else share.towards,
                        "back": None if share is None else share.back,
                    }
                )
        return rows


def differences(first: Case, second: Case, discount_factor: object = None) -> Differences:
    """Compare two cases, and say which change makes the difference where a verdict differs.

    Each activity that both cases name is judged under the arrangement that applies to it in each.
    Where one is sustained and the other is not, all games between the two are solved.

    Parameters
    ----------
    first, second : Case
        With the same number of periods in a year.
    discount_factor : exact number in (0, 1), optional
        Per period, in both cases. By default each case has its own baseline, and *patience* is one
        of the changes if the two differ.

    Raises
    ------
    InvalidGameError
        If the cases have no activity in common or different periods, or the discount factor is not
        in (0, 1).
    UnsupportedGameError
        If no solver covers a game on the way.

    Notes
    -----
    A share says how often a change is the one that flips the verdict, all orders counted alike. It
    is no causal effect: it is about the games of the model, at the stated stakes. With ``k``
    changes, at most 9, up to ``2**k`` games are solved for each activity whose verdict differs.

    Examples
    --------
    >>> import coopgames as cg
    >>> district = cg.load_case("industrial_district")
    >>> found = differences(cg.load_case("wanderley2004"), district)
    >>> [(x.name, x.first.word, x.second.word) for x in found.activities][:2]
    [('subcontracting', 'never', 'sustained'), ('large_order', 'never', 'sustained')]
    >>> sum(share.net for share in found.activities[0].shares)
    Fraction(1, 1)
    """
    for argument, case in (("first", first), ("second", second)):
        if not isinstance(case, Case):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise invalid(argument, case, "a Case")
    deltas = _discount_factors(first, second, discount_factor)
    _check_periods(first, second)
    names = ([x.name for x in first.activities], [x.name for x in second.activities])
    common = [name for name in names[0] if name in names[1]]
    if not common:
        raise InvalidGameError(
            f"cases: got {first.name} ({', '.join(names[0])}) and {second.name} "
            f"({', '.join(names[1])}), expected an activity of the same name in both"
        )
    left_out = (
        tuple(name for name in names[0] if name not in common),
        tuple(name for name in names[1] if name not in common),
    )
    found = tuple(_difference(first, second, name, deltas) for name in common)
    return Differences(first, second, deltas, found, left_out)


def _discount_factors(
    first: Case, second: Case, discount_factor: object
) -> tuple[Fraction, Fraction]:
    if discount_factor is None:
        return first.baseline, second.baseline
    delta = exact(discount_factor)
    if not 0 < delta < 1:
        raise invalid("discount_factor", discount_factor, "an exact number in (0, 1)")
    return delta, delta


def _check_periods(first: Case, second: Case) -> None:
    """Refuse two clocks: a week's lag or a week's stakes have no exact counterpart in months."""
    if first.periods_per_year != second.periods_per_year:
        periods = [f"{x.name} ({x.periods_per_year} periods a year)" for x in (first, second)]
        raise InvalidGameError(
            f"cases: got {periods[0]} and {periods[1]}, expected the same period in both: a lag "
            "and the stakes of a round cannot be converted exactly; write one case in the other's "
            "period"
        )


def _difference(
    first: Case, second: Case, name: str, deltas: tuple[Fraction, Fraction]
) -> ActivityDifference:
    ends = situation(first, name, deltas[0]), situation(second, name, deltas[1])
    judged = [_judged(case, name, end) for case, end in zip((first, second), ends, strict=True)]
    changes = tuple(changes_between(first, second, ends))
    found = ActivityDifference(name, judged[0], judged[1], ends, changes, MappingProxyType({}))
    if not found.differs:
        return found
    verdicts = {
        frozenset(names): _sustained(ends, names)
        for size in range(len(changes) + 1)
        for names in combinations([x.name for x in changes], size)
    }
    return ActivityDifference(name, judged[0], judged[1], ends, changes, MappingProxyType(verdicts))


def _judged(case: Case, name: str, end: Situation) -> Judgement:
    try:
        return verdict(case.activity(name), end.arrangement, end.discount_factor)
    except UnsupportedGameError as error:
        where = f"{name} under {end.arrangement.name} in {case.name}"
        raise UnsupportedGameError(f"{where}: {error}") from error


def _sustained(ends: tuple[Situation, Situation], names: tuple[str, ...]) -> bool | None:
    game = mixed(*ends, frozenset(names))
    try:
        solution = threshold_of(game.activity, game.arrangement)
    except UnsupportedGameError as error:
        where = f"{game.activity.name} with {', '.join(names) or 'nothing'} changed"
        raise UnsupportedGameError(f"{where}: {error}") from error
    return holds_at(solution, game.discount_factor)
