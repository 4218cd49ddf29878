"""What the robustness survey finds: shares of draws, each with its Monte Carlo error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import sqrt
from types import MappingProxyType

from coopgames.errors import invalid

__all__ = ["JointShare", "Robustness", "RobustnessCell", "Share"]


@dataclass(frozen=True, slots=True)
class Share:
    """A share of draws.

    Attributes
    ----------
    count, draws : int

    Examples
    --------
    >>> share = Share(3, 4)
    >>> share.value, round(share.standard_error, 4)
    (0.75, 0.2165)
    """

    count: int
    draws: int

    @property
    def value(self) -> float:
        """The share."""
        return self.count / self.draws

    @property
    def standard_error(self) -> float:
        """Monte Carlo standard error of the share.

        It is 0 when no draw or every draw is counted. That is not certainty: the probability may
        still differ from the share by about 3 over the number of draws (95 %).
        """
        return sqrt(self.value * (1 - self.value) / self.draws)


@dataclass(frozen=True, slots=True)
class RobustnessCell:
    """One activity under one arrangement.

    Attributes
    ----------
    activity, arrangement : str
    applies : bool
        Whether the arrangement is the activity's own column.
    sustained : Share
    resolved : int
        Draws too near a threshold for floats, solved again exactly.
    undecided : int
        Of those, draws that even the enclosures of the exact solver leave open; they are counted as
        the float says.
    """

    activity: str
    arrangement: str
    applies: bool
    sustained: Share
    resolved: int = 0
    undecided: int = 0


@dataclass(frozen=True, slots=True)
class JointShare:
    """The share of draws in which several verdicts hold at once.

    Attributes
    ----------
    name : str
    sustained, not_sustained : tuple of str
        Activities that must be, must not be sustained, each in its own column.
    share : Share
    """

    name: str
    sustained: tuple[str, ...]
    not_sustained: tuple[str, ...]
    share: Share


@dataclass(frozen=True, slots=True)
class Robustness:
    """What a survey of random worlds found; as it comes, nothing was tuned.

    Attributes
    ----------
    case : str
    draws : int
    cells : tuple of RobustnessCell
        By activity, then by arrangement, in the orders of the case.
    joint : tuple of JointShare
        ``as observed``: all activities observed as ``cooperation`` sustained and all observed as
        ``none`` not, where both kinds exist. ``defensive and subcontracting``: the nine defensive
        activities of the shipped case sustained and subcontracting not, where they all exist.
    left_out : mapping of arrangement name to reason
        Columns that the vectorised solver does not cover.
    """

    case: str
    draws: int
    cells: tuple[RobustnessCell, ...]
    joint: tuple[JointShare, ...]
    left_out: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def resolved(self) -> int:
        """How many verdicts were solved again exactly."""
        return sum(x.resolved for x in self.cells)

    def cell(self, activity: str, arrangement: str) -> RobustnessCell:
        """Return one cell.

        Raises
        ------
        InvalidGameError
            If there is no such activity or column, or it was left out.
        """
        for x in self.cells:
            if (x.activity, x.arrangement) == (activity, arrangement):
                return x
        raise invalid("cell", (activity, arrangement), "an activity and a column of the survey")

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row per cell, then one per joint share (its arrangement is "own column")."""
        cells: list[dict[str, object]] = [
            {
                "activity": x.activity,
                "arrangement": x.arrangement,
                "applies": x.applies,
                "share": x.sustained.value,
                "standard_error": x.sustained.standard_error,
                "draws": x.sustained.draws,
                "resolved_exactly": x.resolved,
            }
            for x in self.cells
        ]
        joint: list[dict[str, object]] = [
            {
                "activity": x.name,
                "arrangement": "own column",
                "applies": True,
                "share": x.share.value,
                "standard_error": x.share.standard_error,
                "draws": x.share.draws,
                "resolved_exactly": 0,
            }
            for x in self.joint
        ]
        return cells + joint
