"""Generators of plans: automata over a stage game, fines, and when to part."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import strategies as st

from coopgames.errors import invalid
from coopgames.games import Automaton, ExitPlan, FinePlan, StageGame
from coopgames.games._arrays import profiles
from coopgames.testing._arguments import Exact, Range, exact_argument, size_range
from coopgames.testing.numbers import Edge, multiples, near, payoffs, ratios

__all__ = ["automata", "exit_plans", "fine_plans"]

CHANCES = (1, 2, 10)


def automata(stage: StageGame, states: Range = (1, 4)) -> st.SearchStrategy[Automaton]:
    """Generate public strategy profiles over one stage game, with a next state after any profile.

    Parameters
    ----------
    stage : StageGame
    states : int or pair (smallest, largest), optional
        The states are called ``"s0"``, ``"s1"``, ...; play starts in ``"s0"``.

    Raises
    ------
    InvalidGameError
        If an argument is of another kind.

    Notes
    -----
    Shrinks to few states, first actions, and staying in ``"s0"``.

    Examples
    --------
    >>> from hypothesis import find, settings
    >>> same = settings(derandomize=True, deadline=None)  # the same search each time
    >>> from coopgames.games import prisoners_dilemma
    >>> plans = automata(prisoners_dilemma(3, 2, 0, -1))
    >>> find(plans, lambda plan: len(plan.states) == 2, settings=same)
    Automaton(('s0', 's1'), 's0', {'s0': (0, 0), 's1': (0, 0)}, {'s0': 's0', 's1': 's0'})
    """
    if not isinstance(stage, StageGame):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("stage", stage, "a StageGame")
    return _automata(stage, size_range("states", states, 1))


@st.composite
def _automata(draw: st.DrawFn, stage: StageGame, number: tuple[int, int]) -> Automaton:
    names = [f"s{k}" for k in range(draw(st.integers(*number)))]
    targets = st.sampled_from(names)
    action: dict[str, tuple[int, ...]] = {}
    transition: dict[str, dict[tuple[int, ...], str] | str] = {}
    for name in names:
        action[name] = tuple(draw(st.integers(0, size - 1)) for size in stage.shape)
        table = {profile: draw(targets) for profile in profiles(stage.shape)}
        alike = len(set(table.values())) == 1
        transition[name] = next(iter(table.values())) if alike else table
    return Automaton(names, "s0", action, transition)


def fine_plans(
    minimum: Exact = "1/10", maximum: Exact = 5, *, knife_edges: Iterable[Edge] = ()
) -> st.SearchStrategy[FinePlan]:
    """Generate "contribute; pay the fine when flagged" with fines in a closed range.

    Parameters
    ----------
    minimum, maximum : exact number >= 0, optional
    knife_edges : iterable of exact numbers, AlgebraicNumbers or Enclosures, optional
        Fines at which a claim turns; their neighbours are generated too, as in
        :func:`coopgames.testing.discount_factors`.

    Raises
    ------
    InvalidGameError
        If an argument is no such number, or the range is empty.

    Notes
    -----
    Shrinks to whole numbers, then to halves, the ends of the range, and the knife edges.

    Examples
    --------
    >>> from hypothesis import find, settings
    >>> same = settings(derandomize=True, deadline=None)  # the same search each time
    >>> find(fine_plans(), lambda plan: plan.fine > 1, settings=same)
    FinePlan(fine=Fraction(2, 1))
    """
    low, high = exact_argument("minimum", minimum), exact_argument("maximum", maximum)
    if low < 0:
        raise invalid("minimum", minimum, "a number >= 0")
    if low > high:
        raise invalid("minimum", minimum, f"at most the maximum {high}")
    edges = [x for x in near("knife_edges", knife_edges) if low <= x <= high]
    points = [(x.denominator, x.numerator, x.numerator) for x in (low, high, *edges)]
    return st.builds(FinePlan, ratios([*multiples(low, high, (1, 2)), *points]))


def exit_plans(reports: int = 2) -> st.SearchStrategy[ExitPlan]:
    """Generate "work; after report m go on with this probability".

    Parameters
    ----------
    reports : int >= 2, optional
        Number of different reports. The later the report, the smaller the probability, or the same:
        complaints come last and are not rewarded.

    Raises
    ------
    InvalidGameError
        If ``reports`` is no such number.

    Examples
    --------
    >>> from hypothesis import find, settings
    >>> same = settings(derandomize=True, deadline=None)  # the same search each time
    >>> find(exit_plans(), lambda plan: len(set(plan.continuation)) > 1, settings=same)
    ExitPlan(continuation=(Fraction(1, 1), Fraction(0, 1)))
    """
    if not isinstance(reports, int):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("reports", reports, "an integer >= 2")
    number, _ = size_range("reports", reports, 2)
    return _exit_plans(number)


@st.composite
def _exit_plans(draw: st.DrawFn, reports: int) -> ExitPlan:
    chance = payoffs(0, 1, denominators=CHANCES)
    return ExitPlan(sorted((draw(chance) for _ in range(reports)), reverse=True))
