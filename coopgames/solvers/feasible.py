"""Feasible and individually rational payoffs of two players."""

from __future__ import annotations

from fractions import Fraction
from types import MappingProxyType
from typing import Any, cast

from coopgames.arithmetic import Arithmetic
from coopgames.certificates import Certificate
from coopgames.certificates.encode import rationals
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games import StageGame
from coopgames.solvers.minmax import minmax, pure_punishments
from coopgames.solvers.payoff_set import PayoffSet
from coopgames.solvers.rationalize import rationalize_stage
from coopgames.solvers.solution import Solution, Status
from coopgames.solvers.stage_certificates import TOO_LARGE, stage_certificate

__all__ = ["feasible_payoffs", "individually_rational_payoffs"]


def _check(stage: StageGame) -> tuple[StageGame, bool]:
    if not isinstance(stage, StageGame):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("stage", stage, "a StageGame")
    if stage.num_players != 2:
        raise UnsupportedGameError(f"stage: got {stage.num_players} players, expected 2")
    if stage.arithmetic is Arithmetic.SYMBOLIC:
        raise UnsupportedGameError("stage: payoff sets need numbers, got a parameter")
    if stage.arithmetic is Arithmetic.FLOAT:
        return rationalize_stage(stage), True
    return stage, False


def feasible_payoffs(stage: StageGame) -> Solution[PayoffSet]:
    """Return the convex hull of the payoff pairs: what public lotteries over profiles can give.

    Returns
    -------
    Solution
        A :class:`PayoffSet`, with a certificate of the kind ``feasible_set`` for exact games of at
        most 20,000 payoffs. Float games have a set of floats, found exactly on their binary values
        and rounded once, without a certificate.

    Examples
    --------
    >>> from coopgames.games import prisoners_dilemma
    >>> len(feasible_payoffs(prisoners_dilemma(3, 2, 0, -1)).value.vertices)
    4
    """
    exact_stage, floats = _check(stage)
    value = PayoffSet(_corners(exact_stage))
    method = "convex hull of the payoff pairs of pure profiles"
    certificate = None if floats else _certificate(exact_stage, value, None, None)
    return _solution(value, floats, certificate, method, {})


def _corners(stage: StageGame) -> list[tuple[Any, Any]]:
    """Return the payoff pairs that can be vertices: the extreme ones for each first payoff.

    Large games have few distinct first payoffs, and the hull in exact arithmetic is slow.
    """
    least: dict[Any, Any] = {}
    largest: dict[Any, Any] = {}
    for x, y in zip(*stage.cells, strict=True):
        if x not in least or y < least[x]:
            least[x] = y
        if x not in largest or y > largest[x]:
            largest[x] = y
    return [*least.items(), *largest.items()]


def _certificate(
    stage: StageGame, value: PayoffSet, threat: tuple[Any, ...] | None, kind: str | None
) -> Certificate | None:
    fields: dict[str, object] = {
        "threat": None if threat is None else rationals(threat),
        "threat_kind": kind,
        "vertices": [rationals(cast("tuple[Fraction, ...]", v)) for v in value.vertices],
    }
    return stage_certificate("feasible_set", stage, fields)


def _solution(
    value: PayoffSet,
    floats: bool,
    certificate: Certificate | None,
    method: str,
    diagnostics: dict[str, object],
) -> Solution[PayoffSet]:
    shown = MappingProxyType(diagnostics)
    if floats:
        method += "; exact on the binary values of the floats, rounded once"
        return Solution(value.to_float(), Status.FLOAT, None, method, Arithmetic.FLOAT, shown)
    if certificate is None:
        method += TOO_LARGE
        return Solution(value, Status.EXACT_UNCERTIFIED, None, method, Arithmetic.EXACT, shown)
    return Solution(value, Status.PROVED, certificate, method, Arithmetic.EXACT, shown)


def individually_rational_payoffs(stage: StageGame, mixed: bool = False) -> Solution[PayoffSet]:
    """Return the feasible payoffs at which each player gets at least his minmax payoff.

    Parameters
    ----------
    stage : StageGame
        Two players.
    mixed : bool, optional
        Which minmax: in pure actions (default) or mixed.

    Returns
    -------
    Solution
        The set to which the folk theorem says that equilibrium payoffs grow (Fudenberg and Maskin
        1986, with mixed minmax and observable mixtures or none needed); empty when no feasible
        payoff reaches both minmax values. ``diagnostics["minmax"]`` has the two values. The
        certificate has the kind ``feasible_set``; with ``mixed`` those of the minmax values stand
        beside it in ``diagnostics["certificates"]``. Float games have floats in both places, and
        no certificate.

    Raises
    ------
    InvalidGameError
        If `stage` is no StageGame, or `mixed` no bool.
    UnsupportedGameError
        If there are not two players, or the payoffs contain a parameter.

    Examples
    --------
    >>> from coopgames.games import prisoners_dilemma
    >>> print(individually_rational_payoffs(prisoners_dilemma(3, 2, 0, -1)).value.area)
    16/3
    """
    exact_stage, floats = _check(stage)
    if not isinstance(mixed, bool):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("mixed", mixed, "True or False")
    least, programs = _minmax(exact_stage, mixed)
    whole = PayoffSet(_corners(exact_stage))
    value = whole.clip((1, 0), least[0]).clip((0, 1), least[1])
    method = f"feasible payoffs at or above the {'mixed' if mixed else 'pure'} minmax payoffs"
    diagnostics: dict[str, object] = {"minmax": tuple(map(float, least)) if floats else least}
    if floats:
        return _solution(value, floats, None, method, diagnostics)
    kind = "given" if mixed else "pure"
    certificate = _certificate(exact_stage, value, least, kind)
    if mixed:
        # The set is clipped at given numbers; that they are the minmax values, two duals prove.
        own = () if certificate is None else (certificate,)
        diagnostics["certificates"] = (*own, *programs)
    return _solution(value, floats, certificate, method, diagnostics)


def _minmax(stage: StageGame, mixed: bool) -> tuple[tuple[Any, ...], tuple[Certificate, ...]]:
    """Return both minmax payoffs and, for mixed ones, what proves them."""
    if mixed:
        answer = minmax(stage, mixed=True)
        return answer.value, cast("tuple[Certificate, ...]", answer.diagnostics["certificates"])
    profiles = pure_punishments(stage)
    return tuple(stage.payoff(player, profile) for player, profile in enumerate(profiles)), ()
