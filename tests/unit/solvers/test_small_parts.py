"""Receipts, coalitions, simplest fractions, intervals, pending acts: each against a second way."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise, product

import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from coopgames.arithmetic import AlgebraicNumber, Enclosure, nth_root, parameter
from coopgames.errors import InvalidGameError, UnsupportedGameError
from coopgames.games import (
    AnonymousGame,
    AttributedSignals,
    Exclusion,
    Fine,
    LinearPublicGood,
    RepeatedGame,
)
from coopgames.solvers import Interval, LinearProgram, Row, critical_value, solve_lp
from coopgames.solvers.family import beta_form, domain_of
from coopgames.solvers.intervals import Cell, between, union_of_intervals
from coopgames.solvers.overlapping import overlapping_rounds_threshold
from coopgames.solvers.receipts import binomial_law, expected_receipts
from coopgames.solvers.simplest import simplest_between
from coopgames.solvers.sustaining import interpolate, sustaining_cells
from coopgames.solvers.witnesses import WitnessPanel, profitable_coalitions
from tests.reference import coalitions
from tests.reference.flag_profiles import Association

rates = st.fractions(0, 1, max_denominator=12)


@given(st.integers(2, 6), rates, rates, st.sampled_from(("burnt", "treasury", "unflagged")))
def test_receipts_by_counts_against_all_flag_profiles(
    n: int, alpha: Fraction, eta: Fraction, rule: str
) -> None:
    one = Fraction(1)
    twin = Association(n, one, one, one, alpha, eta, rule)
    receipts = expected_receipts(rule, n, alpha, eta)  # type: ignore[arg-type]
    assert receipts.contribute == twin.expected_receipt(None)
    assert receipts.spread == twin.expected_receipt(None) - twin.expected_receipt(0)


@given(st.integers(1, 6), rates, st.fractions(0, Fraction(1, 4), max_denominator=50), rates)
def test_enclosed_laws_enclose(n: int, low: Fraction, width: Fraction, share: Fraction) -> None:
    if low + width > 1:
        return
    outer = binomial_law(n, Enclosure(low, low + width))
    inner = binomial_law(n, low + share * width)
    for enclosure, exact in zip(outer, inner, strict=True):
        lower, upper = (
            (enclosure.lower, enclosure.upper)
            if isinstance(enclosure, Enclosure)
            else (enclosure, enclosure)
        )
        assert lower <= exact <= upper  # type: ignore[operator]


def test_a_law_in_a_parameter() -> None:
    p = parameter("p", 0, 1)
    law = binomial_law(3, p)
    assert [x.at("1/3") for x in law] == binomial_law(3, Fraction(1, 3))  # type: ignore[union-attr]


@given(
    st.integers(2, 5).flatmap(lambda n: st.tuples(st.just(n), st.integers(1, n - 1))),
    st.fractions(0, 3, max_denominator=6),
    st.sampled_from(("burnt", "shared")),
    st.fractions(0, 3, max_denominator=6),
)
def test_coalitions_by_composition_against_every_subset_and_misreport(
    sizes: tuple[int, int], fine: Fraction, recipient: str, penalty: Fraction
) -> None:
    n, w = sizes
    panel = WitnessPanel(n, w, fine, recipient, penalty)  # type: ignore[arg-type]
    by_kind: dict[tuple[int, int, bool], list[Fraction]] = {}
    for members, gain in coalitions.gains(n, w, fine, recipient, penalty).items():
        kind = len(members), sum(1 <= m <= w for m in members), 0 in members
        by_kind.setdefault(kind, []).append(gain)
    found = {
        (c.size, c.witnesses, c.includes_accused): (c.count, c.gain)
        for c in profitable_coalitions(panel)
    }
    assert found == {kind: (len(g), max(g)) for kind, g in by_kind.items()}
    assert all(min(g) == max(g) for g in by_kind.values())


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ((4, 0, 1, "burnt", 1), "witnesses: got 0"),
        ((4, 4, 1, "burnt", 1), "witnesses: got 4"),
        ((4, 2, 1, "church", 1), "recipient: got 'church'"),
        ((4, 2, -1, "burnt", 1), "fine: got"),
        ((4, 2, 1, "burnt", -1), "disagreement_penalty: got"),
        ((4, 2, "x", "burnt", 1), "fine: got 'x'"),
    ],
)
def test_panels_that_make_no_sense(arguments: tuple[object, ...], text: str) -> None:
    with pytest.raises(InvalidGameError, match=text):
        WitnessPanel(*arguments)  # type: ignore[arg-type]


fractions = st.fractions(-3, 3, max_denominator=30)


@given(fractions, fractions)
def test_the_simplest_fraction_against_all_small_denominators(x: Fraction, y: Fraction) -> None:
    low, high = sorted((x, y))
    found = simplest_between(low, high)
    assert low <= found <= high
    for q in range(1, found.denominator):
        assert -(-low.numerator * q // low.denominator) > high * q


def test_an_empty_interval_has_no_simplest_fraction() -> None:
    with pytest.raises(InvalidGameError, match="lower"):
        simplest_between(Fraction(1), Fraction(0))


@given(fractions, fractions, st.fractions(Fraction(1, 64), Fraction(63, 64), max_denominator=64))
def test_a_point_between_two_ends(x: Fraction, y: Fraction, share: Fraction) -> None:
    if x != y:
        low, high = sorted((x, y))
        assert low < between(low, high, share) < high


def test_a_point_between_algebraic_ends_that_are_close() -> None:
    root = nth_root(Fraction(1, 2), 2)
    assert isinstance(root, AlgebraicNumber)
    near = root.refine(100)[1]
    assert root < between(root, near) < near
    assert near > between(root, near) > root


def tiling(verdicts: str) -> list[Cell]:
    """Cells with the given verdicts at 0, 1, 2, ...: open cell, point, open cell, ..."""
    ends = [Fraction(k) for k in range(len(verdicts) + 1)]
    return [
        Cell(ends[k // 2 + k % 2], ends[k // 2 + 1], v == "+", None) for k, v in enumerate(verdicts)
    ]


@given(
    st.integers(0, 4).flatmap(
        lambda k: st.lists(st.booleans(), min_size=2 * k + 1, max_size=2 * k + 1)
    )
)
def test_intervals_contain_what_the_cells_contain(verdicts: list[bool]) -> None:
    cells = tiling("".join("+" if v else "-" for v in verdicts))
    intervals = union_of_intervals(cells)
    for cell in cells:
        x = (cell.lower + cell.upper) / 2  # type: ignore[operator]
        assert any(x in interval for interval in intervals) == cell.sustained
    for first, second in pairwise(intervals):
        assert first.upper <= second.lower
        assert not (first.upper_closed and second.lower_closed and first.upper == second.lower)


def test_intervals_print_their_brackets() -> None:
    assert str(Interval(Fraction(1, 7), Fraction(1), True, False)) == "[1/7, 1)"
    assert str(Interval(Fraction(0), Fraction(1, 2), False, True)) == "(0, 1/2]"


@given(st.lists(st.integers(-5, 5), min_size=1, max_size=6))
def test_interpolation_finds_the_polynomial(coefficients: list[int]) -> None:
    nodes = [fmpq(k) for k in range(len(coefficients) + 2)]
    values = [sum((fmpq(c) * x**i for i, c in enumerate(coefficients)), fmpq(0)) for x in nodes]
    polynomial = interpolate(nodes, values)
    trimmed = list(coefficients)
    while trimmed and trimmed[-1] == 0:
        trimmed.pop()
    assert polynomial.coeffs() == [fmpq(c) for c in trimmed]


def deviator_gain(
    kappa: Fraction, v: Fraction, detection: Fraction, lag: int, delta: Fraction, rounds: int
) -> Fraction:
    """Best gain over all plans that shirk only in the first ``rounds`` rounds, one by one."""
    best = Fraction(0)
    for plan in product((0, 1), repeat=rounds):
        total, member = Fraction(0), Fraction(1)
        for t in range(rounds + lag):
            if t >= lag and plan[t - lag]:
                member *= 1 - detection
            shirks = plan[t] if t < rounds else 0
            total += delta**t * member * (v + kappa * shirks)
        total += delta ** (rounds + lag) * member * v / (1 - delta)
        best = max(best, total - v / (1 - delta))
    return best


positive = st.fractions(Fraction(1, 4), 3, max_denominator=4)


@settings(max_examples=20)
@given(positive, positive, st.fractions(Fraction(1, 4), 1, max_denominator=4), st.integers(1, 3))
def test_pending_acts_against_plans_one_by_one(
    kappa: Fraction, v: Fraction, detection: Fraction, lag: int
) -> None:
    threshold = overlapping_rounds_threshold(kappa, v, detection, lag).value
    assert threshold is not None
    low, high = (
        threshold.refine(128) if isinstance(threshold, AlgebraicNumber) else (threshold,) * 2
    )
    # At the threshold no finite plan gains; clearly below it a long enough one does.
    assert deviator_gain(kappa, v, detection, lag, high, 5) <= Fraction(1, 10**20)
    assert deviator_gain(kappa, v, detection, lag, low * Fraction(3, 4), 8) > 0


def test_known_thresholds_with_pending_acts() -> None:
    assert overlapping_rounds_threshold("1/2", 1, 1, 2).value == nth_root(Fraction(1, 3), 2)
    assert float(overlapping_rounds_threshold("1/2", "6/5", "3/5", 3).value) == pytest.approx(  # type: ignore[arg-type]
        0.705922, abs=1e-6
    )


@pytest.mark.parametrize(
    ("arguments", "error", "text"),
    [
        ((0, 1, 1, 1), InvalidGameError, "gain: got"),
        ((1, -1, 1, 1), InvalidGameError, "value: got"),
        ((1, 1, 2, 1), InvalidGameError, "detection: got"),
        (("x", 1, 1, 1), InvalidGameError, "gain: got 'x'"),
        ((1, 1, 1, 0), UnsupportedGameError, "lag: got 0"),
        ((1, 1, 1, 99), UnsupportedGameError, "lag: got 99"),
    ],
)
def test_pending_acts_that_make_no_sense(
    arguments: tuple[object, ...], error: type[Exception], text: str
) -> None:
    with pytest.raises(error, match=text):
        overlapping_rounds_threshold(*arguments)  # type: ignore[arg-type]


# --- programs ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("build", "text"),
    [
        (lambda: Row((1,), "<", 1), "relation: got '<'"),  # type: ignore[arg-type]
        (lambda: Row(("x",), "<=", 1), "'x'"),  # type: ignore[arg-type]
        (lambda: LinearProgram([1], [Row((1, 2), "<=", 1, "budget")]), "row 'budget'"),  # type: ignore[arg-type]
        (lambda: LinearProgram([1], [], free=[1]), "free: got"),
    ],
)
def test_programs_that_make_no_sense(build: object, text: str) -> None:
    with pytest.raises(InvalidGameError, match=text):
        build()  # type: ignore[operator]


def test_programs_are_rational_or_refused() -> None:
    for objective in ([1.5], [parameter("x", 0, 1)]):
        with pytest.raises(UnsupportedGameError, match="rational numbers only"):
            solve_lp(LinearProgram(objective, [Row((1,), "<=", 1)]))  # type: ignore[arg-type]


def test_programs_without_rows_or_variables() -> None:
    assert solve_lp(LinearProgram([1], [])).status == "unbounded"
    assert solve_lp(LinearProgram([-1], [])).value == 0
    assert solve_lp(LinearProgram([], [Row((), "<=", -1)])).status == "infeasible"
    assert solve_lp(LinearProgram([-1], [], free=[0])).status == "unbounded"


def test_beales_cycling_program_ends() -> None:
    rows = [
        Row(("1/4", -60, "-1/25", 9), "<=", 0),  # type: ignore[arg-type]
        Row(("1/2", -90, "-1/50", 3), "<=", 0),  # type: ignore[arg-type]
        Row((0, 0, 1, 0), "<=", 1),  # type: ignore[arg-type]
    ]
    assert solve_lp(LinearProgram(["3/4", -150, "1/50", -6], rows)).value == Fraction(1, 20)


def test_families_that_are_no_families() -> None:
    t = parameter("t", 0, 1)
    unbounded = LinearProgram([t], [Row((-1,), "<=", 1)])  # type: ignore[arg-type]
    with pytest.raises(UnsupportedGameError, match="unbounded"):
        sustaining_cells(unbounded, Fraction(0), Fraction(1))
    infeasible = LinearProgram([t], [Row((1,), "<=", -1)])  # type: ignore[arg-type]
    with pytest.raises(UnsupportedGameError, match="infeasible"):
        sustaining_cells(infeasible, Fraction(0), Fraction(1))
    free = LinearProgram([t], [Row((1,), "<=", 1)], free=[0])  # type: ignore[arg-type]
    with pytest.raises(UnsupportedGameError, match="free"):
        sustaining_cells(free, Fraction(0), Fraction(1))


def test_the_critical_detection_gain_of_the_notes() -> None:
    stage = AnonymousGame(12, LinearPublicGood(1, "11/5"))  # type: ignore[arg-type]
    signals = AttributedSignals(0, parameter("D", 0, 1))  # type: ignore[arg-type]
    game = RepeatedGame(stage, "3/5", signals, Exclusion())
    (interval,) = critical_value(game).value
    assert str(interval) == "[4/49, 1)"


def test_a_number_of_members_as_a_parameter_where_nothing_is_shared_out() -> None:
    n = parameter("n", 2, 50)
    stage = AnonymousGame(n, LinearPublicGood(1, "11/5"))  # type: ignore[arg-type]
    game = RepeatedGame(stage, "3/5", AttributedSignals(0, "7/20"), Fine("burnt"))  # type: ignore[arg-type]
    (interval,) = critical_value(game, "n").value
    assert interval.lower == Fraction(157, 35)
    assert (interval.lower_closed, interval.upper) == (True, 50)


def test_the_form_in_beta_is_named_by_its_variables() -> None:
    stage = AnonymousGame(3, LinearPublicGood(1, 2))
    game = RepeatedGame(stage, "1/2", AttributedSignals(0, "1/2"), Fine("burnt", 1))  # type: ignore[arg-type]
    form = beta_form(game, Fraction(1, 2))
    assert form.variables == ("q", "fine/V", "one")
    assert [row.name for row in form.rows] == ["contribution", "payment", "cap", "unit", "scale"]
    with pytest.raises(InvalidGameError, match="both ends"):
        domain_of(parameter("x", 0).parameter)
