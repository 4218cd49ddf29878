"""Extreme Nash equilibria of two-player games: certificates, other names, oddness."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from hypothesis import assume, event, example, given
from hypothesis import strategies as st

from coopgames.certificates import verify
from coopgames.solvers import Solution, Status
from coopgames.solvers.nash_equilibria import nash_equilibria
from tests.properties._two_players import (
    Scale,
    exchanged,
    matrix,
    reordered,
    scales,
    stage_of,
    twins,
)
from tests.reference.payoff_set_twin import Twin

_PENNIES = Twin(matrix([[1, -1], [-1, 1]]), matrix([[-1, 1], [1, -1]]), Fraction(0))
_EQUAL = Twin(matrix([[2, 2, 2]] * 3), matrix([[5, 5, 5]] * 3), Fraction(0))
#: Delta plays no part in one round.
rounds = twins(most=4, size=4, deltas=(Fraction(0),))


def solved(twin: Twin) -> Solution[Any]:
    return nash_equilibria(stage_of(twin))


def replies(twin: Twin, profile: Sequence[Sequence[Fraction]]) -> tuple[list[Fraction], ...]:
    """Payoffs of each pure action of each player against the other's mixture."""
    x, y = profile
    rows = [sum((p * q for p, q in zip(row, y, strict=True)), Fraction(0)) for row in twin.first]
    columns = [
        sum((p * q for p, q in zip(column, x, strict=True)), Fraction(0))
        for column in zip(*twin.second, strict=True)
    ]
    return rows, columns


def is_equilibrium(twin: Twin, profile: Sequence[Sequence[Fraction]]) -> bool:
    for mixture, values in zip(profile, replies(twin, profile), strict=True):
        if sum(mixture) != 1 or min(mixture) < 0:
            return False
        if any(p > 0 and v < max(values) for p, v in zip(mixture, values, strict=True)):
            return False
    return True


def as_set(
    profiles: Iterable[Sequence[Sequence[Fraction]]],
) -> set[tuple[tuple[Fraction, ...], ...]]:
    return {tuple(tuple(mixture) for mixture in profile) for profile in profiles}


@given(rounds)
@example(_PENNIES)
@example(_EQUAL)
def test_every_answer_is_an_equilibrium_with_an_accepted_certificate(twin: Twin) -> None:
    solution = solved(twin)
    assert solution.status is Status.PROVED
    assert len(solution.value) >= 1  # Nash (1951)
    assert len(as_set(solution.value)) == len(solution.value)
    certificates: Any = solution.diagnostics["certificates"]
    assert len(certificates) == len(solution.value)
    for profile, certificate in zip(solution.value, certificates, strict=True):
        assert is_equilibrium(twin, profile)
        verify(certificate)


@given(rounds)
def test_pure_equilibria_are_among_them(twin: Twin) -> None:
    found = as_set(solved(twin).value)
    sizes = (len(twin.first), len(twin.first[0]))
    for profile in twin.profiles:
        pure = tuple(
            tuple(Fraction(int(a == chosen)) for a in range(size))
            for chosen, size in zip(profile, sizes, strict=True)
        )
        assert (pure in found) == (twin.payoffs(profile) == twin.best_replies(profile))


@given(rounds, scales)
def test_units_and_zeros_of_payoffs_do_not_matter(twin: Twin, scale: Scale) -> None:
    assert solved(scale(twin)).value == solved(twin).value


@given(st.data(), rounds)
def test_the_order_of_actions_does_not_matter(data: st.DataObject, twin: Twin) -> None:
    other, orders = data.draw(reordered(twin))
    moved = [
        tuple(
            tuple(mixture[a] for a in order) for mixture, order in zip(profile, orders, strict=True)
        )
        for profile in solved(twin).value
    ]
    assert as_set(solved(other).value) == as_set(moved)


@given(rounds)
def test_players_may_change_places(twin: Twin) -> None:
    expected = [(y, x) for x, y in solved(twin).value]
    assert as_set(solved(exchanged(twin)).value) == as_set(expected)


@given(twins(most=4, size=50, deltas=(Fraction(0),)))
def test_nondegenerate_games_have_an_odd_number(twin: Twin) -> None:
    # Lemke and Howson (1964): equilibria are the ends of paths, but for one end.
    solution = solved(twin)
    event(f"degenerate={solution.diagnostics['degenerate']}")
    assume(not solution.diagnostics["degenerate"])
    assert len(solution.value) % 2 == 1


@given(rounds)
def test_maximal_subsets_hold_all_and_only_equilibria(twin: Twin) -> None:
    solution = solved(twin)
    subsets: Any = solution.diagnostics["maximal_subsets"]
    pairs = [(x, y) for xs, ys in subsets for x in xs for y in ys]
    assert as_set(pairs) == as_set(solution.value)
    for xs, ys in subsets:
        middle = tuple(
            tuple(sum(column, Fraction(0)) / len(side) for column in zip(*side, strict=True))
            for side in (xs, ys)
        )
        assert is_equilibrium(twin, middle)
