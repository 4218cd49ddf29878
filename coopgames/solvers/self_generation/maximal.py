"""Theorem 1: rational weights that prove a self-generating set to be all of the payoff set."""

from __future__ import annotations

from collections.abc import Sequence

from flint import fmpq

from coopgames.solvers.self_generation.affine import Affine
from coopgames.solvers.self_generation.directions import Directions, normals_of
from coopgames.solvers.self_generation.geometry import Point
from coopgames.solvers.self_generation.operator import Outer
from coopgames.solvers.self_generation.widths import fitting_widths

__all__ = ["weights_of"]


def weights_of(outer: Outer, vertices: Sequence[Point]) -> list[fmpq] | None:
    """Return weights e with which Theorem 1 holds for a nonempty set, or None."""
    directions = Directions.of(outer.table, normals_of(vertices))
    offsets = directions.supports(vertices)
    reach = directions.supports(outer.bounds())
    test = Affine(outer.table, directions, offsets, outer.threat, outer.enforceable())
    return fitting_widths(test, [x - b for x, b in zip(reach, offsets, strict=True)])
