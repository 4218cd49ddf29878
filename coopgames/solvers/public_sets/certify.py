"""What the checker reads: the points, the chain, and both in the units of the user."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from flint import fmpq

from coopgames.certificates import Certificate
from coopgames.certificates.encode import rational
from coopgames.certificates.encode_public import check_numbers, public_game_document
from coopgames.games import RepeatedGame
from coopgames.solvers._flint import from_flint
from coopgames.solvers.public_sets.chain import Chain
from coopgames.solvers.public_sets.directions import Normal
from coopgames.solvers.public_sets.frame import Frame, Pair
from coopgames.solvers.public_sets.points import Points
from coopgames.solvers.public_sets.proof import Item, Split, Theta, Vector

__all__ = ["maximal_certificate", "sandwich_certificate"]

Json = object


def maximal_certificate(
    game: RepeatedGame, frame: Frame, points: Points | None, chain: Chain, vertices: Sequence[Pair]
) -> Certificate:
    """Return the proof that the points (None: no point) are the set; vertices as the user's."""
    fields = {**_inner(frame, points), **_outer(frame, chain)}
    fields["vertices"] = [_strings(v) for v in vertices]
    return _sealed("maximal_payoff_set", game, frame, fields)


def sandwich_certificate(
    game: RepeatedGame,
    frame: Frame,
    points: Points | None,
    chain: Chain,
    vertices: Sequence[Pair],
    squared: fmpq | None,
) -> Certificate:
    """Return the proof of an inner and an outer set and of their distance."""
    fields = {**_inner(frame, points), **_outer(frame, chain)}
    fields["outer_vertices"] = [_strings(v) for v in vertices]
    fields["squared_distance"] = None if squared is None else rational(from_flint(squared))
    return _sealed("payoff_set_sandwich", game, frame, fields)


def _sealed(kind: str, game: RepeatedGame, frame: Frame, fields: dict[str, Json]) -> Certificate:
    parts = [fields[key] for key in ("supports", "normals", "chain")]
    numbers = [*_leaves(parts), from_flint(frame.discount)]
    pairs = [x.as_integer_ratio() for x in numbers]
    total = [rational(sum(p for p, _ in pairs)), rational(sum(q for _, q in pairs))]
    document = public_game_document(game, with_discount_factor=True)
    return Certificate.seal(kind, document, {**fields, **check_numbers(game), "total": total})


def _leaves(value: Json) -> Iterator[Fraction]:
    if isinstance(value, dict):
        for part in value.values():  # pyright: ignore
            yield from _leaves(part)  # pyright: ignore
    elif isinstance(value, list):
        for part in value:  # pyright: ignore
            yield from _leaves(part)  # pyright: ignore
    elif isinstance(value, (int, str)):
        yield Fraction(value)


def _inner(frame: Frame, points: Points | None) -> dict[str, Json]:
    if points is None:
        return {"points": [], "supports": []}
    supports = [
        {
            "profile": a,
            "promises": [[[j, rational(from_flint(w))] for j, w in part] for part in lottery],
        }
        for a, lottery in zip(points.profiles, points.lotteries, strict=True)
    ]
    return {"points": [_strings(frame.to_user(p)) for p in points.points], "supports": supports}


class _Units:
    """Normals, offsets and multipliers in the units of the user."""

    def __init__(self, frame: Frame, normals: Sequence[Normal]) -> None:
        self.frame = frame
        self.normals: list[Normal] = []
        self.scales: list[fmpq] = []
        for normal in normals:
            x, y = (fmpq(n) / u for n, u in zip(normal, frame.units, strict=True))
            scale = fmpq(math.lcm(int(x.q), int(y.q)))
            p, q = int((x * scale).p), int((y * scale).p)
            divisor = math.gcd(p, q)
            self.normals.append((p // divisor, q // divisor))
            self.scales.append(scale / divisor)

    def offsets(self, offsets: Vector) -> list[str]:
        """Return ``n (origin + unit v) <= b`` for the normals of the user."""
        found: list[fmpq] = []
        for n, scale, b in zip(self.normals, self.scales, offsets, strict=True):
            x, y = self.frame.origin
            found.append(scale * b + n[0] * x + n[1] * y)
        return _strings(found)

    def theta(self, theta: Theta, players: Iterable[int], scale: fmpq) -> list[str]:
        """Return multipliers of incentives in the units of the user."""
        units = self.frame.units
        return _strings([scale * w / units[i] for w, i in zip(theta, players, strict=True)])


def _outer(frame: Frame, chain: Chain) -> dict[str, Json]:
    units = _Units(frame, chain.prover.normals)
    players = [d.player for d in frame.game.deviations[0]]
    return {
        "normals": [[str(x), str(y)] for x, y in units.normals],
        "chain": [_item(units, players, item) for item in chain.items],
    }


def _item(units: _Units, players: list[int], item: Item) -> dict[str, Json]:
    one = fmpq(1)
    return {
        "excluded": [
            [x.profile, units.theta(x.theta, players, one), _splits(x.splits)]
            for x in item.excluded
        ],
        "offsets": units.offsets(item.offsets),
        "tight": [[i, [e for e, _ in split]] for i, split in item.tight],
        "duals": [
            [
                d.direction,
                d.profile,
                units.theta(d.theta, players, units.scales[d.direction]),
                _splits(d.splits),
            ]
            for d in item.duals
        ],
    }


def _splits(splits: Iterable[Split]) -> list[list[int]]:
    return [[e for e, _ in split] for split in splits]


def _strings(values: Iterable[fmpq]) -> list[str]:
    return [rational(from_flint(x)) for x in values]
