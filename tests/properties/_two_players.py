"""Small two-player games for Hypothesis, their images, and comparisons of numbers and sets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from hypothesis import strategies as st

from coopgames.arithmetic import AlgebraicNumber
from coopgames.games import RepeatedGame, StageGame
from tests.reference.payoff_set_twin import Polygon, Twin, hull

Matrix = tuple[tuple[Fraction, ...], ...]
#: Roots are compared through enclosures of this many bits.
BITS = 160
NEARLY_EQUAL = Fraction(1, 2**100)
DELTAS = tuple(
    Fraction(d)
    for d in (
        *("0", "1/10", "1/7", "1/5", "1/4", "3/10", "1/3", "2/5", "1/2"),
        *("3/5", "2/3", "3/4", "4/5", "9/10"),
    )
)


def matrix(rows: Iterable[Iterable[int | Fraction]]) -> Matrix:
    return tuple(tuple(Fraction(x) for x in row) for row in rows)


@st.composite
def twins(
    draw: st.DrawFn,
    *,
    fewest: int = 1,
    most: int = 3,
    size: int = 3,
    deltas: Sequence[Fraction] = DELTAS,
) -> Twin:
    """Few different payoffs: ties, duplicated actions and knife edges are frequent."""
    m, n = draw(st.integers(fewest, most)), draw(st.integers(2, most))
    entries = st.integers(-size, size)
    rows = st.lists(st.lists(entries, min_size=n, max_size=n), min_size=m, max_size=m)
    return Twin(matrix(draw(rows)), matrix(draw(rows)), draw(st.sampled_from(deltas)))


def stage_of(twin: Twin) -> StageGame:
    return StageGame([twin.first, twin.second])


def game_of(twin: Twin) -> RepeatedGame:
    return RepeatedGame(stage_of(twin), twin.delta)


def floats_of(twin: Twin) -> RepeatedGame:
    return RepeatedGame(stage_of(twin).to_float(), float(twin.delta))


def payoff_range(twin: Twin) -> Fraction:
    """The larger of the players' payoff ranges, or 1 if all payoffs are equal."""
    entries = [[x for row in rows for x in row] for rows in (twin.first, twin.second)]
    return max(max(xs) - min(xs) for xs in entries) or Fraction(1)


# --- other names for the same game ---


@dataclass(frozen=True)
class Scale:
    """Another unit and another zero of each player's payoffs."""

    factors: tuple[Fraction, Fraction]
    shifts: tuple[Fraction, Fraction]

    def __call__(self, twin: Twin) -> Twin:
        scaled = [
            matrix([factor * x + shift for x in row] for row in rows)
            for rows, factor, shift in zip(
                (twin.first, twin.second), self.factors, self.shifts, strict=True
            )
        ]
        return Twin(scaled[0], scaled[1], twin.delta)

    def point(self, point: Sequence[Fraction]) -> tuple[Fraction, Fraction]:
        x, y = (f * v + s for f, v, s in zip(self.factors, point, self.shifts, strict=True))
        return x, y


_factors = st.builds(Fraction, st.integers(1, 9), st.integers(1, 9))
_shifts = st.one_of(st.integers(-9, 9).map(Fraction), st.just(Fraction(10**6)))
#: Ordinary units, one for each player; or an extreme unit for both.
scales = st.builds(
    Scale,
    st.one_of(
        st.tuples(_factors, _factors),
        st.sampled_from([Fraction(10**9), Fraction(1, 10**11)]).map(lambda f: (f, f)),
    ),
    st.tuples(_shifts, _shifts),
)


@st.composite
def reordered(draw: st.DrawFn, twin: Twin) -> tuple[Twin, tuple[list[int], list[int]]]:
    """The game with its actions in another order, and that order."""
    rows = draw(st.permutations(range(len(twin.first))))
    columns = draw(st.permutations(range(len(twin.first[0]))))
    first, second = (
        tuple(tuple(payoffs[i][j] for j in columns) for i in rows)
        for payoffs in (twin.first, twin.second)
    )
    return replace(twin, first=first, second=second), (rows, columns)


def exchanged(twin: Twin) -> Twin:
    """The row player is the column player and the other way round."""
    first = tuple(zip(*twin.second, strict=True))
    return Twin(first, tuple(zip(*twin.first, strict=True)), twin.delta)


# --- numbers and sets that may be irrational ---


def approximate(number: object) -> Fraction:
    """The number itself if it is rational, else one within ``2**-BITS``."""
    if isinstance(number, AlgebraicNumber):
        interval = number.refine(BITS)
        return (interval[0] + interval[1]) / 2
    assert isinstance(number, Fraction)
    return number


def corners(vertices: Iterable[Sequence[object]]) -> Polygon:
    return tuple((approximate(x), approximate(y)) for x, y in vertices)


def is_rational(vertices: Iterable[Sequence[object]]) -> bool:
    return all(isinstance(x, Fraction) for vertex in vertices for x in vertex)


def same_corners(
    vertices: Sequence[Sequence[object]], expected: Sequence[Sequence[Fraction]]
) -> bool:
    """Equality of sets given by their corners: exact for rationals, else to about 30 digits."""
    if is_rational(vertices):
        return hull(corners(vertices)) == hull(tuple(map(_pair, expected)))
    one, two = corners(vertices), tuple(map(_pair, expected))
    unit = max(abs(x) for point in two for x in point) + 1
    return len(one) == len(two) and all(
        min(_gap(p, q) for q in others) <= unit * NEARLY_EQUAL
        for points, others in ((one, two), (two, one))
        for p in points
    )


def _pair(point: Sequence[Fraction]) -> tuple[Fraction, Fraction]:
    return point[0], point[1]


def _gap(p: Sequence[Fraction], q: Sequence[Fraction]) -> Fraction:
    return max(abs(p[0] - q[0]), abs(p[1] - q[1]))
