"""What the certificates about stage games share: the game, its check numbers, and a limit."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import cast

from coopgames.certificates import Certificate
from coopgames.certificates.encode import rationals
from coopgames.games import StageGame
from coopgames.games._arrays import nest
from coopgames.solvers.one_shot_values import uniform_payoffs

__all__ = ["CERTIFIED_PAYOFFS", "TOO_LARGE", "is_certified", "stage_certificate"]

#: Games with more payoffs than this get no certificate: it would be larger than its answer is
#: worth, and the checker, in plain Python, slower than the solver by a factor of thousands.
CERTIFIED_PAYOFFS = 20_000

#: What the method of an answer about a larger game ends with.
TOO_LARGE = f"; not certified, since the game has more than {CERTIFIED_PAYOFFS} payoffs"


def is_certified(stage: StageGame) -> bool:
    """Tell whether a game is small enough for a certificate.

    Examples
    --------
    >>> is_certified(StageGame([[[1]], [[1]]]))
    True
    """
    return sum(map(len, stage.cells)) <= CERTIFIED_PAYOFFS


def stage_certificate(
    kind: str, stage: StageGame, fields: Mapping[str, object]
) -> Certificate | None:
    """Return a certificate about the exact stage game alone, None where the game is too large."""
    if not is_certified(stage):
        return None
    tables = [rationals(cast("tuple[Fraction, ...]", own)) for own in stage.cells]
    document = {"type": "stage", "payoffs": [nest(own, stage.shape) for own in tables]}
    uniform = rationals(uniform_payoffs(stage))
    return Certificate.seal(kind, document, {**fields, "uniform_payoffs": uniform})
