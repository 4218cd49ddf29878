"""A design that is copied without consent, and whether it is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from coopgames.arithmetic import Number
from coopgames.catalogue._size import refuse_above_limit
from coopgames.catalogue.institution import Attributes, Source
from coopgames.catalogue.quantities import chance, count, patience, quantity
from coopgames.catalogue.specialization._secrecy import ATTRIBUTES, Told, source
from coopgames.games import MarkovGame
from coopgames.games.markov_automata import MarkovPlan

__all__ = ["DesignWithoutConsent"]

#: The decision problem is written out up to this number of rounds (one state each).
MOST_ROUNDS = 100


@dataclass(frozen=True, slots=True)
class DesignWithoutConsent(Told):
    """A design earns until it is copied, for which nobody is asked; it may not be worth making.

    One producer's decision problem. The design is shown in its first round, and earns in it.

    Examples
    --------
    With discount factor 9/10 and a copy of a sixth of what is left in each round, a design that
    would last three rounds is worth 1 + 3/4 + 9/16 times what it earns in a round:

    >>> from coopgames import parameter
    >>> design = DesignWithoutConsent(earned=1, copied="1/6", rounds=3)
    >>> print(*design.threshold(parameter("cost", 0, 9)).value)
    (0, 37/16]
    >>> print(*design.at(cost="37/16").threshold().value)
    [9/10, 1)
    """

    cost: Number = quantity("cost of the design", "money", "K", 2, least=0)
    earned: Number = quantity(
        "what the design earns until it is copied", "money a round", "a0", 1, above=0
    )
    copied: Number = chance(
        "probability in a round that a design that was seen is copied", "rho", "1/6", below=1,
        attribute="concreteness",
    )  # fmt: skip
    rounds: int = count("rounds for which a design is in fashion", "rounds", "T", 5)
    discount_factor: Number = patience("9/10")

    variant: ClassVar[str] = "without consent"
    source: ClassVar[Source] = source("P7a.4")
    attributes: ClassVar[Attributes] = {
        **ATTRIBUTES,
        "simplicity": ("-", "nothing is asked for"),
        "simultaneity": ("-", "one producer decides"),
        "sanction": ("-", "none, copying is not punished"),
    }
    claim: ClassVar[str] = "the design is made; best policy of one producer, among all policies"

    def game(self) -> MarkovGame:
        """Return the decision problem of the one who could make the design.

        Raises
        ------
        UnsupportedGameError
            If there are more rounds than it is written out for.
        """
        refuse_above_limit("rounds", self.rounds, MOST_ROUNDS)
        later = [f"round {t}" for t in range(2, self.rounds + 1)]
        after = dict(zip(["idea", *later], [*later, "over"], strict=True))

        def payoff(state: str, acts: tuple[str, ...]) -> tuple[Number, ...]:
            if state == "over" or acts[0] == "leave it":
                return (0,)
            return (self.earned - self.cost if state == "idea" else self.earned,)

        def following(state: str, acts: tuple[str, ...]) -> str | dict[str, Number]:
            if state == "over" or acts[0] == "leave it" or after[state] == "over":
                return "over"
            return {after[state]: 1 - self.copied, "over": self.copied}

        idle = {state: [("wait",)] for state in [*later, "over"]}
        return MarkovGame.from_function(
            ["idea", *idle], {"idea": [("make it", "leave it")], **idle}, payoff, following,
            self.discount_factor, "idea", ["a producer"],
        )  # fmt: skip

    def profile(self) -> MarkovPlan:
        """Return the plan: make the design."""
        return dict.fromkeys(self.game().states, (0,))
