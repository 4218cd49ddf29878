from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from coopgames.errors import InvalidGameError, NotConvergedError
from coopgames.solvers import _parametric, parametric_lp
from coopgames.solvers._flint import from_flint
from coopgames.solvers._parametric_check import holds
from coopgames.solvers.exact_lp import solve_lp
from coopgames.solvers.linear_program import LinearProgram, Row
from coopgames.solvers.parametric_lp import ParametricProgram, ValueFunction

ZERO, ONE = fmpq(0), fmpq(1)


def numbers(*values: int | str) -> tuple[fmpq, ...]:
    return tuple(fmpq(x) if isinstance(x, int) else fmpq(*map(int, x.split("/"))) for x in values)


def program(
    rows: list[list[int]], constants: list[int], directions: list[int], free: tuple[int, ...] = ()
) -> ParametricProgram:
    return ParametricProgram(
        tuple(numbers(*row) for row in rows),
        numbers(*constants),
        numbers(*directions),
        frozenset(free),
    )


def lines(found: ValueFunction) -> list[tuple[object, ...]]:
    return [(s.start, s.end, s.value, s.slope) for s in found.segments]


#: x + y >= 2 with x <= t: the cheap good is scarce.
SCARCE = program([[1, 1], [-1, 0]], [2, 0], [0, -1])


def test_the_value_bends_where_the_basis_changes() -> None:
    found = SCARCE.minimum(numbers(1, 3), ZERO)
    assert lines(found) == [(0, 2, 6, -2), (2, None, 2, 0)]
    assert (found.farkas_below, found.farkas_above, found.unbounded) == (None, None, False)
    first, last = found.segments
    assert (first.left, first.right) == (numbers(0, 2), numbers(2, 0))
    assert (last.left, last.right) == (numbers(2, 0), None)
    assert (first.dual, last.dual) == (numbers(3, 2), numbers(1, 0))


def test_values_between_and_outside_the_segments() -> None:
    found = SCARCE.minimum(numbers(1, 3), ZERO, fmpq(3))
    assert found.at(ONE) == 4
    assert found.at(fmpq(5, 2)) == 2
    assert found.at(fmpq(-1)) is None
    assert found.at(fmpq(4)) is None


def test_a_range_cuts_the_segments() -> None:
    found = SCARCE.minimum(numbers(1, 3), ONE, fmpq(3))
    assert lines(found) == [(1, 2, 4, -2), (2, 3, 2, 0)]
    assert lines(SCARCE.minimum(numbers(1, 3), ONE, ONE)) == [(1, 1, 4, -2)]
    # At the bend the slope of the segment that begins there or ends there is right.
    [(start, end, value, slope)] = lines(SCARCE.minimum(numbers(1, 3), fmpq(2), fmpq(2)))
    assert (start, end, value) == (2, 2, 2)
    assert slope in (-2, 0)


def test_several_objectives_share_their_start() -> None:
    shared = program([[1, 1], [-1, 0]], [2, 0], [0, -1])
    costs = [numbers(1, 3), numbers(3, 1), numbers(0, 0), numbers(1, 1)]
    together = [shared.minimum(c, ZERO) for c in costs]
    alone = [program([[1, 1], [-1, 0]], [2, 0], [0, -1]).minimum(c, ZERO) for c in costs]
    assert [lines(f) for f in together] == [lines(f) for f in alone]
    # The kept start is of one range: another one finds its own.
    assert lines(shared.minimum(numbers(1, 3), fmpq(2))) == [(2, None, 2, 0)]


def test_the_first_feasible_parameter_is_exact_and_proved() -> None:
    # t >= x >= 7/3
    found = program([[3], [-1]], [7, 0], [0, -1]).minimum(numbers(2), ZERO)
    assert lines(found) == [(fmpq(7, 3), None, fmpq(14, 3), 0)]
    y = found.farkas_below
    assert y is not None
    assert (min(y) >= 0, 3 * y[0] - y[1] <= 0) == (True, True)
    assert 7 * y[0] / y[1] == fmpq(7, 3)


def test_the_last_feasible_parameter_is_exact_and_proved() -> None:
    # 1 >= x >= t
    found = program([[-1], [1]], [-1, 0], [0, 1]).minimum(numbers(5), fmpq(-2))
    assert lines(found) == [(-2, 0, 0, 0), (0, 1, 0, 5)]
    assert found.farkas_below is None
    y = found.farkas_above
    assert y is not None
    assert y[0] == y[1] > 0


def test_feasible_at_one_parameter_only() -> None:
    # t <= x <= 2 - t and x >= 1
    one = program([[1], [-1], [1]], [0, -2, 1], [1, 1, 0])
    found = one.minimum(numbers(1), fmpq(1))
    assert lines(found)[0][:3] == (1, 1, 1)
    assert found.farkas_above is not None
    # 2 - t <= x <= t and x <= 1
    one = program([[1], [-1], [-1]], [2, 0, -1], [-1, -1, 0])
    found = one.minimum(numbers(1), ZERO, ONE)
    assert (len(found.segments), found.segments[0].end) == (1, 1)
    assert found.farkas_below is not None
    # t <= 1 <= t
    pinned = program([[0], [0]], [1, -1], [-1, 1]).minimum(numbers(1), ZERO)
    assert lines(pinned)[0][:3] == (1, 1, 0)
    assert pinned.farkas_below is not None
    assert pinned.farkas_above is not None


@pytest.mark.parametrize("high", [None, 5])
def test_infeasible_everywhere_by_one_vector(high: int | None) -> None:
    # x >= 1 + t and -x >= 0
    never = program([[1], [-1]], [1, 0], [1, 0])
    found = never.minimum(numbers(1), ZERO, None if high is None else fmpq(high))
    assert (found.segments, found.farkas_above, found.unbounded) == ((), None, False)
    y = found.farkas_below
    assert y is not None
    assert y[0] == y[1] > 0


def test_infeasible_up_to_the_end_of_the_range() -> None:
    late = program([[3], [-1]], [7, 0], [0, -1])
    found = late.minimum(numbers(2), ZERO, fmpq(2))
    assert found.segments == ()
    y = found.farkas_below
    assert y is not None
    assert 7 * y[0] - 2 * y[1] > 0


def test_unbounded_objectives() -> None:
    found = SCARCE.minimum(numbers(0, -1), ZERO)
    assert (found.unbounded, found.segments, found.farkas_below) == (True, (), None)
    late = program([[3, 0], [-1, 0]], [7, 0], [0, -1]).minimum(numbers(0, -1), ZERO)
    assert late.unbounded
    assert late.farkas_below is not None


def test_free_variables_without_rows_matter_only_if_they_cost() -> None:
    loose = program([[1, 0]], [0], [1], free=(1,))
    assert lines(loose.minimum(numbers(1, 0), ZERO)) == [(0, None, 0, 1)]
    assert loose.minimum(numbers(1, 1), ZERO).unbounded


def test_more_free_variables_than_rows() -> None:
    # x + y >= t, x - y >= -t, both free: 2x >= 0
    free = program([[1, 1, 1], [1, -1, -1]], [0, 0], [1, -1], free=(0, 1, 2))
    assert lines(free.minimum(numbers(1, 0, 0), fmpq(-3))) == [(-3, None, 0, 0)]
    assert lines(free.minimum(numbers(0, 1, 1), fmpq(-3))) == []
    assert free.minimum(numbers(1, 1, 0), ZERO).unbounded
    assert lines(free.minimum(numbers(1, 1, 1), fmpq(-3))) == [(-3, None, -3, 1)]


def test_no_rows_and_no_variables() -> None:
    empty = ParametricProgram((), (), (), width=2)
    assert lines(empty.minimum(numbers(1, 0), ZERO)) == [(0, None, 0, 0)]
    assert empty.minimum(numbers(1, -1), ZERO).unbounded
    bare = ParametricProgram(((), ()), numbers(-1, 2), numbers(1, -1))
    # 0 >= t - 1 and 0 >= 2 - t: never both
    assert bare.minimum((), ZERO).segments == ()
    late = ParametricProgram(((),), numbers(2), numbers(-1)).minimum((), ZERO)
    assert lines(late) == [(2, None, 0, 0)]


def test_equal_rows_and_huge_and_tiny_numbers() -> None:
    big = fmpq(10) ** 40
    rows = ((big, 1 / big), (big, 1 / big), (-1 / big, ZERO))
    found = ParametricProgram(rows, (ONE, ONE, ZERO), (ZERO, ZERO, -ONE / big)).minimum(
        numbers(1, 1), ZERO
    )
    assert lines(found) == [(0, 1 / big, big, 1 - big * big), (1 / big, None, 1 / big, 0)]


def test_a_program_on_which_the_first_simplex_rules_cycle() -> None:
    beale = program(
        [[-25, 6000, 4, -900], [-25, 4500, 1, -150], [0, 0, -1, 0]], [0, 0, -1], [0, 0, -1]
    )
    found = beale.minimum(numbers("-3/4", 150, "-1/50", 6), ZERO)
    # Nothing else than the one capacity, 1 + t, limits the gain.
    assert lines(found) == [(0, None, fmpq(-1, 20), fmpq(-1, 20))]


@pytest.mark.parametrize(
    ("arguments", "match"),
    [
        (((numbers(1), numbers(1, 2)), numbers(0, 0), numbers(0, 0)), "rows: got"),
        (((numbers(1),), numbers(0, 0), numbers(0)), "constants: got 2, expected one number"),
        (((numbers(1),), numbers(0), ()), "directions: got 0"),
        (((numbers(1),), numbers(0), numbers(0), frozenset({1})), "free: got"),
    ],
)
def test_what_is_no_program(arguments: tuple[object, ...], match: str) -> None:
    with pytest.raises(InvalidGameError, match=match):
        ParametricProgram(*arguments)  # type: ignore[arg-type]


def test_what_cannot_be_asked() -> None:
    with pytest.raises(InvalidGameError, match="objective: got 1, expected 2 numbers"):
        SCARCE.minimum(numbers(1), ZERO)
    with pytest.raises(InvalidGameError, match="high: got -1"):
        SCARCE.minimum(numbers(1, 1), ZERO, fmpq(-1))


# --- the exact test of the answer ---------------------------------------------------------------


def tampered(found: ValueFunction) -> list[ValueFunction]:
    first = found.segments[0]
    assert first.end is not None
    assert first.right is not None
    changes = [
        replace(first, value=first.value + 1),
        replace(first, slope=first.slope + 1),
        replace(first, left=tuple(x + 1 for x in first.left)),
        replace(first, left=tuple(x - 1 for x in first.left)),
        replace(first, right=tuple(x + 1 for x in first.right)),
        replace(first, end=first.end + 1),
        replace(first, dual=tuple(2 * y for y in first.dual)),
        replace(first, dual=tuple(-y for y in first.dual)),
    ]
    return [replace(found, segments=(s, *found.segments[1:])) for s in changes]


def test_changed_answers_are_refused() -> None:
    costs = numbers(1, 3)
    found = SCARCE.minimum(costs, ZERO)
    assert holds(SCARCE, found, costs, ZERO, None)
    assert not any(holds(SCARCE, other, costs, ZERO, None) for other in tampered(found))


def test_changed_refutations_are_refused() -> None:
    late, costs = program([[3], [-1]], [7, 0], [0, -1]), numbers(2)
    found = late.minimum(costs, ZERO)
    for y in (numbers(1, 2), numbers(1, 4), numbers(-1, -3), numbers(0, 0)):
        assert not holds(late, replace(found, farkas_below=y), costs, ZERO, None)
        assert not holds(late, replace(found, farkas_above=y), costs, ZERO, None)
    assert holds(late, replace(found, farkas_below=numbers(2, 6)), costs, ZERO, None)
    nowhere = ValueFunction((), numbers(1, 3), None)
    assert holds(late, nowhere, costs, ZERO, fmpq(2))
    assert not holds(late, nowhere, costs, ZERO, fmpq(3))
    assert not holds(late, nowhere, costs, ZERO, None)


def test_a_wrong_answer_is_not_returned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parametric_lp, "holds", lambda *_: False)
    with pytest.raises(NotConvergedError, match="failed an exact test"):
        SCARCE.minimum(numbers(1, 3), ZERO)


# --- against one program at a time --------------------------------------------------------------

small = st.fractions(-3, 3, max_denominator=3)


@st.composite
def programs(draw: st.DrawFn) -> tuple[ParametricProgram, list[tuple[fmpq, ...]]]:
    width, height = draw(st.integers(1, 5)), draw(st.integers(0, 5))

    def vector(size: int) -> tuple[fmpq, ...]:
        entries = st.one_of(st.just(0), small)
        drawn = draw(st.lists(entries, min_size=size, max_size=size))
        return tuple(fmpq(x.numerator, x.denominator) for x in drawn)

    rows = tuple(vector(width) for _ in range(height))
    if height > 1 and draw(st.booleans()):
        rows = (*rows[:-1], rows[0])
    free = frozenset(draw(st.sets(st.integers(0, width - 1), max_size=2)))
    found = ParametricProgram(rows, vector(height), vector(height), free, width)
    costs = [tuple(abs(x) for x in vector(width)), vector(width)]
    return found, costs


def value_at(one: ParametricProgram, costs: tuple[fmpq, ...], t: fmpq) -> tuple[str, fmpq | None]:
    pairs = zip(one.rows, one.constants, one.directions, strict=True)
    rows = [Row(tuple(map(from_flint, row)), ">=", from_flint(b + t * d)) for row, b, d in pairs]
    answer = solve_lp(LinearProgram([-from_flint(c) for c in costs], rows, tuple(one.free)))
    if answer.value is None or answer.status != "optimal":
        return answer.status, None
    return "optimal", -fmpq(answer.value.numerator, answer.value.denominator)


def places(found: ValueFunction, low: fmpq) -> set[fmpq]:
    near, places = fmpq(1, 97), {low, low + fmpq(1, 3), low + 2, low + 7}
    for s in found.segments:
        places |= {s.start - near, s.start, s.start + near}
        if s.end is not None:
            places |= {(s.start + s.end) / 2, s.end, s.end + near}
    return places


@pytest.mark.parametrize("patience", [_parametric.PATIENCE, -1])
def test_every_value_is_that_of_the_program_there(
    patience: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # With patience -1 every pivot is Bland's.
    monkeypatch.setattr(_parametric, "PATIENCE", patience)

    @settings(max_examples=150)
    @given(programs(), st.integers(-2, 1), st.sampled_from([None, 0, 1, 10]))
    def check(
        drawn: tuple[ParametricProgram, list[tuple[fmpq, ...]]], start: int, size: int | None
    ) -> None:
        one, objectives = drawn
        low = fmpq(start)
        high = None if size is None else low + size
        for costs in objectives:
            found = one.minimum(costs, low, high)
            for p, q in pairwise(found.segments):
                assert p.end == q.start
                assert p.slope < q.slope
            for t in places(found, low):
                if t < low or (high is not None and t > high):
                    continue
                status, value = value_at(one, costs, t)
                assert found.at(t) == value
                if status == "unbounded":
                    assert found.unbounded
                if status == "infeasible" and not found.unbounded:
                    proofs = (found.farkas_below, found.farkas_above)
                    assert any(y is not None and refutes(one, y, t) for y in proofs)

    check()


def refutes(one: ParametricProgram, y: tuple[fmpq, ...], t: fmpq) -> bool:
    triples = zip(y, one.constants, one.directions, strict=True)
    return sum((w * (b + t * d) for w, b, d in triples), start=ZERO) > 0
