"""Penal codes: a strategy for every payoff of an equilibrium set."""

# The corners of a payoff set in the numbers of its own field are for the solvers of this package.
# pyright: reportPrivateUsage=false

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from coopgames.arithmetic import AlgebraicNumber, Arithmetic, FieldElement
from coopgames.arithmetic.grammar import read_exact
from coopgames.errors import InvalidGameError, NotConvergedError, invalid
from coopgames.games import StageGame
from coopgames.games.penal_codes import PenalCode
from coopgames.solvers.lotteries import Chances, exact_lottery, float_lottery
from coopgames.solvers.payoff_set import Origin, PayoffSet
from coopgames.solvers.penal_code_check import check_penal_code
from coopgames.solvers.solution import Solution

__all__ = ["automaton_for", "check_penal_code"]


def automaton_for(payoff_set: PayoffSet, point: Sequence[object]) -> Solution[PenalCode]:
    """Return a strategy that attains a given payoff pair of an equilibrium set, exactly.

    Parameters
    ----------
    payoff_set : PayoffSet
        The ``value`` of :func:`coopgames.equilibrium_payoffs`.
    point : pair of numbers
        Rational, or of the field of the set's irrational vertices (such as the vertices
        themselves); floats only for a set of floats.

    Returns
    -------
    Solution
        The :class:`PenalCode`: its states are the vertices of the set that it needs, its lotteries
        are over at most three of them, and after a deviation play goes to the deviator's worst
        vertex. The certificate has the kind ``penal_code``. In ``diagnostics``: ``"payoffs"`` of
        the code, its continuation ``"values"`` [state][player], the best ``"deviation"``, and the
        ``"vertices"`` (positions in the set) that are the states.

    Raises
    ------
    InvalidGameError
        If the point is not in the set, the set is empty, or it was made by hand.
    MixedArithmeticError
        If the point has floats and the set is exact.
    NotConvergedError
        If a set of floats is too inexact to carry a code.

    Notes
    -----
    A vertex ``c`` of the set is ``(1 - d) g(a) + d w`` with a promise ``w`` in the set, and
    ``w`` is a lottery over vertices, which are states again. O(vertices) for each state.

    References
    ----------
    Abreu (1988) for the punishments, Abreu, Pearce and Stacchetti (1990) for the promises.

    Examples
    --------
    >>> from coopgames.games import RepeatedGame, StageGame
    >>> from coopgames.solvers.equilibrium_payoffs import equilibrium_payoffs
    >>> pd = StageGame.from_rows([[(9, 9), (1, 10)], [(10, 1), (3, 3)]])
    >>> payoffs = equilibrium_payoffs(RepeatedGame(pd, "1/5")).value
    >>> automaton_for(payoffs, (7, 7)).value
    PenalCode([(0, '1/3'), (1, '2/3')], [((1, 1), [(0, 1)]), ((0, 0), [(1, 1)])], [0, 0])
    """
    corners, origin = _corners(payoff_set)
    start = _start(payoff_set, corners, point)
    plan = _Plan(corners, origin, payoff_set._ground.is_float)
    states = plan.closure(start)
    code = plan.code(start, states)
    answer = check_penal_code(origin.game, code)
    _must_hold(answer, payoff_set)
    return Solution(
        code,
        answer.status,
        answer.certificate,
        f"promises of the vertices as lotteries over vertices; {answer.method}",
        answer.arithmetic,
        MappingProxyType({**answer.diagnostics, "vertices": tuple(states)}),
    )


def _corners(payoff_set: PayoffSet) -> tuple[tuple[Any, ...], Origin]:
    if not isinstance(payoff_set, PayoffSet):  # pyright: ignore[reportUnnecessaryIsInstance]
        expected_set = "a PayoffSet, such as the .value of equilibrium_payoffs"
        raise invalid("payoff_set", payoff_set, expected_set)
    if not payoff_set.vertices:
        raise InvalidGameError(
            "payoff_set: got an empty set, expected one with a point: without an equilibrium (in "
            "pure actions, with public lotteries) there is no strategy to give"
        )
    if payoff_set.origin is None:
        raise invalid(
            "payoff_set",
            payoff_set,
            "the .value of equilibrium_payoffs: it knows the game, and the actions that support "
            "each vertex; a set made by hand does not",
        )
    return payoff_set._points, payoff_set.origin


def _start(payoff_set: PayoffSet, corners: Sequence[Any], point: Sequence[object]) -> Chances:
    """Return the point as a lottery over the corners."""
    if isinstance(point, str) or not hasattr(point, "__len__") or len(point) != 2:
        raise invalid("point", point, "a pair of numbers")
    chances: Chances | None
    if not payoff_set.is_exact:
        ground, target = payoff_set._ground.meet(list(point), "point")
        chances, distance = float_lottery(corners, (target[0], target[1]))
        chances = chances if distance <= ground.tolerance else None
    else:
        first, second = (_coordinate(x, payoff_set) for x in point)
        chances = exact_lottery(corners, (first, second))
    if chances is None:
        raise invalid("point", tuple(point), f"a point of {payoff_set!r}")
    return chances


def _coordinate(value: object, payoff_set: PayoffSet) -> Any:
    """Return a user's number as one of the kind that the corners are of."""
    if not isinstance(value, AlgebraicNumber | FieldElement):
        return read_exact(value, "point")
    field = payoff_set._ground.field
    if field is None:
        number = value.number() if isinstance(value, FieldElement) else value
        if isinstance(number, Fraction):
            return number
        raise invalid("point", value, "rational numbers, as the vertices of the payoff set are")
    for vertex, corner in zip(payoff_set.vertices, payoff_set._points, strict=True):
        for user, own in zip(vertex, corner, strict=True):
            if value == user:
                return own  # at once, for the vertices themselves
    try:
        return field.element(value)
    except InvalidGameError:
        expected = f"numbers of the field of {field.root}, as the vertices of the payoff set are"
        raise invalid("point", value, expected) from None


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the vertices of a set promise each other."""

    corners: tuple[Any, ...]
    origin: Origin
    is_float: bool

    def promise(self, k: int) -> Chances:
        """Return the promise that supports a vertex as a lottery over the vertices."""
        game, corner = self.origin.game, self.corners[k]
        delta: Any = game.discount_factor
        if delta == 0:
            return [(k, Fraction(1))]
        assert isinstance(game.stage, StageGame)
        flow: list[Any] = [game.stage.payoff(i, self.origin.profiles[k]) for i in (0, 1)]
        target = tuple((corner[i] - (1 - delta) * flow[i]) / delta for i in (0, 1))
        if self.is_float:
            return float_lottery(self.corners, (target[0], target[1]))[0]
        chances = exact_lottery(self.corners, (target[0], target[1]))
        if chances is None:
            profile = self.origin.profiles[k]
            raise invalid("payoff_set", profile, f"a profile that supports the vertex {k}")
        return chances

    def punishments(self) -> list[int]:
        """Return each player's first worst vertex."""
        columns = [[corner[i] for corner in self.corners] for i in (0, 1)]
        return [column.index(min(column)) for column in columns]

    def closure(self, start: Chances) -> list[int]:
        """Return the vertices that play can reach, in order."""
        waiting = [*(k for k, _ in start), *self.punishments()]
        found: set[int] = set()
        while waiting:
            k = waiting.pop()
            if k not in found:
                found.add(k)
                waiting += [j for j, _ in self.promise(k)]
        irrational = [k for k, corner in enumerate(self.corners) if _is_irrational(corner)]
        if any(_is_irrational((p,)) for _, p in start) and not found.intersection(irrational):
            # The certificate names a field only beside values that are of it.
            return self.closure([*start, (irrational[0], Fraction(1))])
        return sorted(found)

    def code(self, start: Chances, states: Sequence[int]) -> PenalCode:
        """Return the code with these vertices as states."""
        place = {k: s for s, k in enumerate(states)}

        def moved(chances: Chances) -> Chances:
            one: Any = 1 if not self.is_float else 1.0
            return [(place[k], p * one) for k, p in chances]

        listed = [(self.origin.profiles[k], moved(self.promise(k))) for k in states]
        return PenalCode(moved(start), listed, [place[k] for k in self.punishments()])


def _is_irrational(numbers: Sequence[Any]) -> bool:
    return any(isinstance(x, FieldElement) and not x.is_rational for x in numbers)


def _must_hold(answer: Solution[bool], payoff_set: PayoffSet) -> None:
    """Refuse a set whose vertices are not what its origin says."""
    if answer.value:
        return
    if answer.arithmetic is Arithmetic.FLOAT:
        raise NotConvergedError(
            f"payoff_set: {answer.diagnostics['deviation']}, more than the tolerance of floats; "
            "write the game in exact numbers"
        )
    raise invalid("payoff_set", payoff_set, "a set whose profiles support its vertices")
