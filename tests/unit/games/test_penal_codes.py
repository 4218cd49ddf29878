from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.vendor.pretty import pretty

from coopgames.arithmetic import Arithmetic, NumberField, nth_root
from coopgames.errors import InvalidGameError, MixedArithmeticError, UnsupportedGameError
from coopgames.games import StageGame, grim_trigger, prisoners_dilemma
from coopgames.games._arrays import profiles
from coopgames.games.penal_codes import SHOWN_STATES, PenalCode

PD = prisoners_dilemma(3, 2, 0, -1)
THREE = StageGame.from_function((2, 2, 3), lambda a, b, c: (a, b, c))
ROOT = NumberField(nth_root(Fraction(2), 2)).generator
HALF = (0, "1/2"), (1, "1/2")
STATES = [((0, 0), HALF), ((1, 1), [(1, 1)])]


def test_it_keeps_fractions_in_the_order_of_the_states() -> None:
    code = PenalCode([(1, "1/3"), (0, Fraction(2, 3))], STATES, (1, 1))
    assert code.start == ((0, Fraction(2, 3)), (1, Fraction(1, 3)))
    assert code.states[0] == ((0, 0), ((0, Fraction(1, 2)), (1, Fraction(1, 2))))
    assert code.lotteries[1] == ((1, Fraction(1)),)
    assert (code.num_players, code.arithmetic, code.field) == (2, Arithmetic.EXACT, None)
    assert not code.is_deterministic


def test_it_prints_as_it_is_built() -> None:
    code = PenalCode([(1, "1/3"), (0, "2/3")], STATES, (1, 1))
    assert eval(repr(code)) == code
    assert hash(eval(repr(code))) == hash(code)
    assert pretty(code) == repr(code)
    many = PenalCode([(0, 1)], [((0, 0), [(0, 1)])] * (SHOWN_STATES + 1), (0, 0))
    assert repr(many) == "PenalCode(<13 states, 2 players>)"


def test_irrational_probabilities_are_of_one_field() -> None:
    code = PenalCode([(0, ROOT - 1), (1, 2 - ROOT)], STATES, (1, 1))
    assert code.field == ROOT.field
    assert code.start[0][1] == ROOT - 1
    assert "theta" in repr(code)
    assert str(code).splitlines() == [
        "start: 0.4142135624 state 0, 0.5857864376 state 1",
        "state 0: actions (0, 0), then 1/2 state 0, 1/2 state 1",
        "state 1: actions (1, 1), then state 1",
        "after a deviation by player 1: state 1; by player 2: state 1",
    ]
    other = NumberField(nth_root(Fraction(3), 2)).generator
    mixed = [((0, 0), [(0, other - 1), (1, 2 - other)]), STATES[1]]
    with pytest.raises(InvalidGameError, match="one number field"):
        PenalCode([(0, ROOT - 1), (1, 2 - ROOT)], mixed, (1, 1))


def test_rational_elements_of_a_field_are_fractions() -> None:
    code = PenalCode([(0, ROOT * ROOT / 4), (1, "1/2")], STATES, (1, 1))
    assert code.field is None
    assert isinstance(code.start[0][1], Fraction)


def test_floats_are_floats_throughout() -> None:
    code = PenalCode([(0, 0.25), (1, 0.75)], [((0, 0), [(0, 1)]), ((1, 1), [(1, 1)])], (1, 1))
    assert code.arithmetic is Arithmetic.FLOAT
    assert all(isinstance(p, float) for lottery in code.lotteries for _, p in lottery)
    PenalCode([(0, 0.1), (1, 0.9 + 1e-13)], [((0, 0), [(0, 1)]), ((1, 1), [(1, 1)])], (1, 1))
    with pytest.raises(MixedArithmeticError, match="1/2 beside floats"):
        PenalCode([(0, 0.25), (1, 0.75)], STATES, (1, 1))


@pytest.mark.parametrize(
    ("start", "states", "punishments", "words"),
    [
        ([(0, 1)], [], (0, 0), "states: got"),
        (0, STATES, (1, 1), "start: got 0, expected a sequence"),
        ([(0, 1)], 5, (1, 1), "states: got 5, expected a sequence"),
        ([(0, 1)], STATES, 1, "punishments: got 1, expected a sequence"),
        ([0], STATES, (1, 1), r"start: got 0, expected a pair \(state, probability\)"),
        ([(0, 1)], [((0, 0),)], (0, 0), r"states\[0\]: got .* expected a pair \(profile, lottery"),
        ([(2, 1)], STATES, (1, 1), "start: got 2, expected a state, an index below 2"),
        ([(-1, 1)], STATES, (1, 1), "start: got -1"),
        ([(True, 1)], STATES, (1, 1), "start: got True"),
        ([("0", 1)], STATES, (1, 1), "start: got '0'"),
        ([(0, "1/2"), (0, "1/2")], STATES, (1, 1), "start: .*at most once"),
        ([(0, 1), (1, 0)], STATES, (1, 1), "start: .*positive probabilities"),
        ([(0, "3/2"), (1, "-1/2")], STATES, (1, 1), "start: .*positive probabilities"),
        ([(0, "1/2")], STATES, (1, 1), "sum to 1"),
        ([], STATES, (1, 1), "sum to 1"),
        ([(0, 0.5), (1, 0.5 + 1e-8)], [((0, 0), [(0, 1)]), STATES[1]], (1, 1), "sum to 1"),
        ([(0, float("nan"))], STATES, (1, 1), "start: got nan"),
        ([(0, "one")], STATES, (1, 1), "start: got 'one'"),
        ([(0, nth_root(Fraction(1, 2), 2))], STATES, (1, 1), "elements of one NumberField"),
        ([(0, 1)], STATES, (1, 2), r"punishments\[1\]: got 2"),
        ([(0, 1)], STATES, (1,), "punishments: .*two or more players"),
        ([(0, 1)], [((0,), [(0, 1)])], (0, 0), r"states\[0\]: got \(0,\), expected a profile of 2"),
        ([(0, 1)], [((0, -1), [(0, 1)])], (0, 0), "each >= 0"),
        ([(0, 1)], [((0, "1"), [(0, 1)])], (0, 0), "each >= 0"),
        ([(0, 1)], [(7, [(0, 1)])], (0, 0), r"states\[0\]: got 7"),
    ],
)
def test_what_is_no_code_is_refused(start: Any, states: Any, punishments: Any, words: str) -> None:
    with pytest.raises(InvalidGameError, match=words):
        PenalCode(start, states, punishments)


def test_an_automaton_says_the_same() -> None:
    code = PenalCode([(0, 1)], [((0, 0), [(0, 1)]), ((1, 1), [(1, 1)])], (1, 1))
    mine, grim = code.automaton(PD), grim_trigger(PD, (0, 0), (1, 1))
    assert mine.tables(PD) == grim.tables(PD)


def test_each_deviator_has_his_own_punishment() -> None:
    chain = [((0, 0, 0), [(0, 1)]), ((1, 1, 2), [(0, 1)]), ((1, 0, 1), [(2, 1)])]
    plan = PenalCode([(1, 1)], chain, (2, 1, 0)).automaton(THREE)
    assert plan.start == "state 1"
    prescribed = (1, 1, 2)
    for profile in profiles(THREE.shape):
        deviators = [i for i in range(3) if profile[i] != prescribed[i]]
        if not deviators:
            expected = "state 0"
        elif len(deviators) == 1:
            expected = f"state {(2, 1, 0)[deviators[0]]}"
        else:
            expected = "state 2"  # several at once: the punishment of the first player
        assert plan.next_state("state 1", profile) == expected


def test_lotteries_make_no_automaton() -> None:
    with pytest.raises(UnsupportedGameError, match="expected one state in each lottery"):
        PenalCode([(0, 1)], STATES, (1, 1)).automaton(PD)
    with pytest.raises(UnsupportedGameError, match="1/2"):
        PenalCode(HALF, [((0, 0), [(0, 1)]), STATES[1]], (1, 1)).automaton(PD)


def test_the_stage_game_must_have_the_players_and_actions() -> None:
    code = PenalCode([(0, 1)], [((0, 2), [(0, 1)])], (0, 0))
    with pytest.raises(InvalidGameError, match=r"states\[0\]: got \(0, 2\), expected action ind"):
        code.automaton(PD)
    with pytest.raises(InvalidGameError, match="a game of 2 players"):
        code.automaton(THREE)


def test_rows_say_who_is_punished_where() -> None:
    code = PenalCode([(0, 1)], STATES, (1, 0))
    assert code.to_rows() == [
        {
            "state": 0,
            "profile": (0, 0),
            "lottery": ((0, Fraction(1, 2)), (1, Fraction(1, 2))),
            "start": 1,
            "punishes": (1,),
        },
        {"state": 1, "profile": (1, 1), "lottery": ((1, 1),), "start": 0, "punishes": (0,)},
    ]


@given(st.lists(st.integers(1, 50), min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_any_lottery_of_fractions_is_read(weights: list[int], shuffler: Any) -> None:
    total = sum(weights)
    lottery = [(k, Fraction(w, total)) for k, w in enumerate(weights)]
    mixed = list(lottery)
    shuffler.shuffle(mixed)
    code = PenalCode(mixed, [((0, 0), mixed)] * len(weights), (0, 0))
    assert list(code.start) == lottery
    assert eval(repr(code)) == code
    short = [(0, lottery[0][1] - Fraction(1, 60)), *lottery[1:]]
    with pytest.raises(InvalidGameError, match="sum to 1|positive"):
        PenalCode(short, [((0, 0), mixed)] * len(weights), (0, 0))
