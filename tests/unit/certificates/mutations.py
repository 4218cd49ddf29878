"""How certificates are changed, one leaf at a time, to see that the checker notices."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from coopgames.certificates import checker
from tests.unit.certificates import build

__all__ = ["accepted_changes", "is_unread", "leaves", "neighbours", "replace"]

Json = Any
Path_ = tuple[str | int, ...]


def leaves(value: Json, path: Path_ = ()) -> Iterator[tuple[Path_, Json]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*path, key))
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            yield from leaves(inner, (*path, i))
    else:
        yield path, value


def replace(document: Json, path: Path_, value: Json, *, seal: bool = True) -> Json:
    changed = copy.deepcopy(document)
    place = changed
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return build.reseal(changed) if seal else changed


def neighbours(value: Json) -> list[Json]:
    """Other values for a leaf: for numbers also numbers of the same form."""
    if isinstance(value, bool):
        return [not value, None, int(value), "true"]
    if value is None:
        return ["0", "1", False, 0, [0, 0, 0]]
    if isinstance(value, int):
        return [value + 1, value - 1, value + 1000, str(value), float(value), True, None]
    if checker.NUMBER.fullmatch(value):
        x = Fraction(value)
        others = {x + 1, x - 1, 2 * x, -x, x / 3, x + Fraction(1, 10**30), x - Fraction(1, 2**70)}
        return [*(str(y) for y in sorted(others - {x})), float(x), None, value + "/1", "+" + value]
    return [value + "x", "", None, 1, {}, []]


def is_unread(path: Path_, document: Json) -> bool:
    """Whether a leaf that is no number may change into another true statement.

    A plan that is an equilibrium with the buyer indifferent is one with any reports, too; and a
    variable whose sign binds nowhere may be free.
    """
    any_reports = path == ("game", "truthful") and "continuation" in document
    return any_reports or path[:2] == ("game", "free")


def accepted_changes(document: Json) -> tuple[int, list[tuple[Path_, Json, str]]]:
    """Try every neighbour of every leaf, sealed again: how many, and which the checker accepts."""
    tried, accepted = 0, list[tuple[Path_, Json, str]]()
    for path, value in leaves(document):
        if path in {("digest",), ("game_digest",)}:
            continue
        for other in neighbours(value):
            tried += 1
            try:
                sentence = checker.check(replace(document, path, other))
            except checker.Rejected:
                continue
            if not (isinstance(value, bool) and is_unread(path, document)):
                accepted.append((path, other, sentence))
    return tried, accepted
