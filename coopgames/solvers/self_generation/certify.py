"""Certificates about the payoff sets of two players."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from flint import fmpq

from coopgames.arithmetic import FieldElement, NumberField
from coopgames.certificates import Certificate
from coopgames.certificates.encode import end, game_document, rational, rationals
from coopgames.games import RepeatedGame, StageGame
from coopgames.solvers.one_shot_values import uniform_payoffs
from coopgames.solvers.self_generation.candidate import Candidate
from coopgames.solvers.self_generation.coordinates import squared_distance
from coopgames.solvers.self_generation.corners import Table
from coopgames.solvers.self_generation.exact_set import Chain, Found
from coopgames.solvers.self_generation.geometry import Point

__all__ = ["maximal_certificate", "sandwich_certificate", "static_certificate"]


def fraction(value: Any) -> Fraction:
    """Return a flint rational as a Fraction."""
    return Fraction(int(value.p), int(value.q))


def element(value: Any, field: NumberField | None) -> object:
    """Return a number as it stands in a certificate: a rational, or a polynomial in theta."""
    if field is None:
        return rational(fraction(value))
    if isinstance(value, FieldElement):
        return rationals(value.coefficients)
    constant = fraction(fmpq(value))
    return rationals([constant]) if constant else []


def set_fields(
    table: Table, vertices: Sequence[Point], profiles: Iterable[int], field: NumberField | None
) -> dict[str, object]:
    """Return the fields of a set that generates itself."""
    return {
        "field": None if field is None else end(field.root),
        "vertices": [[element(p[0], field), element(p[1], field)] for p in vertices],
        "profiles": [list(table.profile(a)) for a in profiles],
    }


def seal(game: RepeatedGame, kind: str, fields: Mapping[str, object]) -> Certificate:
    """Assemble a certificate of a two-player game."""
    assert isinstance(game.stage, StageGame)
    document = game_document(game, with_discount_factor=True)
    uniform = rationals(uniform_payoffs(game.stage))
    return Certificate.seal(kind, document, {**fields, "uniform_payoffs": uniform})


def chain_items(chain: Chain) -> list[object]:
    """Return a chain of outer sets as it stands in a certificate."""
    items: list[object] = []
    for item in chain.items:
        if isinstance(item, int):
            items.append({"steps": item})
            continue
        numbers = [fraction(x) for x in (*item.offsets, *item.widths)]
        items.append(
            {
                "offsets": rationals(map(fraction, item.offsets)),
                "widths": rationals(map(fraction, item.widths)),
                "total": rational(sum(numbers, start=Fraction(0))),
            }
        )
    return items


def _theorem(found: Found, field: NumberField | None) -> object:
    proof = found.proof
    assert proof is not None
    if proof.weights is not None:
        weights = [fraction(x) for x in proof.weights]
        total = sum(weights, start=Fraction(0))
        return {"weights": rationals(weights), "total": rational(total)}
    if proof.motion is not None:
        totals = [sum((v[c] for v in proof.motion), start=fmpq(0)) for c in (0, 1)]
        return {
            "motion": [[element(x, field) for x in v] for v in proof.motion],
            "total": [element(x, field) for x in totals],
        }
    return None


def maximal_certificate(game: RepeatedGame, table: Table, found: Found) -> Certificate:
    """Return the certificate that a set is exactly the payoff set."""
    inner = found.inner
    fields = _inner(table, inner)
    field = None if inner is None else inner.field
    outside = {"chain": chain_items(found.chain), "theorem": _theorem(found, field)}
    return seal(game, "maximal_payoff_set", {**fields, "outside": outside})


def static_certificate(game: RepeatedGame, table: Table, inner: Candidate | None) -> Certificate:
    """Return the certificate for discount factor 0: the hull of the static equilibria."""
    return seal(game, "maximal_payoff_set", {**_inner(table, inner), "outside": None})


def sandwich_certificate(game: RepeatedGame, table: Table, found: Found) -> tuple[Certificate, Any]:
    """Return the certificate of an inner and an outer set, and their squared distance or None."""
    inner, outer = found.inner, found.chain.outer.vertices
    farthest = None
    if inner is not None:
        lifted = [tuple(_in_field(x, inner.field) for x in p[:2]) for p in outer]
        farthest = max(squared_distance(inner.vertices, p) for p in lifted)
    fields = {
        **_inner(table, inner),
        "chain": chain_items(found.chain),
        "outer_vertices": [rationals((fraction(p[0]), fraction(p[1]))) for p in outer],
        "squared_distance": None if inner is None else element(farthest, inner.field),
    }
    shown = farthest.number() if isinstance(farthest, FieldElement) else farthest
    shown = fraction(shown) if isinstance(shown, fmpq) else shown
    return seal(game, "payoff_set_sandwich", fields), shown


def _in_field(value: Any, field: NumberField | None) -> Any:
    return value if field is None else field.element(value)


def _inner(table: Table, inner: Candidate | None) -> dict[str, object]:
    if inner is None:
        return set_fields(table, [], [], None)
    return set_fields(table, inner.vertices, inner.profiles, inner.field)
