"""Dialogue with the state and marches: in which order, and how many people it takes."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import ClassVar

from coopgames.arithmetic import Number
from coopgames.catalogue.institution import Attributes, Institution, Source
from coopgames.catalogue.quantities import chance, patience, quantity
from coopgames.catalogue.state_and_market._encounters import ACTS, Encounter, Phase
from coopgames.catalogue.state_and_market._own_patience import (
    plan_of_each,
    with_own_patience,
)
from coopgames.games import MarkovGame
from coopgames.games.markov_automata import MarkovPlan

__all__ = ["DialogueFirst", "HeardDialogue", "MarchFirst"]

_CLASS = (
    "one-shot deviations in every state and after every act, each side at its own discount factor; "
    "public strategies under perfect monitoring"
)
_OVER = "over"
_IGNORED = Phase("silence", (), dict.fromkeys(ACTS, "ignored"), dict.fromkeys(ACTS, "ignored"))
#: Once a march is expected, whoever does not march is not listened to any more, whatever is said.
_WEAK = dict.fromkeys(["talk", "silence"], "ignored")


class _Told(Institution):
    """What the book says of dialogue and marches, for all their games."""

    __slots__ = ()
    name: ClassVar[str] = "state_dialogue"
    title: ClassVar[str] = "Dialogue with the state"
    source: ClassVar[Source] = Source(
        "5",
        "II, Confrontation politics",
        "These actions are usually employed together, even though the order varies.",
        "docs/theory/further_institutions.md, section 5",
    )
    attributes: ClassVar[Attributes] = {
        "concreteness": ("met", "a demand is granted or it is not"),
        "simplicity": ("met", "one demand at a time"),
        "sanction": ("-", "the state fears marches; the association fears not to be heard again"),
    }
    leaves_out: ClassVar[tuple[str, ...]] = (
        "repression",
        "the state as many offices",
        "who marches: the members' own reasons to stay away",
        "identity as an aim of marching",
    )


class _Orders(_Told):
    """Dialogue and marches between an association and a state of different patience."""

    __slots__ = ()
    benefit: Number
    talk_cost: Number
    marcher_cost: Number
    marchers: Number
    concession: Number
    harm: Number
    arrival: Number
    discount_factor: Number
    state_discount_factor: Number

    @abstractmethod
    def phases(self) -> dict[str, Phase]:
        """Return what is expected while a demand is pending."""

    def encounter(self) -> Encounter:
        """Return the game of the association and the state, at any discount factor of both."""
        march = self.marcher_cost * self.marchers
        return Encounter(
            self.phases(),
            {"talk": self.talk_cost, "march": march, "silence": 0},
            {"talk": 0, "march": self.harm * self.marchers, "silence": 0},
            self.benefit, self.concession, self.arrival,
        )  # fmt: skip

    def game(self) -> MarkovGame:
        """Return both sides' decision problems, each at its own discount factor, as one game.

        The association's problem is against the plan of the state, and the other way round; a plan
        is an equilibrium iff neither has a one-shot deviation that pays. :meth:`encounter` has the
        game of both if they are equally patient.
        """
        encounter = self.encounter()
        factors = self.discount_factor, self.state_discount_factor
        both = encounter.game(0, foresight=False)
        return with_own_patience(both, encounter.plan(), factors, encounter.states())

    def profile(self) -> MarkovPlan:
        """Return the plan of both sides."""
        encounter = self.encounter()
        return plan_of_each(encounter.plan(), encounter.states())


@dataclass(frozen=True, slots=True)
class DialogueFirst(_Orders):
    """Talk when a demand arrives, and march only if it is refused; then the state concedes.

    Who was refused and does not march is never listened to again.

    Examples
    --------
    >>> from coopgames import parameter
    >>> dialogue = DialogueFirst()
    >>> marchers = parameter("marchers", 0, 1000)
    >>> print(*dialogue.threshold(marchers).value)
    [2750/9, 505]
    >>> print(*dialogue.at(arrival=0).threshold(marchers).value)
    [500/9, 100]

    A march that costs more (20) than its demand is worth (5) is credible to patient associations,
    because being listened to is at stake:

    >>> print(*dialogue.threshold().value)
    [20/23, 1)
    """

    benefit: Number = quantity("what a granted demand is worth", "money", "B", 5, above=0)
    talk_cost: Number = quantity("cost of dialogue", "money a period", "d", "1/2", least=0)
    marcher_cost: Number = quantity(
        "cost of a march for each marcher", "money", "c", "1/20", least=0
    )
    marchers: Number = quantity("marchers", "members", "m", 400, least=0)
    concession: Number = quantity("what a concession costs the state", "money", "k", 10, least=0)
    harm: Number = quantity("harm that a marcher does to the state", "money", "x", "1/50", above=0)
    arrival: Number = chance("probability in an idle period that a demand arrives", "lambda", "1/2")
    discount_factor: Number = patience("9/10", words="discount factor of the association")
    state_discount_factor: Number = patience("9/10", words="discount factor of the state")

    claim: ClassVar[str] = f"dialogue alone settles every demand; {_CLASS}"

    def phases(self) -> dict[str, Phase]:
        """Return what is expected while a demand is pending."""
        first = {"talk": "refused", "march": "refused", "silence": "demand"}
        return {
            "demand": Phase("talk", ("talk", "march"), first, {}),
            "refused": Phase("march", ("march",), {**_WEAK, "march": "refused"}, _WEAK),
            "ignored": _IGNORED,
        }


@dataclass(frozen=True, slots=True)
class MarchFirst(_Orders):
    """March as soon as a demand arrives; then the state concedes.

    Who does not march is taken for weak, and never listened to again: without that the state would
    concede to talk whenever it concedes to marches.

    Examples
    --------
    >>> from coopgames import parameter
    >>> march = MarchFirst(arrival=0)
    >>> marchers = parameter("marchers", 0, 10000)
    >>> print(*march.threshold(marchers).value)
    [500/9, 100]

    Where demands come again, conceding does not buy peace: it takes more people than can afford it.

    >>> march.at(arrival="1/2").threshold(marchers).value
    ()
    >>> print(*march.at(arrival="1/2", marcher_cost="1/2000").threshold(marchers).value)
    [5500/9, 10000)
    """

    benefit: Number = quantity("what a granted demand is worth", "money", "B", 5, above=0)
    talk_cost: Number = quantity("cost of dialogue", "money a period", "d", "1/2", least=0)
    marcher_cost: Number = quantity(
        "cost of a march for each marcher", "money", "c", "1/20", least=0
    )
    marchers: Number = quantity("marchers", "members", "m", 80, least=0)
    concession: Number = quantity("what a concession costs the state", "money", "k", 10, least=0)
    harm: Number = quantity("harm that a marcher does to the state", "money", "x", "1/50", above=0)
    arrival: Number = chance("probability in an idle period that a demand arrives", "lambda", 0)
    discount_factor: Number = patience("9/10", words="discount factor of the association")
    state_discount_factor: Number = patience("9/10", words="discount factor of the state")

    variant: ClassVar[str] = "march first"
    claim: ClassVar[str] = f"every demand is marched for at once, and granted; {_CLASS}"

    def phases(self) -> dict[str, Phase]:
        """Return what is expected while a demand is pending."""
        return {
            "demand": Phase("march", ("march",), {**_WEAK, "march": "demand"}, _WEAK),
            "ignored": _IGNORED,
        }


@dataclass(frozen=True, slots=True)
class HeardDialogue(_Told):
    """An association that is heard with some probability when it talks, and surely when it marches.

    Examples
    --------
    >>> dialogue = HeardDialogue(benefit=5, march_cost=2, talk_cost="1/5", discount_factor="9/10")
    >>> print(*dialogue.threshold("hearing").value)
    [5/23, 1)
    >>> dialogue.at(hearing="1/5").verdict().word
    'not sustained'
    """

    benefit: Number = quantity("what a granted demand is worth", "money", "B", 5, above=0)
    talk_cost: Number = quantity("cost of dialogue", "money a period", "d", "1/5", least=0)
    march_cost: Number = quantity("cost of a march", "money", "C", 2, least=0)
    hearing: Number = chance(
        "probability in a period of dialogue that the association is heard", "r", "1/2"
    )
    discount_factor: Number = patience("9/10", words="discount factor of the association")

    variant: ClassVar[str] = "hearing"
    attributes: ClassVar[Attributes] = {
        "sanction": ("-", "one side decides alone; nobody is to be disciplined")
    }
    claim: ClassVar[str] = (
        "dialogue until the association is heard; best among all plans of one decision maker who "
        "may talk, march or be silent in every period"
    )
    leaves_out: ClassVar[tuple[str, ...]] = (
        *_Told.leaves_out,
        "what is learned about the state while it does not listen",
    )

    def game(self) -> MarkovGame:
        """Return the association's problem."""
        heard = {_OVER: self.hearing, "demand": 1 - self.hearing}
        talk = self.hearing * self.benefit - self.talk_cost
        return MarkovGame(
            ["demand", _OVER],
            {"demand": [ACTS], _OVER: [("rest",)]},
            {"demand": [[talk, self.benefit - self.march_cost, 0]], _OVER: [[0]]},
            {"demand": [heard, _OVER, "demand"], _OVER: [_OVER]},
            self.discount_factor, "demand", ["the association"],
        )  # fmt: skip

    def profile(self) -> MarkovPlan:
        """Return the plan: talk until heard."""
        return {"demand": ("talk",), _OVER: ("rest",)}
