"""A game and the answers about it, as JSON: rationals are strings such as "9/10"."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from coopgames.arithmetic import AlgebraicNumber, Enclosure
from coopgames.certificates.encode import threshold_number
from coopgames.cli.game_answers import Answer
from coopgames.games import StageGame

__all__ = ["document"]


def document(
    stage: StageGame, name: str, discount_factor: Fraction | None, found: Iterable[Answer]
) -> str:
    """Return all answers as one JSON object.

    An irrational number is an object with its minimal polynomial (lowest degree first) and two
    rationals between which no other root lies.
    """
    whole: dict[str, Any] = {
        "file": name,
        "players": stage.players,
        "actions": stage.actions,
        "payoffs": _plain(stage.payoffs()),
        "discount_factor": _plain(discount_factor),
    }
    for answer in found:
        whole[answer.key] = _answer(answer)
    return json.dumps(whole, indent=2)


def _answer(answer: Answer) -> dict[str, Any]:
    solution = answer.solution
    if solution is None:
        return {"value": None, "reason": answer.failure or answer.left_out}
    result: dict[str, Any] = {
        "value": _plain(solution.value),
        "status": solution.status.name,
        "method": solution.method,
        "proved": [certificate.check() for certificate in answer.certificates],
    }
    if "maximal_subsets" in solution.diagnostics:
        result["maximal_subsets"] = _plain(solution.diagnostics["maximal_subsets"])
        result["completeness"] = _plain(solution.diagnostics["proof"])
    if "outer" in solution.diagnostics:
        for key in ("outer", "distance"):
            result[key] = _plain(solution.diagnostics.get(key))
    return result


def _plain(value: Any) -> Any:
    """Return a value in the types of JSON."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, Fraction | AlgebraicNumber | Enclosure):
        return threshold_number(value)
    if isinstance(value, Sequence):
        return [_plain(item) for item in value]  # pyright: ignore[reportUnknownVariableType]
    if hasattr(value, "vertices"):
        return {"vertices": _plain(value.vertices)}
    return {"inner": _plain(value.inner), "outer": _plain(value.outer)}
