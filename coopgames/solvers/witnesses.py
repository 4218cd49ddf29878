"""Can a coalition gain by misreporting a public event? Coalitions by their composition.

Unanimous reports of the witnesses decide; on disagreement the member on trial pays the fine and
each witness pays a penalty, burnt. Members are interchangeable within three groups (the member on
trial, the witnesses, the others), so ``2**n`` coalitions reduce to their compositions.
(docs/theory/specialization.md, P1c.)
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import comb
from typing import Literal

from coopgames.arithmetic.grammar import read_exact
from coopgames.errors import invalid

__all__ = ["Coalition", "WitnessPanel", "profitable_coalitions"]


@dataclass(frozen=True, slots=True)
class WitnessPanel:
    """A rule that turns the reports of witnesses of a common event into a verdict.

    Parameters
    ----------
    members : int
        All members, the one on trial included.
    witnesses : int
        How many of the others saw the event; at least 1.
    fine : exact number > 0
    recipient : {"burnt", "shared"}
        ``shared``: the others split the fine equally, whether witnesses or not.
    disagreement_penalty : exact number >= 0
        What each witness pays when the reports differ; burnt.
    """

    members: int
    witnesses: int
    fine: Fraction
    recipient: Literal["burnt", "shared"]
    disagreement_penalty: Fraction

    def __post_init__(self) -> None:
        if not 1 <= self.witnesses < self.members:
            raise invalid("witnesses", self.witnesses, f"between 1 and {self.members - 1}")
        if self.recipient not in ("burnt", "shared"):
            raise invalid("recipient", self.recipient, "'burnt' or 'shared'")
        for name in ("fine", "disagreement_penalty"):
            value = read_exact(getattr(self, name), name)
            if value < 0:
                raise invalid(name, value, "a number >= 0")
            object.__setattr__(self, name, value)


@dataclass(frozen=True, slots=True)
class Coalition:
    """A kind of coalition that gains by a joint misreport.

    Attributes
    ----------
    size, witnesses : int
    includes_accused : bool
    count : int
        Number of coalitions of this kind.
    gain : Fraction
        Joint gain over the truth, at the event where it is largest.
    """

    size: int
    witnesses: int
    includes_accused: bool
    count: int
    gain: Fraction


def _joint_payoff(panel: WitnessPanel, bad_reports: int, inside: tuple[int, int, bool]) -> Fraction:
    """Return a coalition's joint payoff when ``bad_reports`` witnesses report the event as bad."""
    witnesses, others, accused = inside
    convicted = bad_reports > 0
    disagreement = 0 < bad_reports < panel.witnesses
    total = Fraction(0)
    if convicted:
        if accused:
            total -= panel.fine
        if panel.recipient == "shared" and not disagreement:
            total += panel.fine * (witnesses + others) / (panel.members - 1)
    if disagreement:
        total -= panel.disagreement_penalty * witnesses
    return total


def profitable_coalitions(panel: WitnessPanel) -> tuple[Coalition, ...]:
    """Return every kind of coalition that gains by some joint misreport, smallest first.

    Notes
    -----
    A coalition commands the reports of its own witnesses; the others report the truth. Both events
    and all numbers of false reports are tried: O(members**2 * witnesses).

    Examples
    --------
    >>> panel = WitnessPanel(4, 3, Fraction(1), "shared", Fraction(2))
    >>> [(c.size, c.count) for c in profitable_coalitions(panel)]
    [(3, 1)]
    """
    found: list[Coalition] = []
    bystanders = panel.members - 1 - panel.witnesses
    for accused in (False, True):
        for inside in range(panel.witnesses + 1):
            for others in range(bystanders + 1):
                gain = _best_gain(panel, (inside, others, accused))
                if gain > 0:
                    count = comb(panel.witnesses, inside) * comb(bystanders, others)
                    size = inside + others + accused
                    found.append(Coalition(size, inside, accused, count, gain))
    return tuple(sorted(found, key=lambda c: (c.size, c.witnesses, c.includes_accused)))


def _best_gain(panel: WitnessPanel, inside: tuple[int, int, bool]) -> Fraction:
    best = Fraction(0)
    for bad_event in (False, True):
        truthful = panel.witnesses if bad_event else 0
        outside = panel.witnesses - inside[0] if bad_event else 0
        truth = _joint_payoff(panel, truthful, inside)
        for reported in range(inside[0] + 1):
            best = max(best, _joint_payoff(panel, outside + reported, inside) - truth)
    return best
