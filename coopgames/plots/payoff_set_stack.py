"""The payoff sets of a figure as they are stacked: where each lies, and how it looks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from coopgames.plots.labels import short
from coopgames.plots.style import COLOURS

__all__ = ["Drawn", "Place", "outlines", "place_of", "stacked"]

Place: TypeAlias = tuple[float, float]


class Look(NamedTuple):
    """Colours, hatch, line and marker of a set."""

    face: str
    edge: str
    hatch: str
    line: object
    width: float
    marker: str


_LOOKS = {
    "feasible": Look("#EFEFEF", "#8C8C8C", "", "-", 0.8, "s"),
    "individually rational": Look("#CBE5F6", COLOURS["blue"], "....", (0, (4, 1.5)), 1.2, "o"),
    "equilibrium": Look("#F5C766", COLOURS["vermilion"], "////", "-", 1.4, "D"),
}
#: Faces of several equilibrium sets: lightness alone tells them apart, so grey prints do too.
_LIGHT, _DARK = (0xFA, 0xDF, 0xAC), (0xC4, 0x5A, 0x06)
_RIM = "#6E2C00"


class Drawn(NamedTuple):
    """A set with its place in the stack: 0 lies at the bottom."""

    label: str
    look: Look
    corners: list[Place]
    order: int
    shaded: bool


def stacked(rows: Sequence[Mapping[str, str]]) -> list[Drawn]:
    """Return the sets, the largest first; equilibrium sets that are the same are drawn once."""
    found: dict[tuple[str, str], list[Place]] = {}
    for row in rows:
        if row["label"] in ("vertex", "empty"):
            corners = found.setdefault((row["what"], row["discount_factor"]), [])
            corners += [place_of(row)] if row["payoff_1"] else []
    joined: dict[tuple[str, tuple[Place, ...]], list[str]] = {}
    for (what, delta), corners in found.items():
        joined.setdefault((what, tuple(corners)), []).append(delta)
    several = sum(what not in _LOOKS or what == "equilibrium" for what, _ in joined)
    drawn: list[Drawn] = []
    for order, ((what, corners), deltas) in enumerate(joined.items()):
        look = _LOOKS.get(what, _LOOKS["equilibrium"])
        shaded = order > 1 and several > 1
        if shaded:
            look = _shade(look, (order - 2) / (several - 1))
        drawn.append(Drawn(_label(what, deltas), look, list(corners), order, shaded))
    return drawn


def _label(what: str, deltas: Sequence[str]) -> str:
    shown = [_short(delta) for delta in deltas if delta]
    return f"{what}, δ = {', '.join(shown)}" if shown else what


def _short(text: str) -> str:
    first = text.split(" ", 1)[0]
    return short(Fraction(first)) if first == text else f"{float(first):.4g}"


def _shade(look: Look, share: float) -> Look:
    """Return the look of one of several sets: the smaller its discount factor, the darker."""
    mixed = [round(a + share * (b - a)) for a, b in zip(_LIGHT, _DARK, strict=True)]
    face = "#" + "".join(f"{c:02X}" for c in mixed)
    return look._replace(face=face, edge=_RIM, hatch="", width=1.0)


def place_of(row: Mapping[str, str]) -> Place:
    """Return the payoffs of a row."""
    return _number(row["payoff_1"]), _number(row["payoff_2"])


def _number(text: str) -> float:
    return float(Fraction(text.split(" ", 1)[0]))


def outlines(sets: Sequence[Drawn]) -> list[Place]:
    """Return points along the sides of the sets, which labels should leave free."""
    found: list[Place] = []
    for drawn in sets:
        corners = drawn.corners
        for (a, b), (c, d) in zip(corners, corners[1:] + corners[:1], strict=True):
            found += [(a + (c - a) * k / 30, b + (d - b) * k / 30) for k in range(31)]
    return found
