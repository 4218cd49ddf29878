"""Subcontracting between members of a safety net: what is linked, and whether that is wise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from coopgames.arithmetic import Number
from coopgames.catalogue._size import refuse_above_limit
from coopgames.catalogue.quantities import chance, count, patience, quantity
from coopgames.catalogue.specialization._linking import (
    ALARM,
    DETECTED,
    PATIENT,
    Relations,
    ToldOfLinks,
    members_game,
)
from coopgames.catalogue.symmetric import AlikeInstitution, AlikeMembers
from coopgames.games import MarkovGame
from coopgames.games.markov_automata import MarkovPlan

__all__ = ["ApartRelations", "LentStake", "LinkedRelations", "TiedRelations", "WorthLinking"]

#: Games are written out up to this number of deliveries, the power to which chances are raised.
MOST_DELIVERIES = 50
_CLASS = "one-shot deviations in every state; public strategies"


@dataclass(frozen=True, slots=True)
class LinkedRelations(Relations):
    """Nobody is blamed wrongly, and any bad signal ends the whole tie.

    Examples
    --------
    >>> tie = LinkedRelations(net_gain=1, net_value="3/2", work_gain="4/5", work_value=1)
    >>> print(*tie.threshold().value)
    [72/167, 1)
    """

    net_detection: Number = chance(
        "probability that a member who does not help is seen", "D_s", "9/10", above=0
    )
    work_detection: Number = chance(
        "probability that bad work is complained of", "D_p", "1/2", above=0
    )
    discount_factor: Number = patience("1/2")

    claim: ClassVar[str] = f"both help and both work, the tie ends after any bad signal; {_CLASS}"

    def game(self) -> MarkovGame:
        """Return the game of the two members."""
        return self._of(2)

    def member_game(self) -> MarkovGame:
        """Return one member's problem; the other follows the plan."""
        return self._of(1)

    def profile(self) -> MarkovPlan:
        """Return the plan: help and work while the tie lasts."""
        return {state: (0, 0) for state in self.member_game().states}

    def member_profile(self) -> MarkovPlan:
        """Return one member's part of the plan."""
        return {state: (0,) for state in self.member_game().states}

    def _of(self, players: int) -> MarkovGame:
        detections = {"net": self.net_detection, "work": self.work_detection}
        return members_game(self, detections, self.discount_factor, players, linked=True)


@dataclass(frozen=True, slots=True)
class ApartRelations(LinkedRelations):
    """The same two relations kept apart: a bad signal ends the one that it comes from.

    Examples
    --------
    >>> print(*ApartRelations().threshold().value)
    [8/13, 1)
    """

    discount_factor: Number = patience("2/3")

    variant: ClassVar[str] = "apart"
    claim: ClassVar[str] = f"both help and both work, each relation on its own; {_CLASS}"

    def _of(self, players: int) -> MarkovGame:
        detections = {"net": self.net_detection, "work": self.work_detection}
        return members_game(self, detections, self.discount_factor, players, linked=False)


@dataclass(frozen=True, slots=True)
class LentStake(Relations):
    """Good work may be complained of, and a complaint costs a share of what the tie is worth.

    The sanction is divisible: a share of the tie's value is lost by a public lottery over ending
    the tie. Which shares do, at given patience, is ``threshold("share_lost")``; the least discount
    factor over all sanctions is found by ``coopgames.solvers.linked_sanctions.linked_threshold``.

    Examples
    --------
    The net lends its stake to a subcontract that could not stand alone, and should not:

    >>> stake = LentStake()
    >>> print(*stake.threshold("share_lost").value)
    [10/21, 1)
    >>> stake.verdict().word, stake.worth_linking().verdict().word
    ('sustained', 'not sustained')
    """

    net_gain: Number = quantity(
        "one-round gain from not helping", "money", "kappa_s", "1/2", above=0
    )
    net_value: Number = quantity(
        "what the safety net is worth to a member", "money a round", "v_s", 1, least=0
    )
    work_gain: Number = quantity("one-round gain from bad work", "money", "kappa_p", 2, above=0)
    work_value: Number = quantity(
        "what subcontracting adds for a member", "money a round", "v_p", "1/3", least=0
    )
    false_alarm: Number = chance(ALARM, "alpha", "1/10")
    detection: Number = chance(DETECTED, "eta", "3/5")
    share_lost: Number = chance(
        "share of the tie's value that is lost after a complaint", "x/V", "10/21"
    )
    discount_factor: Number = patience("9/10", words=PATIENT)

    variant: ClassVar[str] = "divisible sanction"
    claim: ClassVar[str] = (
        "help and work; a complaint costs a share of the tie, not helping costs all of it; "
        f"{_CLASS}; complaints are taken to be truthful"
    )

    def game(self) -> MarkovGame:
        """Return the problem of the member whose work is judged."""
        value = self.net_value + self.work_value
        nothing = self.net_value * 0
        stays = [1 - self.share_lost * p for p in (self.false_alarm, self.detection)]
        gains = [nothing, self.work_gain, self.net_gain, self.net_gain + self.work_gain]
        laws: list[Any] = [{"tied": p, "over": 1 - p} for p in stays]
        acts = ("help and work", "shirk", "do not help", "neither help nor work")
        return MarkovGame(
            ["tied", "over"],
            {"tied": [acts], "over": [("alone",)]},
            {"tied": [[value + gain for gain in gains]], "over": [[nothing]]},
            {"tied": [*laws, "over", "over"], "over": ["over"]},
            self.discount_factor, "tied", ["a member"],
        )  # fmt: skip

    def profile(self) -> MarkovPlan:
        """Return the plan: help and work."""
        return {"tied": (0,), "over": (0,)}

    def worth_linking(self) -> WorthLinking:
        """Return the question whether this tie is wise: against the safety net alone."""
        return WorthLinking(
            self.net_value, self.work_value, self.false_alarm, self.share_lost, 1,
            self.discount_factor,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class TiedRelations(ToldOfLinks, AlikeInstitution):
    """The only sanction is to cut the tie, with some probability after each complaint.

    Examples
    --------
    >>> tie = TiedRelations()
    >>> print(*tie.threshold("cut_probability").value)
    [50/819, 1)
    >>> print(*tie.at(deliveries=2).threshold("cut_probability").value)
    [0.06504719662 (root of 819x^2 - 7740x + 500), 1)
    """

    deliveries: int = count("members whose deliveries are valued in a round", "members", "m", 1)
    gain: Number = quantity("one-round gain from bad work", "money", "kappa_p", "1/2", above=0)
    net_value: Number = quantity(
        "what the safety net is worth to a member", "money a round", "v_s", 1, least=0
    )
    work_value: Number = quantity(
        "what subcontracting adds for a member", "money a round", "v_p", "3/5", least=0
    )
    false_alarm: Number = chance(ALARM, "alpha", "1/10")
    detection: Number = chance(DETECTED, "eta", "7/10")
    cut_probability: Number = chance(
        "probability that the tie is cut after a complaint", "q", "1/10"
    )
    discount_factor: Number = patience("9/10", words=PATIENT)

    variant: ClassVar[str] = "tie cut"
    claim: ClassVar[str] = (
        f"all work, the tie is cut with a probability after each complaint; {_CLASS}; complaints "
        "are taken to be truthful, and all help (the net's own temptation is not in this game)"
    )

    def moves(self) -> AlikeMembers:
        """Return the choices of those who deliver.

        Raises
        ------
        UnsupportedGameError
            If there are more deliveries than the game is written out for.
        """
        refuse_above_limit("deliveries", self.deliveries, MOST_DELIVERIES)
        kept, kept_after_shirking = (
            1 - self.cut_probability * p for p in (self.false_alarm, self.detection)
        )
        nothing = self.net_value * 0

        def payoff(state: str, works: bool, others: int) -> Number:
            if state == "cut":
                return nothing
            # One bad delivery among the others' leaves a member nothing of the production.
            produced = self.work_value if others == self.deliveries - 1 else nothing
            return self.net_value + produced + self.gain * int(not works)

        def move(state: str, working: int) -> Any:
            if state == "cut":
                return state
            stays = kept**working * kept_after_shirking ** (self.deliveries - working)
            return {"tied": stays, "cut": 1 - stays}

        choices = {"tied": ("work", "shirk"), "cut": ()}
        # From any state, as without complaints or cuts no play leads from one to the other.
        return AlikeMembers(self.deliveries, choices, payoff, move, self.discount_factor, None)

    def worth_linking(self) -> WorthLinking:
        """Return the question whether this tie is wise: against the safety net alone."""
        return WorthLinking(
            self.net_value, self.work_value, self.false_alarm, self.cut_probability,
            self.deliveries, self.discount_factor,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class WorthLinking(ToldOfLinks):
    """Is it wise to put the safety net in jeopardy? One choice, for ever: link, or keep apart.

    A larger net makes the link worse, and so does patience.

    Examples
    --------
    >>> import coopgames as cg
    >>> work = cg.parameter("work_value", 0, 10)
    >>> print(*WorthLinking(net_value=1).threshold(work).value)
    [9/10, 10)
    >>> print(*WorthLinking(net_value=1, deliveries=2).threshold(work).value)
    [171/100, 10)
    """

    net_value: Number = quantity(
        "what the safety net is worth to a member", "money a round", "v_s", 1, least=0
    )
    work_value: Number = quantity(
        "what subcontracting adds for a member", "money a round", "v_p", 1, least=0
    )
    false_alarm: Number = chance(ALARM, "alpha", "1/10")
    cut_probability: Number = chance("probability that the tie is cut after a complaint", "q", 1)
    deliveries: int = count("deliveries that are valued in a round", "deliveries", "m", 1)
    discount_factor: Number = patience("9/10", words=PATIENT)

    variant: ClassVar[str] = "is it wise"
    claim: ClassVar[str] = (
        "a member does not prefer the safety net alone, where that is sustained, to the tie with "
        f"good work by all; {_CLASS}"
    )

    def game(self) -> MarkovGame:
        """Return the choice of a member, who then helps and works as long as the tie lasts.

        Raises
        ------
        UnsupportedGameError
            If there are more deliveries than the game is written out for.
        """
        refuse_above_limit("deliveries", self.deliveries, MOST_DELIVERIES)
        both, nothing = self.net_value + self.work_value, self.net_value * 0
        stays = (1 - self.cut_probability * self.false_alarm) ** self.deliveries
        linked = {"tied": stays, "over": 1 - stays}
        return MarkovGame(
            ["choosing", "tied", "apart", "over"],
            {
                "choosing": [("link", "keep apart")], "tied": [("help and work",)],
                "apart": [("help",)], "over": [("alone",)],
            },
            [[[both, self.net_value]], [[both]], [[self.net_value]], [[nothing]]],
            [[linked, "apart"], [linked], ["apart"], ["over"]],
            self.discount_factor, "choosing", ["a member"], allow_unreached=True,
        )  # fmt: skip

    def profile(self) -> MarkovPlan:
        """Return the plan: link."""
        return {state: (0,) for state in self.game().states}
