"""Named games are what their sources say, and refuse numbers that make them another game."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopgames.arithmetic import Arithmetic, parameter
from coopgames.errors import InvalidGameError, MixedArithmeticError, UnsupportedGameError
from coopgames.games import (
    StageGame,
    abreu_sannikov_2014,
    battle_of_the_sexes,
    chicken,
    cournot,
    entry,
    inspection,
    matching_pennies,
    prisoners_dilemma,
    public_goods,
    stag_hunt,
    threshold_public_good,
)
from coopgames.solvers.minmax import minmax
from coopgames.solvers.pure_nash import pure_nash

F = Fraction


def pair(game: StageGame, *profile: int) -> tuple[object, ...]:
    return tuple(game.payoff(i, profile) for i in range(game.num_players))


# ---------------------------------------------------------------- two players


def test_which_profiles_are_equilibria() -> None:
    assert pure_nash(prisoners_dilemma(3, 2, 0, -1)).value == ((1, 1),)
    assert pure_nash(stag_hunt(4, 2, 0)).value == ((0, 0), (1, 1))
    assert pure_nash(chicken(3, 2, 1, 0)).value == ((0, 1), (1, 0))
    assert pure_nash(battle_of_the_sexes(3, 2, 0)).value == ((0, 0), (1, 1))
    assert pure_nash(matching_pennies()).value == ()
    assert pure_nash(inspection(10, 4, 1, 2)).value == ()
    assert pure_nash(entry()).value == ((0, 0), (1, 1))


def test_payoffs_are_where_they_belong() -> None:
    hunt, game = stag_hunt(4, 2, 0), chicken(3, 2, 1, 0)
    assert [pair(hunt, *a) for a in product(range(2), repeat=2)] == [(4, 4), (0, 2), (2, 0), (2, 2)]
    assert [pair(game, *a) for a in product(range(2), repeat=2)] == [(2, 2), (1, 3), (3, 1), (0, 0)]
    sexes = battle_of_the_sexes(3, 2, 0)
    assert [pair(sexes, 0, 0), pair(sexes, 0, 1), pair(sexes, 1, 1)] == [(3, 2), (0, 0), (2, 3)]


def test_the_chain_store_of_selten() -> None:
    game = entry()
    assert pair(game, 0, 0) == (2, 2)
    assert pair(game, 0, 1) == (0, 0)
    assert pair(game, 1, 0) == pair(game, 1, 1) == (1, 5)


def test_the_mixed_equilibrium_of_the_inspection_game() -> None:
    output, wage, effort, check = 10, 4, 1, 2
    game = inspection(output, wage, effort, check)
    inspected, shirked = F(effort, wage), F(check, wage)
    own = [
        game.payoff(0, (a, 0)) * inspected + game.payoff(0, (a, 1)) * (1 - inspected)
        for a in (0, 1)
    ]  # type: ignore[operator]
    other = [
        game.payoff(1, (0, b)) * (1 - shirked) + game.payoff(1, (1, b)) * shirked for b in (0, 1)
    ]  # type: ignore[operator]
    assert own[0] == own[1] == wage - effort
    assert other[0] == other[1]


def test_the_value_of_matching_pennies() -> None:
    assert minmax(matching_pennies("1/3"), mixed=True).value == (0, 0)
    assert minmax(matching_pennies("1/3")).value == (F(1, 3), F(1, 3))


def test_the_example_of_abreu_and_sannikov() -> None:
    game = abreu_sannikov_2014()
    assert pair(game, 1, 0) == (21, 1)
    assert pair(game, 0, 1) == (3, 13)
    assert minmax(game).value == (0, 0)


# ---------------------------------------------------------------- groups


@given(st.integers(2, 6), st.fractions("1/5", 3, max_denominator=6), st.fractions(0, 1))
def test_the_public_goods_game_by_its_definition(n: int, benefit: F, share: F) -> None:
    cost = benefit + (n - 1) * benefit * (share + 1) / 3  # strictly between benefit and n benefit
    game = public_goods(n, benefit, cost)
    for profile in product(range(2), repeat=n):
        given_by = profile.count(0)
        expected = tuple(benefit * given_by - (cost if a == 0 else 0) for a in profile)
        assert pair(game, *profile) == expected
    assert pure_nash(game).value == ((1,) * n,)
    assert minmax(game).value == (0,) * n


@given(st.integers(2, 6), st.data())
def test_the_equilibria_of_the_threshold_game(n: int, data: st.DataObject) -> None:
    threshold = data.draw(st.integers(1, n))
    found = pure_nash(threshold_public_good(n, threshold, 5, 2)).value
    exactly = {a for a in product(range(2), repeat=n) if a.count(0) == threshold}
    nobody = {(1,) * n} if threshold > 1 else set[tuple[int, ...]]()
    assert set(found) == exactly | nobody


def test_a_contribution_is_not_refunded() -> None:
    game = threshold_public_good(3, 2, "5/2", 1)
    assert pair(game, 0, 1, 1) == (-1, 0, 0)
    assert pair(game, 0, 0, 1) == (F(3, 2), F(3, 2), F(5, 2))


def test_the_largest_group_has_a_million_payoffs() -> None:
    game = public_goods(16, "1/2", 1)
    assert sum(map(len, game.cells)) == 16 * 2**16
    assert pure_nash(game).value == ((1,) * 16,)


# ---------------------------------------------------------------- Cournot


@given(st.integers(1, 3), st.lists(st.fractions(0, 9), min_size=1, max_size=4, unique=True))
def test_cournot_by_its_definition(firms: int, quantities: list[F]) -> None:
    game = cournot(quantities, F(11, 2), F(2, 3), F(1, 2), firms)
    assert game.shape == (len(quantities),) * firms
    for profile in product(range(len(quantities)), repeat=firms):
        sold = [quantities[a] for a in profile]
        price = max(F(11, 2) - F(2, 3) * sum(sold), F(0))
        assert pair(game, *profile) == tuple(q * (price - F(1, 2)) for q in sold)


def test_the_equilibrium_quantity_of_cournot() -> None:
    # q = (intercept - cost) / (slope (n + 1)) where it is on the menu.
    game = cournot(range(7), intercept=13, unit_cost=1, firms=3)
    assert (3, 3, 3) in pure_nash(game).value
    assert game.actions[0] == ("0", "1", "2", "3", "4", "5", "6")


# ---------------------------------------------------------------- numbers


def test_floats_and_parameters() -> None:
    assert public_goods(3, 0.5, 1).arithmetic is Arithmetic.FLOAT
    assert threshold_public_good(3, 2, 2.5, 1).payoff(0, (1, 1, 1)) == 0.0
    assert cournot([0.5, 1], 3).arithmetic is Arithmetic.FLOAT
    for build in (
        lambda x: public_goods(3, "1/2", x),
        lambda x: threshold_public_good(3, 2, x, 1),
        lambda x: stag_hunt(x, 2, 0),
        lambda x: chicken(x, 2, 1, 0),
        lambda x: battle_of_the_sexes(x, 1, 0),
        lambda x: matching_pennies(x),
        lambda x: entry(monopoly=x),
        lambda x: inspection(x, 4, 1, 2),
    ):
        assert build(parameter("x", 3, 9)).arithmetic is Arithmetic.SYMBOLIC
    with pytest.raises(UnsupportedGameError, match="cournot: got a parameter"):
        cournot([0, 1], parameter("x", 3, 9))
    with pytest.raises(MixedArithmeticError):
        entry(0.5, "5/2")


BAD: list[tuple[Callable[[], object], str]] = [
    (lambda: stag_hunt(2, 2, 0), "stag, hare, alone: got (2, 2, 0), expected stag > hare > alone"),
    (lambda: chicken(3, 2, 0, 1), "expected temptation > reward > sucker > crash"),
    (lambda: battle_of_the_sexes(1, 2, 0), "expected favourite > other > apart"),
    (lambda: matching_pennies(0), "stake: got 0, expected a number > 0"),
    (lambda: public_goods(1, 1, 2), "n: got 1, expected an integer from 2 to 16"),
    (lambda: public_goods(17, 1, 2), "n: got 17, expected an integer from 2 to 16"),
    (lambda: public_goods(True, 1, 2), "n: got True"),
    (lambda: public_goods(3, 1, 3), "benefit, cost: got (1, 3), expected benefit < cost < 3 *"),
    (lambda: public_goods(3, 1, 1), "benefit < cost"),
    (lambda: public_goods(3, "x", 1), "benefit: got 'x'"),
    (
        lambda: threshold_public_good(3, 0, 2, 1),
        "threshold: got 0, expected an integer from 1 to 3",
    ),
    (lambda: threshold_public_good(3, 4, 2, 1), "threshold: got 4"),
    (lambda: threshold_public_good(3, 1.5, 2, 1), "threshold: got 1.5"),  # type: ignore[arg-type]
    (lambda: threshold_public_good(3, 2, 1, 1), "expected 0 < cost < benefit"),
    (lambda: cournot([], 3), "quantities, firms: got ([], 2)"),
    (lambda: cournot([1], 3, firms=0), "firms: got 0, expected an integer >= 1"),
    (lambda: cournot(range(100), 3, firms=4), "at most 2000000 payoffs"),
    (lambda: cournot([1], 3, firms=10**9), "at most 2000000 payoffs"),
    (lambda: cournot([0, -1], 3), "quantities[1]: got -1, expected a number >= 0"),
    (lambda: cournot([0, "0"], 3), "expected quantities that are all different"),
    (lambda: cournot([0, 1], 0), "intercept: got 0, expected a number > 0"),
    (lambda: cournot([0, 1], 3, slope=-1), "slope: got -1, expected a number > 0"),
    (lambda: cournot([0, 1], 3, unit_cost=-1), "unit_cost: got -1, expected a number >= 0"),
    (lambda: entry(2), "expected shared > outside > fight and monopoly > shared"),
    (lambda: entry(monopoly=2), "monopoly > shared"),
    (lambda: inspection(10, 4, 4, 2), "expected 0 < effort < wage"),
    (lambda: inspection(10, 4, 1, 5), "0 < check < wage"),
    (lambda: inspection(0, 4, 1, 2), "output > 0"),
]


@pytest.mark.parametrize(("build", "words"), BAD)
def test_other_numbers_are_refused(build: Callable[[], object], words: str) -> None:
    with pytest.raises(InvalidGameError) as raised:
        build()
    assert words in str(raised.value)
