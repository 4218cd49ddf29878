"""A group that borrows in rounds, and whose members who succeed pay for those who fail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from math import comb

from coopgames.arithmetic import Number
from coopgames.errors import UnsupportedGameError
from coopgames.games import MarkovGame
from coopgames.games.markov_automata import MarkovPlan

__all__ = ["MOST_BORROWERS", "Lending"]

#: The game of all members is written out up to this number of them (64 outcomes of a round).
MOST_BORROWERS = 6

OUT = "out"
#: What a member chooses between: (his project succeeded, the group can clear its books) -> labels.
#: The first is the plan.
_CHOICES = {
    (True, True): ("pay", "refuse", "pay and leave"),
    (False, True): ("stay", "leave"),
    (True, False): ("keep what the project yields",),
    (False, False): ("wait",),
}
_GOES_ON = ("pay", "stay")


@dataclass(frozen=True, slots=True)
class Lending:
    """One round's outcomes, what they let a member do, and what that is worth.

    The state of the game is the outcome of the round, drawn before anybody pays: by sets of
    successful members for all, by their number for one member while the others follow the plan.
    Only a group whose books are clear, and whom nobody leaves, borrows again.

    Attributes
    ----------
    members, covered : int
        How many borrow, and how many failures they pay for.
    success, shock, project, repayment, sanction, outside, discount_factor : numbers
    """

    members: int
    covered: int
    success: Number
    shock: Number
    project: Number
    repayment: Number
    sanction: Number
    outside: Number
    discount_factor: Number

    def clears(self, successes: int) -> bool:
        """Whether the members who succeed can clear the books."""
        return successes >= max(self.members - self.covered, 1)

    def of_all(self) -> MarkovGame:
        """Return the game of all members, whose states are the sets of the successful.

        Raises
        ------
        UnsupportedGameError
            If there are more than ``MOST_BORROWERS``.
        """
        if self.members > MOST_BORROWERS:
            raise UnsupportedGameError(
                f"members: got {self.members}, the game of all members is written out up to "
                f"{MOST_BORROWERS}; member_game has one member's decision problem"
            )
        law = {_named(x): self._chance(sum(x)) for x in self._outcomes()}
        # A common shock is one more way in which everybody fails.
        nobody = _named((False,) * self.members)
        law[nobody] = law[nobody] + self.shock
        outcomes = {_named(x): (x, sum(x)) for x in self._outcomes()}
        return self._game(outcomes, law, self.members, None)

    def of_one(self) -> MarkovGame:
        """Return one member's decision problem while the others follow the plan."""
        outcomes: dict[str, tuple[tuple[bool, ...], int]] = {}
        law: dict[str, Number] = {}
        for own, others in self._own_and_others():
            state = self._seen(own, own + others)
            outcomes[state] = (own,), own + others
            same = comb(self.members - 1, others) * self._chance(own + others)
            law[state] = law.get(state, 0) + same
        alone = self._seen(False, 0)
        law[alone] = law[alone] + self.shock
        return self._game(outcomes, law, 1, ["a member"])

    def plan_of_all(self) -> MarkovPlan:
        """Return the plan: whoever can pays, and nobody leaves."""
        names = [_named(x) for x in self._outcomes()]
        return {state: (0,) * self.members for state in (*names, OUT)}

    def plan_of_one(self) -> MarkovPlan:
        """Return one member's part of the plan."""
        seen = [self._seen(own, own + others) for own, others in self._own_and_others()]
        return {state: (0,) for state in (*seen, OUT)}

    def chance_of_clearing(self) -> Number:
        """Return the probability that a round's successes suffice, summed over its outcomes."""
        n = self.members
        able = [k for k in range(n + 1) if self.clears(k)]
        return sum((comb(n, k) * self._chance(k) for k in able), start=0 * self.shock)

    def _outcomes(self) -> list[tuple[bool, ...]]:
        return list(product((True, False), repeat=self.members))

    def _own_and_others(self) -> list[tuple[bool, int]]:
        """Return whether a member succeeds, with the number of others who do."""
        return list(product((True, False), range(self.members - 1, -1, -1)))

    def _chance(self, successes: int) -> Number:
        """Return the probability that given members succeed, without a shock, and no others."""
        failures = self.members - successes
        return (1 - self.shock) * self.success**successes * (1 - self.success) ** failures

    def _seen(self, own: bool, successes: int) -> str:
        """Name an outcome for one member, by no more than what matters to him."""
        able = "able" if own else "unable"
        if not self.clears(successes):
            return f"{able}, too few succeed"
        return f"{able}, {successes} succeed" if own else f"{able}, enough succeed"

    def _game(
        self,
        outcomes: dict[str, tuple[tuple[bool, ...], int]],
        next_round: dict[str, Number],
        players: int,
        names: Sequence[str] | None,
    ) -> MarkovGame:
        labels = {
            state: tuple(_CHOICES[own, self.clears(k)] for own in able)
            for state, (able, k) in outcomes.items()
        } | {OUT: (("earn outside",),) * players}

        def payoff(state: str, acts: tuple[str, ...]) -> list[Number]:
            if state == OUT:
                return [self.outside] * players
            able, successes = outcomes[state]
            return [self._worth(own, a, successes) for own, a in zip(able, acts, strict=True)]

        def following(state: str, acts: tuple[str, ...]) -> object:
            return next_round if all(a in _GOES_ON for a in acts) else OUT

        return MarkovGame.from_function(
            list(labels), labels, payoff, following, self.discount_factor, None, names
        )

    def _worth(self, able: bool, act: str, successes: int) -> Number:
        project = self.project if able else 0
        if act in ("pay", "pay and leave"):
            return project - self.members * self.repayment / successes
        return project - self.sanction if act == "refuse" else project


def _named(outcome: Sequence[bool]) -> str:
    able = [str(k) for k, own in enumerate(outcome, start=1) if own]
    return f"succeed: {' '.join(able) or 'nobody'}"
