"""Exact lotteries for points that support themselves and more.

While a set grows (its points support themselves and points beyond), its own points lie inside what
it supports: there is room. They can be rounded, which keeps all numbers short, and one linear
program for each extreme point finds lotteries whose incentives hold with a slack. Two weights then
take up the rounding of the others, so that every point is reached exactly.
"""

from __future__ import annotations

import numpy as np
from flint import fmpq

from coopgames.solvers.public_sets.below import generates, normals_around
from coopgames.solvers.public_sets.frame import Flags, Floats, Frame, Pair
from coopgames.solvers.public_sets.points import Lotteries, Points, enforced
from coopgames.solvers.public_sets.polygon import hull_indices

__all__ = ["settle"]

#: Extreme points that are worth their programs.
MOST = 260
#: Weights that are large enough to take up rounding, and weights that are none.
LARGE, NONE = 1e-5, 1e-10
#: What may be left out, in shares of the distance that does not matter.
PARTS = (1.0, 1 / 8, 1 / 64, 1 / 512, 0.0)
#: How far points are moved towards a set with room, in multiples of the distance that does not
#: matter.
MIXED = (1 / 8, 1.0, 8.0)

ZERO, ONE = fmpq(0), fmpq(1)


def settle(
    frame: Frame,
    grown: Floats,
    live: Flags,
    slack: float,
    bits: int,
    near: float,
    room: Floats | None = None,
) -> Points | None:
    """Return short points near the extreme points, with lotteries, or None if one has none.

    Parameters
    ----------
    frame : Frame
    grown : array, shape (points, 2)
    live : array of bool, shape (profiles,)
    slack : float
        By how much incentives should hold.
    bits : int
        Binary places of the points and of most weights.
    near : float
        Points that change the hull by less than this may be left out.
    room : array, shape (points, 2), optional
        A set that generates itself with room: the points may be moved towards it.
    """
    if room is not None:
        for share in MIXED:
            mixed = _mixed(frame, grown, room, min(share * near, 1.0))
            found = _thinner(frame, mixed, live, slack, bits, near)
            if found is not None:
                return found
    return _thinner(frame, grown, live, slack, bits, near)


def _mixed(frame: Frame, grown: Floats, room: Floats, share: float) -> Floats:
    """Move the points of a set towards those of another, except equilibria of the stage game."""
    directions = normals_around(grown)
    far, near = ((directions @ x.T).argmax(axis=1) for x in (grown, room))
    points = (1.0 - share) * grown[far] + share * room[near]
    points = np.vstack([points, frame.arrays.payoffs[list(frame.nash)].reshape(-1, 2)])
    return points[hull_indices(points)]


def _thinner(
    frame: Frame, grown: Floats, live: Flags, slack: float, bits: int, near: float
) -> Points | None:
    """Settle with as few points as is possible without moving the hull by a distance."""
    rounded = np.round(grown * 2.0**bits) / 2.0**bits
    static = frame.arrays.payoffs[list(frame.nash)].reshape(-1, 2)
    for a, payoff in zip(frame.nash, static, strict=True):
        rounded[np.abs(grown - payoff).max(axis=1) < 2.0 ** (1 - bits)] = frame.arrays.payoffs[a]
    points = rounded[hull_indices(rounded)]
    tried = len(points) + 1
    for part in PARTS:
        some = _thinned(points, part * near) if part and len(points) > 3 else points
        # In floats first: programs for single points take long.
        if len(some) > MOST or len(some) == tried:
            continue
        tried = len(some)
        if part and not generates(frame.arrays, some, static, live, slack):
            continue
        found = _settled(frame, some, static, live, slack, bits)
        if found is not None:
            return found
    return None


def _thinned(points: Floats, near: float) -> Floats:
    """Leave out corners that are nearer than a distance to the chord of their neighbours."""
    kept, first = [points[0]], 0
    for k in range(1, len(points)):
        # All corners since the last one that is kept must be near the chord to the next.
        chord = points[(k + 1) % len(points)] - kept[-1]
        length = max(float(np.hypot(chord[0], chord[1])), 1e-300)
        between = points[first + 1 : k + 1] - kept[-1]
        off = np.abs(chord[0] * between[:, 1] - chord[1] * between[:, 0]) / length
        if float(off.max()) > near:
            kept.append(points[k])
            first = k
    return np.array(kept)


def _settled(
    frame: Frame, points: Floats, static: Floats, live: Flags, slack: float, bits: int
) -> Points | None:
    exact, own = _exact(frame, points, static, bits)
    profiles: list[int] = []
    lotteries: list[Lotteries] = []
    hint = 0
    for k, point in enumerate(points):
        static_profile = own[k]
        if static_profile is not None:
            profiles.append(static_profile)
            lotteries.append((((k, ONE),),) * frame.game.signals)
            continue
        for a in sorted((int(a) for a in np.nonzero(live)[0]), key=lambda a: a != hint):
            weights = _weights(frame, points, point, a, slack)
            lottery = None if weights is None else _reached(frame, exact, k, a, weights, bits)
            if lottery is not None and enforced(frame, exact, a, lottery):
                profiles.append(a)
                lotteries.append(lottery)
                hint = a
                break
        else:
            return None
    return Points(tuple(exact), tuple(profiles), tuple(lotteries))


def _exact(
    frame: Frame, points: Floats, static: Floats, bits: int
) -> tuple[list[Pair], list[int | None]]:
    """Return the points exactly, and the equilibrium of the stage game that each is, if any."""
    exact: list[Pair] = []
    own: list[int | None] = []
    for point in points:
        same = [n for n, s in enumerate(static) if not np.abs(s - point).any()]
        own.append(frame.nash[same[0]] if same else None)
        if same:
            x, y = frame.game.payoffs[frame.nash[same[0]]]
        else:
            scale = fmpq(2) ** bits
            x, y = (fmpq(round(float(c) * 2**bits)) / scale for c in point)
        exact.append((x, y))
    return exact, own


def _weights(
    frame: Frame, points: Floats, point: Floats, profile: int, slack: float
) -> Floats | None:
    """Return lotteries with which a profile reaches a point, or None."""
    from scipy.optimize import linprog  # pyright: ignore

    arrays = frame.arrays
    delta, law, shifts = arrays.discount, arrays.laws[profile], arrays.shifts[profile]
    signals, size = len(law), len(points)
    target = (point - (1.0 - delta) * arrays.payoffs[profile]) / delta
    # Variables: weights by signal and point, then the slack of the incentives.
    incentives = np.einsum("ky,jk->kyj", shifts, points[:, arrays.who]).reshape(-1, signals * size)
    needs = np.hstack([-incentives, shifts.any(axis=1).astype(float)[:, None]])
    equal = np.zeros((signals + 2, signals * size + 1))
    for y in range(signals):
        equal[y, y * size : (y + 1) * size] = 1.0
    equal[signals:, :-1] = np.einsum("y,jc->cyj", law, points).reshape(2, -1)
    cost = np.zeros(signals * size + 1)
    cost[-1] = -1.0
    done = linprog(
        cost,
        A_ub=needs,
        b_ub=-arrays.needs[profile],
        A_eq=equal,
        b_eq=np.concatenate([np.ones(signals), target]),
        bounds=[(0.0, None)] * (signals * size) + [(None, 4 * slack)],
        method="highs",
        options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
    )
    solution = None if done.status != 0 else np.array(done.x, dtype=np.float64)  # pyright: ignore
    if solution is None or solution[-1] < slack / 4:
        return None
    return np.maximum(solution[:-1].reshape(signals, size), 0.0)


def _reached(
    frame: Frame, exact: list[Pair], place: int, profile: int, weights: Floats, bits: int
) -> Lotteries | None:
    """Round the weights and let two of them make up for it; None if that fails."""
    scale, law = fmpq(2) ** bits, frame.game.laws[profile]
    rows: list[dict[int, fmpq]] = []
    for part in weights:
        found = {int(j): fmpq(round(float(part[j]) * 2**bits)) for j in np.nonzero(part > NONE)[0]}
        if not found:
            return None
        largest = max(found, key=lambda j: found[j])
        found[largest] += scale - sum(found.values(), start=ZERO)
        rows.append({j: w / scale for j, w in found.items() if w})
    missing = list(_promise(frame, exact[place], profile))
    for p, row in zip(law, rows, strict=True):
        for j, w in row.items():
            for c in range(2):
                missing[c] -= p * w * exact[j][c]
    moves = [
        (y, largest, j)
        for y, row in enumerate(rows)
        if law[y]
        for largest in [max(row, key=lambda j: row[j])]
        for j, w in row.items()
        if j != largest and float(w) > LARGE
    ]
    for m, one in enumerate(moves):
        for two in moves[:m]:
            (a, b), (c, d) = _along(exact, law, one), _along(exact, law, two)
            turn = a * d - b * c
            if turn and abs(float(turn)) > LARGE * LARGE:
                s = (missing[0] * d - missing[1] * c) / turn
                t = (a * missing[1] - b * missing[0]) / turn
                for (y, out, into), share in ((one, s), (two, t)):
                    rows[y][into] += share
                    rows[y][out] -= share
                good = all(w > 0 for row in rows for w in row.values())
                return tuple(tuple(sorted(row.items())) for row in rows) if good else None
    if not missing[0] and not missing[1]:
        return tuple(tuple(sorted(row.items())) for row in rows)
    return None


def _promise(frame: Frame, point: Pair, profile: int) -> Pair:
    """Return the expected promise with which a profile reaches a point."""
    delta, (g, h) = frame.discount, frame.game.payoffs[profile]
    return (point[0] - (ONE - delta) * g) / delta, (point[1] - (ONE - delta) * h) / delta


def _along(exact: list[Pair], law: tuple[fmpq, ...], move: tuple[int, int, int]) -> Pair:
    y, out, into = move
    return law[y] * (exact[into][0] - exact[out][0]), law[y] * (exact[into][1] - exact[out][1])
