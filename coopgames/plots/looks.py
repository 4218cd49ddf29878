"""How verdicts look in every figure."""

from __future__ import annotations

from typing import NamedTuple

from coopgames.plots.style import COLOURS, INK, PAPER

__all__ = ["VERDICT_LOOKS", "VerdictLook"]


class VerdictLook(NamedTuple):
    """Middle, light and lighter: apart in grey too; hatches say it again."""

    face: str
    hatch: str
    ink: str
    legend: str


VERDICT_LOOKS = {
    "sustained": VerdictLook(COLOURS["sky"], "", INK, "sustained"),
    "not sustained": VerdictLook(
        "#F5C766", "////", INK, "not sustained here, but from the number on"
    ),
    "never": VerdictLook("#EFEFEF", "xxx", INK, "at no discount factor below 1"),
    "undecided": VerdictLook(PAPER, "...", INK, "undecided"),
}
