"""Subcontracting before a court, whose verdict depends on the work and not on a report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from coopgames.arithmetic import Number
from coopgames.catalogue.institution import Attributes, Source
from coopgames.catalogue.quantities import chance, choice, quantity
from coopgames.catalogue.specialization._subcontracting import (
    Pair,
    alarms_after_shirking,
    gain_from_shirking,
    source,
)
from coopgames.games import MarkovGame, StageGame
from coopgames.games.markov_automata import MarkovPlan

__all__ = ["CourtSubcontracting", "FilingSubcontracting"]

_BURDEN = (
    "interdependency may bring more losses than benefits, increasing risks in an already very "
    "unstable environment"
)
_CHOICES = ("work", "shirk"), ("never file", "file after a bad signal")


@dataclass(frozen=True, slots=True)
class CourtSubcontracting(Pair):
    """A court makes the supplier pay damages when the piece is there; no relation is needed.

    Examples
    --------
    >>> pair = CourtSubcontracting("1/2", detection="7/10", damages=2)
    >>> for hearing in ("proof", "errs", "filed"):
    ...     print(*pair.at(hearing=hearing).threshold("reliability").value)
    [5/18, 1)
    [23/36, 1)
    [25/63, 1)
    """

    gain: Number = gain_from_shirking("1/2")
    detection: Number = alarms_after_shirking("7/10")
    damages: Number = quantity(
        "damages, or what can be taken from the supplier if that is less", "money", "K", 2, least=0
    )
    reliability: Number = chance("probability of a right verdict on a breach", "rho", "3/4")
    hearing: str = choice(
        "proof: every case is heard, and who worked is never convicted; errs: every case, and the "
        "verdict is right with the same probability either way; filed: as proof, but only what "
        "the buyer files, after a bad signal",
        "proof", "proof", "errs", "filed",
    )  # fmt: skip

    variant: ClassVar[str] = "court"
    source: ClassVar[Source] = source(
        "6", "Uncertain and non-supportive arrangement", _BURDEN, "P8"
    )
    attributes: ClassVar[Attributes] = {
        **Pair.attributes,
        "concreteness": ("partly", "a court looks at the work, with errors"),
        "sanction": ("-", "damages, by force"),
    }
    claim: ClassVar[str] = (
        "work in one round; a best reply of the supplier to the court, against which partners "
        "cannot collude"
    )
    leaves_out: ClassVar[tuple[str, ...]] = (
        "corruption of the court",
        "settlement under the shadow of a court that errs",
    )

    def conviction(self, worked: bool) -> Number:
        """Return the probability that the supplier pays, given what he did."""
        right, wrong = self.reliability, 1 - self.reliability
        if self.hearing == "errs":
            return wrong if worked else right
        if worked:
            return 0
        return right * self.detection if self.hearing == "filed" else right

    def game(self) -> MarkovGame:
        """Return the supplier's problem: effort in one round, damages at its end."""
        laws = [{"convicted": p, "over": 1 - p} for p in map(self.conviction, (True, False))]
        return MarkovGame(
            ["order", "convicted", "over"],
            {"order": [("work", "shirk")], "convicted": [("pay",)], "over": [("rest",)]},
            {"order": [[0, self.gain]], "convicted": [[-self.damages]], "over": [[0]]},
            {"order": laws, "convicted": ["over"], "over": ["over"]},
            self.round_discount_factor, "order", ["supplier"], allow_unreached=True,
        )  # fmt: skip

    def profile(self) -> MarkovPlan:
        """Return the plan: work."""
        return {"order": (0,), "convicted": (0,), "over": (0,)}


@dataclass(frozen=True, slots=True)
class FilingSubcontracting(CourtSubcontracting):
    """The court hears only what the buyer files, which costs him something at once.

    Pure effort is no equilibrium: nobody files against a partner whom he knows to have worked. The
    one equilibrium mixes, if the court would deter were all filed:

    Examples
    --------
    >>> import coopgames as cg
    >>> pair = FilingSubcontracting("1/2", "1/10", "7/10")
    >>> pair.verdict().word
    'never'
    >>> (supplier, buyer), = cg.nash_equilibria(pair.stage()).value
    >>> supplier[1], buyer[1]  # shirking, filing
    (Fraction(2, 51), Fraction(50, 63))
    """

    reliability: Number = chance("probability of a right verdict on a breach", "rho", "1/2")
    hearing: str = choice("the court hears what the buyer files", "filed", "filed")
    filing_cost: Number = quantity("what filing costs the buyer", "money", "phi", "1/5", least=0)

    variant: ClassVar[str] = "filing"
    claim: ClassVar[str] = "work, and a case for each bad signal; Nash equilibrium of one round"

    def stage(self) -> StageGame:
        """Return one round: work or shirk; file never, or after a bad signal."""
        return StageGame(list(self._payoffs()), _CHOICES, ("supplier", "buyer"))

    def game(self) -> MarkovGame:
        """Return the same round as a game without a future."""
        labels = {"order": _CHOICES}
        law = {"order": [["order"] * 2] * 2}
        names = ["supplier", "buyer"]
        return MarkovGame(["order"], labels, {"order": self._payoffs()}, law, 0, "order", names)

    def profile(self) -> MarkovPlan:
        """Return the plan: work, and file after a bad signal."""
        return {"order": (0, 1)}

    def _payoffs(self) -> tuple[list[list[Number]], list[list[Number]]]:
        """Return the payoffs [work or shirk][never file or file] of supplier and buyer."""
        # Damages are due at the end of the round, the cost of filing before it.
        expected = self.round_discount_factor * self.conviction(worked=False) * self.damages
        filed = [rate * self.filing_cost for rate in (self.false_alarm, self.detection)]
        supplier: list[list[Number]] = [[0, 0], [self.gain, self.gain - expected]]
        buyer: list[list[Number]] = [[0, -filed[0]], [0, expected - filed[1]]]
        return supplier, buyer
