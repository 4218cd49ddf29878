"""Games whose state moves, and plans for them, as they stand in certificates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from flint import fmpq, fmpq_poly

from coopgames.arithmetic import Number, RationalFunction
from coopgames.certificates import Certificate
from coopgames.certificates.encode import rational, scalar
from coopgames.errors import CertificateError, UnsupportedGameError
from coopgames.games._arrays import nest
from coopgames.solvers._flint import coefficients, to_flint
from coopgames.solvers.markov.nodes import Choice, Nodes

__all__ = ["markov_documents", "numerators", "place_of", "sealed"]

#: Games and plans with more entries than this get no certificate.
LARGEST = 300_000


def markov_documents(nodes: Nodes) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the game, and the plan with the check numbers.

    Raises
    ------
    UnsupportedGameError
        If the game is too large, or a number is no polynomial in the parameter.
    """
    game = nodes.game
    entries = sum(len(law) for laws in (*nodes.laws, *game.laws) for law in laws)
    if entries > LARGEST:
        raise UnsupportedGameError(f"{entries} probabilities, a certificate holds {LARGEST}")
    payoffs: list[Any] = []
    for labels, row in zip(game.actions, game.cells, strict=True):
        shape = tuple(map(len, labels))
        payoffs.append([nest(tuple(map(_scalar, own)), shape) for own in row])
    starts = [nodes.pairs[k][1] for k in nodes.starts]
    document: dict[str, Any] = {
        "type": "markov",
        "payoffs": payoffs,
        "laws": [[[[t, _scalar(p)] for t, p in law] for law in laws] for laws in game.laws],
        "starts": starts,
        "discount": _scalar(game.discount_factor),
    }
    if game.parameter is not None:
        lower, upper = game.parameter.lower, game.parameter.upper
        if lower is None or upper is None:
            raise UnsupportedGameError(f"a domain without an end: {game.parameter}")
        document["parameter"] = {"lower": rational(lower), "upper": rational(upper)}
    return document, {"plan": _plan(nodes), **_moments(nodes)}


def _scalar(value: Number) -> Any:
    if isinstance(value, RationalFunction) and not value.is_polynomial:
        raise UnsupportedGameError(f"a certificate holds polynomials only, not {value!r}")
    return scalar(value)


def _plan(nodes: Nodes) -> dict[str, Any]:
    actions: list[list[int]] = [[] for _ in range(len(nodes))]
    for choice in nodes.choices():
        if choice.prescribed:
            actions[choice.node].append(choice.action)
    transitions = [[[k for k, _ in law] for law in laws] for laws in nodes.laws]
    targets = sum(k for laws in transitions for law in laws for k in law)
    return {
        "states": [state for _, state in nodes.pairs],
        "starts": list(nodes.starts),
        "actions": actions,
        "transitions": transitions,
        "targets": targets + sum(nodes.starts),
    }


def _moments(nodes: Nodes) -> dict[str, Any]:
    """Return sums with weights, which bind the numbers that no inequality reads."""
    game = nodes.game
    payoffs = (
        (s * i * k, x)
        for s, rows in enumerate(game.cells, 1)
        for i, row in enumerate(rows, 1)
        for k, x in enumerate(row, 1)
    )
    laws = (
        (s * k * (t + 1), p)
        for s, rows in enumerate(game.laws, 1)
        for k, law in enumerate(rows, 1)
        for t, p in law
    )
    return {"payoff_moment": _total(payoffs), "law_moment": _total(laws)}


def _total(terms: Iterable[tuple[int, Any]]) -> Any:
    weights: dict[Any, int] = {}  # large games have few different numbers
    for weight, x in terms:
        weights[x] = weights.get(x, 0) + weight
    total: Any = sum((w * x for x, w in weights.items()), start=Fraction(0))
    return _scalar(total)


def place_of(choice: Choice) -> list[int]:
    """Return a deviation as [node, player, action]."""
    return [choice.node, choice.player, choice.action]


def sealed(
    kind: str, game: Mapping[str, Any], fields: Mapping[str, Any]
) -> tuple[Certificate | None, str]:
    """Return a certificate that the checker has accepted, or None and the reason."""
    certificate = Certificate.seal(kind, game, fields)
    try:
        certificate.check()
    except CertificateError as error:
        return None, str(error)
    return certificate, ""


def numerators(
    values: Sequence[Sequence[Any]], inside: Fraction
) -> tuple[list[Fraction], list[list[list[Fraction]]]]:
    """Return ratios of polynomials as polynomials over one denominator, positive at a point.

    Examples
    --------
    >>> from coopgames.arithmetic import parameter
    >>> x = parameter("x", 0, 1)
    >>> numerators([[1 / (x - 1), Fraction(1, 2)]], Fraction(1, 2))[0]
    [Fraction(1, 1), Fraction(-1, 1)]
    """
    common = fmpq_poly([1])
    ratios = [x for row in values for x in row if isinstance(x, RationalFunction)]
    for bottom in {x.denominator for x in ratios}:
        p = fmpq_poly(list(bottom))
        common = common * (p // common.gcd(p))
    if common(fmpq(inside.numerator, inside.denominator)) < 0:
        common = -common

    def over(x: Any) -> list[Fraction]:
        if not isinstance(x, RationalFunction):
            return list(coefficients(common * to_flint(x)))
        top = fmpq_poly(list(x.numerator))
        return list(coefficients(top * (common // fmpq_poly(list(x.denominator)))))

    return list(coefficients(common)), [[over(x) for x in row] for row in values]
