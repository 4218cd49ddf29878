"""The two certificates of a payoff set of many players."""

from __future__ import annotations

from collections.abc import Iterable

from flint import fmpq

from coopgames.certificates import Certificate
from coopgames.certificates.encode import game_document, rational, rationals
from coopgames.games import RepeatedGame, StageGame
from coopgames.solvers._flint import from_flint
from coopgames.solvers.one_shot_values import uniform_payoffs
from coopgames.solvers.polytopes.cells import Cells, Vector
from coopgames.solvers.polytopes.chain import Chain
from coopgames.solvers.polytopes.lotteries import Inner
from coopgames.solvers.polytopes.proof import Normals, Weights, dot

__all__ = ["inner_certificate", "outer_certificate", "user_offsets"]


def user_offsets(cells: Cells, normals: Normals, offsets: Vector) -> list[fmpq]:
    """Return offsets in the units of the game."""
    scale = fmpq(cells.scale.numerator, cells.scale.denominator)
    shifts = tuple(fmpq(x.numerator, x.denominator) for x in cells.shifts)
    return [b * scale + dot(n, shifts) for n, b in zip(normals, offsets, strict=True)]


def outer_certificate(
    game: RepeatedGame, stage: StageGame, cells: Cells, normals: Normals, chain: Chain
) -> Certificate:
    """Return the ``outer_bound``: normals, the chain of contractions, and the exclusions.

    The duals need no units: ``lambda`` and ``tau`` are the same for payoffs in shares of the range.
    """
    steps: list[dict[str, object]] = []
    numbers: list[fmpq] = []
    for step in chain.contractions:
        offsets = user_offsets(cells, normals, step.offsets)
        numbers += offsets
        steps.append(
            {
                "excluded": [[a, _weights(tau)] for a, tau in step.excluded],
                "offsets": _strings(offsets),
                "duals": [[r.direction, r.profile, _weights(r.tau)] for r in step.rows],
            }
        )
        for row in step.rows:
            numbers += [fmpq(row.direction), *_numbers(row.profile, row.tau)]
    gone = [pair for step in chain.contractions for pair in step.excluded]
    for a, tau in (*gone, *chain.excluded):
        numbers += _numbers(a, tau)
    numbers += [fmpq(x) for normal in normals for x in normal]
    numbers.append(cells.discount_factor)
    fields = {
        "uniform_payoffs": rationals(uniform_payoffs(stage)),
        "normals": [[str(x) for x in normal] for normal in normals],
        "chain": steps,
        "excluded": [[a, _weights(tau)] for a, tau in chain.excluded],
        "total": rational(from_flint(sum(numbers, start=fmpq(0)))),
    }
    return Certificate.seal("outer_bound", game_document(game, with_discount_factor=True), fields)


def inner_certificate(
    game: RepeatedGame, stage: StageGame, cells: Cells, inner: Inner
) -> Certificate | None:
    """Return the ``self_generating_set`` of a nonempty inner set."""
    if not inner.points:
        return None
    fields = {
        "uniform_payoffs": rationals(uniform_payoffs(stage)),
        "field": None,
        "vertices": [rationals(cells.to_user(point)) for point in inner.points],
        "profiles": [list(cells.profiles[a]) for a in inner.profiles],
        "lotteries": [_weights(lottery) for lottery in inner.lotteries],
    }
    document = game_document(game, with_discount_factor=True)
    return Certificate.seal("self_generating_set", document, fields)


def _numbers(profile: int, tau: Weights) -> list[fmpq]:
    """Return what a check sum adds up of a profile and its weights: indices, too."""
    return [fmpq(profile), *(x for j, y in tau for x in (fmpq(j), y))]


def _weights(weights: Weights) -> list[list[object]]:
    return [[j, rational(from_flint(y))] for j, y in weights]


def _strings(values: Iterable[fmpq]) -> list[str]:
    return [rational(from_flint(x)) for x in values]
