"""From a guess in floats to an exact set that generates itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flint import fmpq

from coopgames.arithmetic import FieldElement, NumberField
from coopgames.solvers.self_generation.corners import Table
from coopgames.solvers.self_generation.float_set import float_set
from coopgames.solvers.self_generation.geometry import contains, hull
from coopgames.solvers.self_generation.inside import supporting_profiles
from coopgames.solvers.self_generation.kinds import G
from coopgames.solvers.self_generation.newton import find_root
from coopgames.solvers.self_generation.operator import SLACK as SLACK_KIND
from coopgames.solvers.self_generation.operator import Promises, image
from coopgames.solvers.self_generation.recognise import recognised
from coopgames.solvers.self_generation.structure import VERTICAL, System, structure

__all__ = [
    "Candidate",
    "float_guess",
    "joined",
    "polished",
    "solved",
    "static_candidate",
    "stationary_candidate",
]

#: Working precisions, in binary digits of the payoff range.
PRECISIONS = (512, 2048)
SLACK = fmpq(1, 10**9)
#: Rounds and digits of the search for corners that floats cannot see.
POLISH_ROUNDS = 16
POLISH_FAILURES = 1
POLISH_BITS = 256
#: Where floats guess the structure of a set whose discount factor they cannot tell from 1.
PATIENT = 1 - 2.0**-30
#: Corners among payoffs longer than this many binary digits are looked for as shares of the range.
PLAIN_BITS = 40


@dataclass(frozen=True, slots=True)
class Candidate:
    """A set that is proved to generate itself.

    Attributes
    ----------
    vertices : list of points
        Flint rationals (field None) or elements of the field, counterclockwise.
    profiles : list of int
        The first profile that supports each vertex.
    field : NumberField or None
    system : System or None
        The equations that it solves.
    values : list of fmpq
        Their unknowns, to many digits, and `exact`, in the field.
    labels : list of (profile, kind)
        Of the vertices, as the guess had them.
    """

    vertices: list[tuple[Any, Any]]
    profiles: list[int]
    field: NumberField | None
    system: System | None
    values: list[fmpq]
    exact: list[Any]
    labels: list[tuple[int, int]]

    def corners(self) -> list[Any]:
        """Return the labelled corners in flint rationals: exactly, or to many digits."""
        if self.system is None:
            return [(*p, label) for p, label in zip(self.vertices, self.labels, strict=True)]
        _, places = self.system.places(self.values)
        pairs = zip(places, self.system.labels, strict=True)
        return hull((x.value, y.value, label) for (x, y), label in pairs)


def float_guess(table: Table) -> list[Any]:
    """Return the labelled corners that floats find; empty if they find none."""
    f = table.floats
    delta = f.delta if f.delta < 1.0 else PATIENT
    found = float_set(tuple(f.g1.tolist()), tuple(f.g2.tolist()), table.shape, delta)
    corners: list[Any] = []
    for x, y, a, kind in found.corners:
        row = table.rows[a]
        place = (row[0], row[1]) if kind == G else (_exact(table, 0, x), _exact(table, 1, y))
        corners.append((*place, (a, kind)))
    # The exact coordinates may order nearly equal corners differently.
    return hull(corners)


def _exact(table: Table, axis: int, value: float) -> fmpq:
    return table.bottom[axis] + table.size[axis] * fmpq(*value.as_integer_ratio())


def solved(table: Table, corners: Sequence[Any]) -> Candidate | None:
    """Solve the structure of labelled corners exactly; None if what comes out proves nothing."""
    system = structure(table, corners, SLACK)
    if system is None:
        return None
    start = system.start(corners)
    for bits in PRECISIONS:
        root = find_root(system, start, bits)
        if root is None:
            return None
        if root.is_exact:
            return _checked(table, system, root.values, root.values, None)
        for exact, field in _recognised(table, system, root.values, bits):
            candidate = _checked(table, system, exact, root.values, field)
            if candidate is not None:
                return candidate
    return None


def _recognised(
    table: Table, system: System, values: Sequence[fmpq], bits: int
) -> Iterator[tuple[list[Any], NumberField | None]]:
    """Recognise the unknowns, which are right to `bits` binary digits of the smaller range."""
    smaller = min(table.size)
    digits = bits - int(smaller.p).bit_length() + int(smaller.q).bit_length()
    if abs(digits - bits) <= bits // 4:
        found = recognised(values, digits)
        if found is not None:
            yield found
    if max(map(_length, (*table.size, *table.bottom))) <= PLAIN_BITS:
        return
    # Long payoffs make the coefficients of every equation long; as shares of the range the
    # unknowns may be short.
    axes = [int(system.labels[c][1] in VERTICAL) for c in system.unknowns]
    shares = [(z - table.bottom[i]) / table.size[i] for z, i in zip(values, axes, strict=True)]
    found = recognised(shares, bits)
    if found is not None:
        exact = [table.bottom[i] + table.size[i] * x for x, i in zip(found[0], axes, strict=True)]
        yield exact, found[1]


def _length(value: fmpq) -> int:
    return max(int(abs(value.p)).bit_length(), int(value.q).bit_length())


def polished(table: Table, corners: Sequence[Any], known: tuple[Any, Any]) -> list[Any] | None:
    """Return labelled corners that the operator leaves as they are, or None.

    The operator and Newton's method in turn, in rationals of many digits. It finds corners that
    floats cannot see: near discount factor 1 some are closer to each other than their rounding.

    Parameters
    ----------
    table : Table
    corners : sequence of points
        A labelled hull, in flint rationals.
    known : pair
        Lower bounds of the players' least equilibrium payoffs.
    """
    live = range(len(table.rows))
    settled, failures = False, 0
    for _ in range(POLISH_ROUNDS):
        least = [max(known[i], min(p[i] for p in corners)) for i in (0, 1)]
        found, _ = image(table, Promises(corners), (least[0], least[1]), live)
        ring = hull(p for p in found if p[2][1] != SLACK_KIND)
        if not ring or (settled and [p[2] for p in ring] == [p[2] for p in corners]):
            return ring or None
        moved = _moved(table, ring)
        settled = moved is not None
        failures += not settled
        if failures > POLISH_FAILURES:
            return None
        corners = ring if moved is None else moved
    return None


def _moved(table: Table, ring: Sequence[Any]) -> list[Any] | None:
    """Return the hull that solves the structure of a labelled hull; None if there is none."""
    system = structure(table, ring, SLACK)
    root = None if system is None else find_root(system, system.start(ring), POLISH_BITS)
    if system is None or root is None:
        return None
    _, places = system.places(root.values)
    pairs = zip(places, system.labels, strict=True)
    return hull((x.value, y.value, label) for (x, y), label in pairs)


def _checked(
    table: Table,
    system: System,
    exact: Sequence[Any],
    values: list[fmpq],
    field: NumberField | None,
) -> Candidate | None:
    _, places = system.places(exact)
    points: list[Any] = []
    for (x, y), label in zip(places, system.labels, strict=True):
        points.append((_lifted(x.value, field), _lifted(y.value, field), label))
    ring = hull(points)
    vertices = [(p[0], p[1]) for p in ring]
    profiles = supporting_profiles(table, vertices)
    if profiles is None:
        return None
    if field is not None and all(x.is_rational for p in vertices for x in p):
        vertices = [(_rational(x), _rational(y)) for x, y in vertices]
        field = None
    labels = [p[2] for p in ring]
    return Candidate(vertices, profiles, field, system, values, list(exact), labels)


def _lifted(value: Any, field: NumberField | None) -> Any:
    return value if field is None else field.element(value)


def _rational(value: FieldElement) -> fmpq:
    return value.polynomial[0]


def static_candidate(table: Table) -> Candidate | None:
    """Return the hull of the pure equilibria of the stage game; None if there are none."""
    calm = [(r[0], r[1], (a, G)) for a, r in enumerate(table.rows) if not r[2] and not r[3]]
    if not calm:
        return None
    ring = hull(calm)
    if table.delta:
        return _supported(table, ring, None)
    vertices = [(p[0], p[1]) for p in ring]
    profiles = [p[2][0] for p in ring]
    return Candidate(vertices, profiles, None, None, [], [], [p[2] for p in ring])


def stationary_candidate(table: Table) -> Candidate | None:
    """Return the largest hull of payoffs of profiles that generates itself; None if none does.

    Each of its corners is played forever: a deviation is punished by the corner that is worst for
    the player who deviates. Profiles for which that is not enough are dropped until none is.
    """
    left: list[tuple[Any, Any, tuple[int, int]]]
    left = [(r[0], r[1], (a, G)) for a, r in enumerate(table.rows)]
    while left:
        least = [min(p[i] for p in left) for i in (0, 1)]
        kept = [p for p in left if _bears(table, p, least)]
        if len(kept) == len(left):
            return _supported(table, hull(left), None)
        left = kept
    return None


def _bears(table: Table, corner: Any, least: Sequence[Any]) -> bool:
    """Tell whether no player gains by leaving a profile that is played forever."""
    row = table.rows[int(corner[2][0])]
    return all(row[i] >= least[i] + table.patience * row[2 + i] for i in (0, 1))


def joined(table: Table, one: Candidate | None, two: Candidate | None) -> Candidate | None:
    """Return the hull of two sets that generate themselves, of which the second is rational.

    It generates itself too, since its threats are as severe as those of both.
    """
    if one is None or two is None:
        return two if one is None else one
    field = one.field
    more = [
        (_lifted(x, field), _lifted(y, field), label)
        for (x, y), label in zip(two.vertices, two.labels, strict=True)
        if not contains(one.vertices, (_lifted(x, field), _lifted(y, field)))
    ]
    if not more:
        return one
    known = [(*p, label) for p, label in zip(one.vertices, one.labels, strict=True)]
    return _supported(table, hull([*known, *more]), field) or one


def _supported(table: Table, ring: Sequence[Any], field: NumberField | None) -> Candidate | None:
    """Return a labelled hull as a candidate if it generates itself."""
    vertices = [(p[0], p[1]) for p in ring]
    profiles = supporting_profiles(table, vertices)
    if profiles is None:
        return None
    return Candidate(vertices, profiles, field, None, [], [], [p[2] for p in ring])
