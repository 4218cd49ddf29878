"""The certificate of a limit set of two players (kind ``limit_set``)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flint import fmpq, fmpz

from coopgames.certificates import Certificate
from coopgames.certificates.encode_public import check_numbers, public_game_document
from coopgames.games import RepeatedGame
from coopgames.solvers.limit_sets.plane import Cone, Plane, Ray
from coopgames.solvers.limit_sets.scores import Vector

__all__ = ["limit_certificate"]

JSON = Any


def limit_certificate(game: RepeatedGame, plane: Plane) -> Certificate:
    """Write down the rays with the bounds on all profiles, and the cones with their promises.

    An empty set needs no promises.
    """
    empty = not plane.vertices
    fields: dict[str, JSON] = {
        "rays": [_ray(ray, empty) for ray in plane.rays],
        "cones": [] if empty else [_cone(cone) for cone in plane.cones],
        "vertices": [_texts(v) for v in plane.vertices],
    }
    fields["total"] = _total(fields)
    document = public_game_document(game, with_discount_factor=False)
    return Certificate.seal("limit_set", document, {**fields, **check_numbers(game)})


def _ray(ray: Ray, empty: bool) -> JSON:
    witness = None
    if ray.axis is not None and not empty:
        witness = {"profile": ray.axis.position, "point": _point(ray.axis.promises)}
    return {
        "direction": [str(fmpz(x)) for x in ray.direction],
        "score": None if ray.score is None else str(ray.score),
        "bounds": [_texts(theta) for theta in ray.thetas],
        "witness": witness,
    }


def _cone(cone: Cone) -> JSON:
    left, right = _point(cone.left), _point(cone.right)
    return {"profile": cone.position, "left": left, "right": right}


def _point(rows: Iterable[Vector]) -> JSON:
    return [_texts(row) for row in rows]


def _texts(values: Iterable[fmpq]) -> list[str]:
    # Flint prints rationals as certificates have them: "p/q" in lowest terms, or "p".
    return [str(x) for x in values]


def _total(fields: dict[str, JSON]) -> list[str]:
    """Return the sums of the numerators and of the denominators of all numbers."""
    # In flint, which reads and prints integers of any length; Python stops at 4,300 digits.
    stack, up, down = list(fields.values()), fmpz(0), fmpz(0)
    while stack:
        entry = stack.pop()
        if isinstance(entry, dict):
            stack += entry.values()
        elif isinstance(entry, list):
            stack += entry
        elif entry is not None:
            x = fmpq(entry)
            up, down = up + x.p, down + x.q
    return [str(up), str(down)]
