"""Certificates of liquidity functions: for every discount factor, and for one.

``liquidity_steps`` holds the functions themselves, proved from both sides: lines by weak duality,
and promises that attain them. ``liquidity_payoffs`` holds the promises of one plan, and lines which
show that no larger liquidity can be kept (theory notes, section 1.4).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flint import fmpq, fmpz

from coopgames.certificates import Certificate
from coopgames.certificates.encode_public import check_numbers, public_game_document
from coopgames.errors import CertificateError
from coopgames.games import RepeatedGame
from coopgames.solvers.public.liquidity import LiquidityFunctions
from coopgames.solvers.public.liquidity_bounds import Bound, Range, profile_bounds
from coopgames.solvers.public.liquidity_curves import Line, Point, Weights

__all__ = ["SupportedPlan", "payoffs_certificate", "plan_at", "steps_certificate"]

JSON = Any
ZERO, ONE = fmpq(0), fmpq(1)
#: Promises in a certificate for every discount factor; with more it is not written.
MAX_PROMISES = 100_000
#: Words that stand among the numbers of a certificate.
PROGRAMS = ("transfers", "symmetric")


@dataclass(frozen=True, slots=True)
class SupportedPlan:
    """The plan of one liquidity: for the path and for each punishment a profile and promises.

    Attributes
    ----------
    liquidity : fmpq
    values : tuple of fmpq
        The joint function and the floors.
    positions : tuple of int
    points : tuple of Point
    """

    liquidity: fmpq
    values: tuple[fmpq, ...]
    positions: tuple[int, ...]
    points: tuple[Point, ...]


def plan_at(functions: LiquidityFunctions, delta: fmpq) -> SupportedPlan | None:
    """Return the plan of the largest liquidity that can be kept; None if there is no equilibrium.

    Every joint payoff and every punishment is best at the same, largest liquidity.
    """
    liquidity = functions.largest(delta)
    if liquidity is None:
        return None
    every = range(functions.program.functions)
    values = tuple(functions.value(f, liquidity) for f in every)
    supports = [functions.supporting(f, liquidity) for f in every]
    return SupportedPlan(
        liquidity, values, tuple(k for k, _ in supports), tuple(x for _, x in supports)
    )


def steps_certificate(game: RepeatedGame, functions: LiquidityFunctions) -> Certificate:
    """Write the functions of a game for every discount factor.

    Raises
    ------
    CertificateError
        If it would hold more than 100,000 promises: nobody would want to check it.
    """
    points = 2 * functions.program.functions * len(functions.grid) + len(functions.starts)
    width = max((len(x.point) for x in functions.starts if x.point is not None), default=0)
    if points * width > MAX_PROMISES:
        raise CertificateError(
            f"certificate: it would hold {points * width} promises, at most {MAX_PROMISES}"
        )
    ranges = _ranges(functions, functions.grid)
    bounds = profile_bounds(functions, ranges or _nowhere(functions, None))
    limit = functions.limit
    every = range(functions.program.functions if ranges else 0)
    fields: dict[str, JSON] = {
        **_common(functions, ranges, bounds),
        "supports": [_supports(functions, f, ranges) for f in every],
        "queries": _queries(functions),
        "limit": {"value": _text(limit and limit[0]), "discount_factor": _text(limit and limit[1])}
        if ranges
        else None,
    }
    return _sealed("liquidity_steps", game, fields, with_discount_factor=False)


def payoffs_certificate(
    game: RepeatedGame, functions: LiquidityFunctions, plan: SupportedPlan | None
) -> Certificate:
    """Write the plan of a game at its discount factor, and why no other one reaches more."""
    if plan is None:
        ranges = _nowhere(functions, functions.grid[0] if functions.grid else None)
        ranges += _ranges(functions, functions.grid)
    else:
        later = [x for x in functions.grid if x > plan.liquidity]
        ranges = _ranges(functions, [plan.liquidity, *later])
    bounds = profile_bounds(functions, ranges[: None if game.discount_factor else 1])
    if not game.discount_factor:
        # Without a future only what is feasible at liquidity 0 counts.
        flat = tuple(Line(line.at(ZERO), ZERO) for line in ranges[0].lines)
        ranges = [Range(ZERO, None, flat)]
    fields: dict[str, JSON] = {
        **_common(functions, ranges, bounds),
        "liquidity": _text(plan and plan.liquidity),
        "joint_payoff": _text(plan and plan.values[0]),
        "punishments": plan and _texts(plan.values[1:]),
        "plan": plan
        and {
            "profiles": list(plan.positions),
            "points": [_written(functions, x) for x in plan.points],
        },
    }
    return _sealed("liquidity_payoffs", game, fields, with_discount_factor=True)


def _ranges(functions: LiquidityFunctions, grid: Sequence[fmpq]) -> list[Range]:
    ends = [*grid[1:], None]
    return [
        Range(x, end, tuple(e.at(x).line for e in functions.envelopes))
        for x, end in zip(grid, ends, strict=False)
    ]


def _nowhere(functions: LiquidityFunctions, end: fmpq | None) -> list[Range]:
    """Return a range without any feasible profile; any numbers with F < 0 do as bounds."""
    if end is not None and not end:
        return []
    floors = (Line(ZERO, ZERO),) * (functions.program.functions - 1)
    return [Range(ZERO, end, (Line(-ONE, ZERO), *floors))]


def _supports(functions: LiquidityFunctions, function: int, ranges: Sequence[Range]) -> JSON:
    found: list[JSON] = []
    for where in ranges:
        position, left = functions.supporting(function, where.start)
        end = where.end
        right = None if end is None else functions.point(function, position, end)
        points = {"left": _written(functions, left), "right": _written(functions, right)}
        found.append({"profile": position, **points})
    return found


def _queries(functions: LiquidityFunctions) -> JSON:
    return [
        {
            "profile": position,
            "least_liquidity": _text(start.liquidity),
            "point": _written(functions, start.point),
            "discount_factor": _text(functions.least_discount_factor(start.liquidity)),
        }
        for position, start in enumerate(functions.starts)
    ]


def _common(
    functions: LiquidityFunctions,
    ranges: Sequence[Range],
    bounds: Sequence[Bound],
) -> dict[str, JSON]:
    """Return the fields that both kinds have."""
    grid = [where.start for where in ranges]
    tables = [
        (
            [where.lines[f].at(where.start) for where in ranges],
            [where.lines[f].slope for where in ranges],
        )
        for f in range(functions.program.functions if ranges else 0)
    ]
    return {
        "program": functions.program.name,
        "grid": _texts(grid),
        "functions": [
            {"values": _texts(values), "slopes": _texts(slopes)} for values, slopes in tables
        ],
        "bounds": [
            {
                "entry": None if b.entry is None else _texts(b.entry),
                "lines": [[_texts(w) for w in row] for row in b.lines],
            }
            for b in bounds
        ],
    }


def _sealed(
    kind: str, game: RepeatedGame, fields: dict[str, JSON], *, with_discount_factor: bool
) -> Certificate:
    document = public_game_document(game, with_discount_factor=with_discount_factor)
    signal = document.get("signal", {})
    bound = [document.get("discount_factor"), signal.get("false_alarm"), signal.get("detection")]
    numbers = [fmpq(text) for text in _numbers([*fields.values(), bound])]
    # Flint prints integers of any length; Python's own str stops at 4,300 digits.
    up = sum((x.p for x in numbers), start=fmpz(0))
    down = sum((x.q for x in numbers), start=fmpz(0))
    total = [str(up), str(down)]
    return Certificate.seal(kind, document, {**fields, "total": total, **check_numbers(game)})


def _numbers(value: JSON) -> Iterator[str]:
    """Return every number of a document, as text: a word among them is no number."""
    if isinstance(value, dict):
        value = list(value.values())  # pyright: ignore[reportUnknownArgumentType,reportUnknownVariableType]
    if isinstance(value, list):
        for item in value:  # pyright: ignore[reportUnknownVariableType]
            yield from _numbers(item)
    elif value is not None and value not in PROGRAMS:
        yield str(value)


def _text(value: fmpq | None) -> str | None:
    return None if value is None else str(value)


def _texts(values: Weights | Sequence[fmpq]) -> list[str]:
    return [str(x) for x in values]


def _written(functions: LiquidityFunctions, point: Point | None) -> JSON:
    return None if point is None else _nested(functions.program.written(point))


def _nested(values: Sequence[object]) -> JSON:
    return [_nested(x) if isinstance(x, list) else str(x) for x in values]  # pyright: ignore[reportUnknownArgumentType]
