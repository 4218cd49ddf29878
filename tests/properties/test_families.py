"""All values of one parameter at which effort is sustained, against evaluation point by point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from coopgames.arithmetic import AlgebraicNumber, RationalFunction, parameter
from coopgames.certificates import verify
from coopgames.errors import NotConvergedError
from coopgames.games import PrivateValuation, RepeatedGame, supplier_pair
from coopgames.solvers import LinearProgram, Row, critical_value, solve_lp
from coopgames.solvers.intervals import Cell, Interval
from coopgames.solvers.sustaining import Witness, sustaining_cells
from tests.properties._games import (
    STEP,
    associations,
    fractions,
    game_of,
    pairs,
    positive,
    shares,
)
from tests.reference import flag_profiles, pair
from tests.reference.flag_profiles import Association
from tests.reference.pair import Pair


def points(intervals: Sequence[Interval], low: Fraction, high: Fraction) -> list[Fraction]:
    found = [low + (high - low) * Fraction(k, 10) for k in range(1, 10)]
    for interval in intervals:
        for end in (interval.lower, interval.upper):
            if isinstance(end, AlgebraicNumber):
                found += end.refine(128)
            else:
                found += [end - STEP, end, end + STEP]
    return [p for p in found if low < p < high]


@st.composite
def families(draw: st.DrawFn) -> tuple[Association, str, Fraction, Fraction, Fraction]:
    """An association, the name of the number that is free, its domain, and a discount factor."""
    twin = draw(associations(most=3, limits=True))
    names = ["benefit", "cost", "surplus", "false_alarm", "detection", "discount_factor"]
    if twin.cap is not None:
        names.append("cap")
    if twin.penalty:
        names.append("penalty")
    name = draw(st.sampled_from(names))
    low, high = Fraction(0), Fraction(5)
    if name == "false_alarm":
        high = twin.detection
    elif name == "detection":
        low, high = twin.false_alarm, Fraction(1)
    elif name == "discount_factor":
        high = Fraction(1)
    return twin, name, low, high, draw(shares)


@example(
    # Worth nothing to its members, and held together by a penalty on who refuses to pay.
    (
        Association(
            2, Fraction(1, 2), Fraction(1), Fraction(0), Fraction(0), Fraction(1, 2), "burnt",
            penalty=Fraction(2), voluntary=True,
        ),
        "detection", Fraction(0), Fraction(1), Fraction(1, 2),
    )
)  # fmt: skip
@given(families())
def test_critical_values_against_all_flag_profiles(
    family: tuple[Association, str, Fraction, Fraction, Fraction],
) -> None:
    twin, name, low, high, beta = family
    free = parameter("x", low, high)
    if name == "discount_factor":
        game = game_of(twin, free)
    else:
        game = game_of(replace(twin, **{name: free}), beta)  # type: ignore[arg-type]
    solution = critical_value(game, "x")
    assert verify(solution.certificate)
    for x in points(solution.value, low, high):
        inside = any(x in interval for interval in solution.value)
        if name == "discount_factor":
            assert twin.sustained(x) == inside
        else:
            assert replace(twin, **{name: x}).sustained(beta) == inside  # type: ignore[arg-type]


@settings(max_examples=50)
@given(pairs(), shares, st.sampled_from(("gain", "value", "alpha", "eta")))
def test_critical_values_of_a_pair(twin: Pair, beta: Fraction, name: str) -> None:
    alpha, eta = twin.work[1], twin.shirk[1]
    ends = {"alpha": (Fraction(0), eta), "eta": (alpha, Fraction(1))}
    low, high = ends.get(name, (Fraction(0), Fraction(6)))
    if low == high:
        return

    def at(x: Fraction | RationalFunction) -> tuple[object, ...]:
        numbers = {"gain": twin.gain, "value": twin.value, "alpha": alpha, "eta": eta, name: x}
        return tuple(numbers[key] for key in ("gain", "value", "alpha", "eta"))

    def game(x: Fraction | RationalFunction) -> RepeatedGame:
        gain, value, false_alarm, detection = at(x)
        reports = PrivateValuation.binary(false_alarm, detection)
        return RepeatedGame(supplier_pair(gain, value), beta, reports)

    solution = critical_value(game(parameter("x", low, high)))
    assert verify(solution.certificate)
    for x in points(solution.value, low, high):
        gain, value, a, e = (Fraction(y) for y in at(x))  # type: ignore[arg-type]
        here = Pair(gain, value, (1 - a, a), (1 - e, e))
        assert here.sustained(beta) == any(x in interval for interval in solution.value)


@settings(max_examples=10)
@given(associations(("burnt",), most=3), shares, st.sampled_from(("balanced", "burning", "burnt")))
def test_the_surplus_that_any_promises_need(twin: Association, beta: Fraction, budget: str) -> None:
    free = parameter("s", 0, 5)
    stage_twin = replace(twin, surplus=free)  # type: ignore[arg-type]
    solution = critical_value(game_of(stage_twin, beta, promises=budget))
    assert verify(solution.certificate)
    for k in range(1, 10):
        s = Fraction(5 * k, 10)
        inside = any(s in interval for interval in solution.value)
        slack = flag_profiles.promises_slack(replace(twin, surplus=s), budget, float(beta))
        assert slack >= -1e-6 if inside else slack <= 1e-6


@settings(max_examples=20)
@given(pairs(most_reports=3), shares)
def test_the_cost_of_side_agreements_that_is_enough(twin: Pair, beta: Fraction) -> None:
    free = parameter("chi", 0, 10)
    reports = PrivateValuation(1, twin.work, twin.shirk, free)
    game = RepeatedGame(supplier_pair(twin.gain, twin.value), beta, reports)
    solution = critical_value(game)
    assert verify(solution.certificate)
    for chi in range(1, 10):
        inside = any(chi in interval for interval in solution.value)  # type: ignore[operator]
        slack = pair.promises_slack(twin, float(beta), agreement_cost=float(chi))
        assert slack >= -1e-6 if inside else slack <= 1e-6


# --- cells of programs that are no games -------------------------------------------------------


@st.composite
def programs(draw: st.DrawFn) -> LinearProgram:
    """Programs with polynomial data, feasible at 0 and bounded, at every value of the parameter."""
    t = parameter("t", 0, 1)
    width = draw(st.integers(1, 3))
    entry = st.lists(st.integers(-2, 2), min_size=3, max_size=3).map(
        lambda c: c[0] + c[1] * t + c[2] * t**2
    )
    rows = [
        Row(
            tuple(draw(entry) for _ in range(width)),
            "<=",
            draw(st.integers(0, 2)) + draw(st.integers(0, 2)) * t,
        )
        for _ in range(draw(st.integers(0, 2)))
    ]
    rows.append(Row((1,) * width, draw(st.sampled_from(("<=", "=="))), 1))
    if rows[-1].relation == "==":
        rows = rows[-1:]
    # The last variable is 1 and carries a constant of the objective.
    rows = [Row((*row.coefficients, 0), row.relation, row.constant) for row in rows]
    rows.append(Row((*([0] * width), 1), "==", 1))
    return LinearProgram([draw(entry) for _ in range(width + 1)], rows)


@given(programs())
def test_cells_tile_the_domain_and_each_verdict_is_right(program: LinearProgram) -> None:
    zero, one = Fraction(0), Fraction(1)
    cells = sustaining_cells(program, zero, one)
    assert cells[0].lower == 0
    assert cells[-1].upper == 1
    for k, cell in enumerate(cells):
        assert cell.is_point == bool(k % 2)
    assert all(a.upper == b.lower for a, b in pairwise(cells))
    for x in [Fraction(k, 20) for k in range(1, 20)] + ends(cells):
        value = solve_lp(program.at(x)).value
        assert value is not None
        verdicts = [cell.sustained for cell in cells if covers(cell, x)]
        assert verdicts == [value >= 0]
    for cell in cells:
        check_witness(program, cell)


def horner(coefficients: Sequence[Fraction], x: Fraction) -> Fraction:
    total = Fraction(0)
    for c in reversed(coefficients):
        total = total * x + c
    return total


def check_witness(program: LinearProgram, cell: Cell) -> None:
    """Recompute the residues of a witness as polynomials: at more points than their degree."""
    witness = cell.witness
    assert isinstance(witness, Witness)
    for k in range(3, 12):
        x = Fraction(k, 2)
        at = program.at(x)
        scale = horner(witness.denominator, x)
        vector = [horner(p, x) for p in witness.vector]
        residues = [horner(p, x) for p in witness.residues]
        if cell.sustained:
            for row, slack in zip(at.rows, residues, strict=True):
                left = sum(a * y for a, y in zip(row.coefficients, vector, strict=True))
                gap = row.constant * scale - left
                assert slack == (gap if row.relation == "<=" else -gap)
            value = sum(c * y for c, y in zip(at.objective, vector, strict=True))
        else:
            for j, reduced in enumerate(residues):
                total = sum(r.coefficients[j] * y for r, y in zip(at.rows, vector, strict=True))
                assert reduced == total - at.objective[j] * scale
            value = sum(r.constant * y for r, y in zip(at.rows, vector, strict=True))
        assert value == horner(witness.value, x)


def ends(cells: Sequence[Cell]) -> list[Fraction]:
    return [cell.lower for cell in cells if cell.is_point and isinstance(cell.lower, Fraction)]


def covers(cell: Cell, x: Fraction) -> bool:
    return cell.lower == x if cell.is_point else cell.lower < x < cell.upper


@pytest.mark.parametrize("beta", ["3/4", "1/2", "2/3"])
@pytest.mark.parametrize("cost", ["4/3", "1"])
@pytest.mark.parametrize("detection", ["1/2", "1"])
def test_breakpoints_at_which_the_basis_of_a_neighbour_is_singular(
    beta: str, cost: str, detection: str
) -> None:
    twin = Association(2, *map(Fraction, ("1/2", cost, "0", "0", detection)), "burnt", Fraction(2))
    free = replace(twin, benefit=parameter("x", 0, 5))  # type: ignore[arg-type]
    solution = critical_value(game_of(free, beta))
    assert verify(solution.certificate)
    for x in points(solution.value, Fraction(0), Fraction(5)):
        inside = any(x in interval for interval in solution.value)
        assert replace(twin, benefit=x).sustained(Fraction(beta)) == inside


@given(fractions(0, 1), positive)
def test_a_value_that_touches_zero_at_one_point(x: Fraction, scale: Fraction) -> None:
    t = parameter("t", 0, 1)
    program = LinearProgram([-scale * (t - x) ** 2], [Row((1,), "==", 1)])
    cells = sustaining_cells(program, Fraction(0), Fraction(1))
    sustained = [cell for cell in cells if cell.sustained]
    if x in (0, 1):
        assert sustained == []
    else:
        assert [(cell.lower, cell.upper) for cell in sustained] == [(x, x)]


@given(st.integers(2, 40))
def test_a_value_that_touches_zero_at_an_irrational_point(k: int) -> None:
    t = parameter("t", 0, 1)
    # Zero exactly where t**2 = 1/k.
    program = LinearProgram([-((k * t**2 - 1) ** 2)], [Row((1,), "==", 1)])
    cells = sustaining_cells(program, Fraction(0), Fraction(1))
    (cell,) = [cell for cell in cells if cell.sustained]
    assert cell.is_point
    assert cell.lower**2 == Fraction(1, k)


def singular(coefficient: RationalFunction, t: RationalFunction) -> LinearProgram:
    """x must be 0 except where the coefficient is 0; there it may be up to 2."""
    rows = [
        Row((coefficient, 0), "==", 0),
        Row((1, 0), "<=", 2),
        Row((0, 1), "==", 1),
    ]
    return LinearProgram([1 + t, -1], rows)


@pytest.mark.parametrize("at", ["1/2", "2/7"])
def test_a_single_point_at_which_all_bases_nearby_are_singular(at: str) -> None:
    t = parameter("t", 0, 1)
    program = singular(t - Fraction(at), t)
    cells = sustaining_cells(program, Fraction(0), Fraction(1))
    assert [(c.lower, c.is_point) for c in cells if c.sustained] == [(Fraction(at), True)]
    for cell in cells:
        check_witness(program, cell)


def test_an_irrational_point_at_which_all_bases_nearby_are_singular_is_left_open() -> None:
    t = parameter("t", 0, 1)
    program = singular(2 * t**2 - 1, t)
    with pytest.raises(NotConvergedError, match="singular at a breakpoint"):
        sustaining_cells(program, Fraction(0), Fraction(1))
