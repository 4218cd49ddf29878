"""Exact linear programs: proofs accepted by the checker, values beside SciPy, both paths."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from coopgames.certificates import verify
from coopgames.solvers import LinearProgram, Row, Status, exact_lp, solve_linear_program, solve_lp
from coopgames.solvers.exact_lp import Outcome

RELATIONS = ("<=", "==", ">=")
small = st.integers(-3, 3)
constants = st.one_of(st.integers(-4, 4), st.just(0)).map(lambda x: Fraction(x, 3))


@st.composite
def programs(draw: st.DrawFn) -> LinearProgram:
    """Small programs, often degenerate, with repeated and added-up rows now and then."""
    width = draw(st.integers(1, 4))
    coefficients = st.lists(small, min_size=width, max_size=width)
    rows = [
        Row(tuple(draw(coefficients)), draw(st.sampled_from(RELATIONS)), draw(constants), f"{k}")
        for k in range(draw(st.integers(1, 5)))
    ]
    if draw(st.booleans()):
        rows.append(draw(st.sampled_from(rows)))
    equalities = [row for row in rows if row.relation == "=="]
    if len(equalities) >= 2 and draw(st.booleans()):
        first, second = equalities[:2]
        total = [a + b for a, b in zip(first.coefficients, second.coefficients, strict=True)]
        rows.append(Row(tuple(total), "==", first.constant + second.constant, "redundant"))
    free = draw(st.sets(st.integers(0, width - 1)))
    return LinearProgram(draw(coefficients), rows, sorted(free))


def floats(program: LinearProgram) -> Any:
    """SciPy's answer to the same program."""
    signed = [(1 if r.relation == "<=" else -1, r) for r in program.rows if r.relation != "=="]
    equal = [r for r in program.rows if r.relation == "=="]
    return linprog(
        [-float(c) for c in program.objective],
        A_ub=[[s * float(a) for a in r.coefficients] for s, r in signed] or None,
        b_ub=[s * float(r.constant) for s, r in signed] or None,
        A_eq=[[float(a) for a in r.coefficients] for r in equal] or None,
        b_eq=[float(r.constant) for r in equal] or None,
        bounds=[(None if j in program.free else 0, None) for j in range(len(program.objective))],
    )


def check_unbounded(program: LinearProgram) -> None:
    """A row that stops the objective at a large number is reached exactly."""
    stop = Row(program.objective, "<=", 10**6, "stop")
    stopped = LinearProgram(program.objective, [*program.rows, stop], program.free)
    assert solve_lp(stopped).value == 10**6


@given(programs())
def test_every_outcome_is_proved_and_agrees_with_scipy(program: LinearProgram) -> None:
    answer = solve_linear_program(program)
    outcome: Outcome = answer.diagnostics["outcome"]  # type: ignore[assignment]
    beside = floats(program)
    if outcome.status == "unbounded":
        assert answer.status is Status.EXACT_UNCERTIFIED
        check_unbounded(program)
        assert beside.status in (2, 3, 4)
        return
    assert answer.status is Status.PROVED
    assert verify(answer.certificate)
    if outcome.status == "optimal":
        assert beside.status == 0
        assert float(answer.value) == pytest.approx(-beside.fun, abs=1e-7)
    else:
        assert answer.value is None
        assert beside.status in (2, 4)


@given(programs())
def test_both_starts_find_the_same_value(program: LinearProgram) -> None:
    with pytest.MonkeyPatch.context() as patch:
        directly = solve_lp(program)
        patch.setattr(exact_lp, "SMALL", 0)
        from_floats = solve_lp(program)
    assert directly.status == from_floats.status
    if directly.status == "optimal":
        assert directly.value == from_floats.value


@given(programs(), st.integers(1, 5), st.randoms(use_true_random=False))
def test_order_and_scale_of_rows_do_not_matter(
    program: LinearProgram, factor: int, random: Random
) -> None:
    rows = [
        Row(tuple(factor * a for a in r.coefficients), r.relation, factor * r.constant, r.name)
        for r in program.rows
    ]
    random.shuffle(rows)
    here = solve_lp(program)
    there = solve_lp(LinearProgram(program.objective, rows, program.free))
    assert here.status == there.status
    if here.status == "optimal":
        assert here.value == there.value


def large(seed: int) -> LinearProgram:
    """25 rows, 30 variables: enough to let HiGHS propose a basis."""
    random = Random(seed)
    width = 30
    inside = [random.choice((0, 0, 1, 2)) for _ in range(width)]
    rows = []
    for k in range(25):
        coefficients = [random.choice((0, 0, 0, 1, 2, -1)) for _ in range(width)]
        level = sum(a * x for a, x in zip(coefficients, inside, strict=True))
        relation = random.choice(RELATIONS)
        # Half of the rows pass through the same point: heavy degeneracy.
        room = random.choice((0, 0, 3)) * (1 if relation == "<=" else -1)
        constant = level if relation == "==" else level + room
        rows.append(Row(tuple(coefficients), relation, Fraction(constant), f"row {k}"))
    rows.append(Row((1,) * width, "<=", 100, "bounded"))
    if seed % 5 == 4:
        rows.append(Row((1,) * width, ">=", 101, "impossible"))
    rows.append(rows[0])
    free = range(0, width, 7) if seed % 2 else ()
    if free:
        rows += [Row(tuple(int(i == j) for i in range(width)), ">=", -9, "floor") for j in free]
    return LinearProgram([random.randint(-3, 5) for _ in range(width)], rows, tuple(free))


@pytest.mark.parametrize("seed", range(10))
def test_large_programs_agree_with_the_small_path(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = large(seed)
    rows, variables = program.size
    monkeypatch.setattr(exact_lp, "SMALL", rows * variables)
    answer = solve_linear_program(program)
    assert verify(answer.certificate)
    monkeypatch.setattr(exact_lp, "SMALL", 10**9)
    plain = solve_lp(program)
    assert (answer.value, answer.diagnostics["outcome"].status) == (  # type: ignore[attr-defined]
        plain.value if plain.status == "optimal" else None,
        plain.status,
    )
    assert (plain.status == "infeasible") == (seed % 5 == 4)


@settings(max_examples=30)
@given(programs())
def test_a_wrong_value_in_the_certificate_is_refused(program: LinearProgram) -> None:
    from coopgames.certificates import Certificate
    from coopgames.errors import CertificateError

    answer = solve_linear_program(program)
    if answer.certificate is None:
        return
    document = answer.certificate.document
    key = "value" if answer.value is not None else "bound"
    document[key] = str(Fraction(document[key]) - 1)
    dropped = ("format", "version", "kind", "game", "game_digest", "digest")
    fields = {k: x for k, x in document.items() if k not in dropped}
    forged = Certificate.seal(document["kind"], document["game"], fields)
    with pytest.raises(CertificateError):
        verify(forged)
