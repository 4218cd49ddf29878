"""Against officials: the phone tree, safety in numbers, the duty to come to the assembly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from coopgames.arithmetic import Number
from coopgames.catalogue._size import refuse_large_power
from coopgames.catalogue.defensive._phone_tree import CALLS, MOST_IN_TREE, game_of_all
from coopgames.catalogue.institution import Attributes, Institution, Source
from coopgames.catalogue.quantities import chance, count, patience, quantity
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games import MarkovGame
from coopgames.games.markov_automata import MarkovAutomaton, MarkovPlan

__all__ = ["AssemblyDuty", "PhoneTree", "SafetyInNumbers"]

_CLASS = "one-shot deviations in every state; public strategies under perfect monitoring"
#: States of one member of the tree. Who is last has nothing to do, as in a quiet period.
QUIET, FIRST, WARNED = "quiet", "visited first", "warned, not the last"
OUT, CAUGHT = "out of the tree", "out of the tree, visited"


class _Told(Institution):
    """What the book says of the producers and the officials, for all three games."""

    __slots__ = ()
    name: ClassVar[str] = "alarm_tree"
    title: ClassVar[str] = "Alarm tree against officials"
    source: ClassVar[Source] = Source(
        "5",
        "Legality",
        "Producers alert each other about a visitor by phone or by sending someone and the message "
        "gets passed on quickly to prepare for the possible visitor.",
        "docs/theory/defensive.md, section 6",
    )
    leaves_out: ClassVar[tuple[str, ...]] = (
        "the official as a long-run player",
        "bribes as a negotiated price",
        "ethnic discrimination, which producers name as the cause",
    )


@dataclass(frozen=True, slots=True)
class PhoneTree(_Told):
    """Members warn each other of an official; who is noticed to be silent is never warned again.

    In a period an official comes with some probability and would visit some of the members, in an
    order that nature draws anew. The first pays and calls the next; each who is warned saves what
    would be taken and calls the next, but for the last, who has nobody to call.

    One member's problem has four kinds of periods: quiet (not on the round, or last), visited
    first, warned in between, and those out of the tree. As the order is random and all members are
    alike, each place on the round has the probability theta/n, all places in between have the same
    choice, and a silence of one harms only the next. Who is out loses the same whatever the others
    do: in the game of all members an identical newcomer takes his place in the tree, and he himself
    goes on being visited as often as a member.

    Examples
    --------
    >>> tree = PhoneTree(members=20, visited=8)
    >>> print(*tree.threshold().value)
    [400/967, 1)
    >>> print(*tree.at(members=50, visited=20).threshold().value)
    [1000/2539, 1)
    """

    members: int = count("members", "members", "n", 3, least=2)
    visited: int = count("members whom the official would visit", "members", "m", 2, least=2)
    official: Number = chance("probability in a period that an official comes", "theta", "1/2")
    taken: Number = quantity(
        "what the official takes from a member who is not warned", "money", "K", 10, above=0
    )
    cost: Number = quantity("cost of passing the warning on", "money", "e", 1, above=0)
    noticed: Number = chance(
        "probability that a silent member is noticed", "pi", "9/10", attribute="proximity"
    )
    discount_factor: Number = patience("9/10")

    attributes: ClassVar[Attributes] = {
        "concreteness": ("met", "a warning comes or it does not"),
        "simplicity": ("met", "one thing counts: the call to the next"),
        "simultaneity": ("not", "the warning goes from one to the next"),
        "proximity": ("partly", "the next one may not learn who should have called him"),
        "sanction": ("-", "who was silent is never warned again"),
    }
    claim: ClassVar[str] = f"each who is to call the next one calls; {_CLASS}"

    def check(self) -> None:
        """Refuse a round that is longer than there are members."""
        if self.visited > self.members:
            raise invalid("visited", self.visited, f"at most the {self.members} members")

    def game(self) -> MarkovGame:
        """Return the game of all members: a state is who is in the tree, and the order drawn.

        Raises
        ------
        UnsupportedGameError
            If there are more than three members, since the orders of a round are too many.
        """
        if self.members > MOST_IN_TREE:
            raise UnsupportedGameError(
                f"members: got {self.members}, the game of all members is written out up to "
                f"{MOST_IN_TREE}; member_game has one member's decision problem"
            )
        return game_of_all(
            self.members, self.visited, self.official, self.taken, self.cost, self.noticed,
            self.discount_factor,
        )  # fmt: skip

    def profile(self) -> MarkovPlan:
        """Return the plan: everybody calls who is to call."""
        # "otherwise" stands for every state: they are too many to be listed for many members.
        everywhere = {("always", "otherwise"): (0,) * self.members}
        return MarkovAutomaton(["always"], "always", everywhere, {})

    def member_game(self) -> MarkovGame:
        """Return one member's decision problem; all others call."""
        place = self.official / self.members
        on_the_way = {WARNED: (self.visited - 2) * place} if self.visited > 2 else {}
        inside = {QUIET: 1 - (self.visited - 1) * place, FIRST: place, **on_the_way}
        outside = {OUT: 1 - self.visited * place, CAUGHT: self.visited * place}
        silent = {s: (1 - self.noticed) * p for s, p in inside.items()}
        silent |= {s: self.noticed * p for s, p in outside.items()}
        lost = {FIRST: self.taken, CAUGHT: self.taken}
        calling = [s for s in inside if s != QUIET]

        def payoff(state: str, acts: tuple[str, ...]) -> list[Number]:
            called = self.cost if acts == ("call",) else 0
            return [-lost.get(state, 0) - called]

        def following(state: str, acts: tuple[str, ...]) -> dict[str, Number]:
            if state in outside:
                return outside
            return silent if acts == ("stay silent",) else inside

        states = [*inside, *outside]
        choices = {s: [CALLS if s in calling else ("wait",)] for s in states}
        return MarkovGame.from_function(
            states, choices, payoff, following, self.discount_factor, None, ["a member"]
        )

    def member_profile(self) -> MarkovPlan:
        """Return one member's part of the plan."""
        return {state: (0,) for state in self.member_game().states}


@dataclass(frozen=True, slots=True)
class SafetyInNumbers(_Told):
    """An official meets a producer and his companions, and chooses whether to extort.

    Each companion exposes the official independently; what he then loses does not depend on how
    many do. The first number of companions that deters him is found by
    :func:`coopgames.solvers.smallest_group.smallest_group`.

    Examples
    --------
    >>> five = SafetyInNumbers(companions=5, exposure="1/20", taken=50, loss=200)
    >>> five.verdict().word, five.at(companions=6).verdict().word
    ('not sustained', 'sustained')
    >>> print(*SafetyInNumbers(companions=2, taken=75, loss=100).threshold("exposure").value)
    [1/2, 1)
    """

    companions: int = count("companions", "persons", "r", 6)
    exposure: Number = chance(
        "probability that a companion exposes the official", "q", "1/20", above=0
    )
    taken: Number = quantity("what the official would extort", "money", "K", 50, above=0)
    loss: Number = quantity("what exposure costs the official", "money", "J", 200, above=0)

    variant: ClassVar[str] = "numbers"
    attributes: ClassVar[Attributes] = {
        "proximity": ("partly", "companions are there, and each may expose what he sees"),
        "sanction": ("-", "exposure, which costs the official more than he takes"),
    }
    claim: ClassVar[str] = (
        "the official leaves the producer in peace; the best choice of one who faces no future "
        "and no strategic companions"
    )

    def game(self) -> MarkovGame:
        """Return the official's choice; exposure is chance.

        Raises
        ------
        UnsupportedGameError
            If there are too many companions for the power of the probability of exposure.
        """
        refuse_large_power((self.exposure,), "companions", self.companions)
        unseen = (1 - self.exposure) ** self.companions
        extorts = self.taken - self.loss * (1 - unseen)
        return MarkovGame(
            ["the meeting"], [("leave in peace", "extort")], [[[0, extorts]]], ["the meeting"], 0,
            "the meeting", ["the official"],
        )  # fmt: skip

    def profile(self) -> MarkovPlan:
        """Return the plan: the official leaves the producer in peace."""
        return {"the meeting": (0,)}


@dataclass(frozen=True, slots=True)
class AssemblyDuty(_Told):
    """The duty to come when the assembly calls; who stays away is alone with the officials.

    No member's payoff depends on what the others do, so the game is one member's problem.

    Examples
    --------
    >>> print(*AssemblyDuty(calls=0).threshold().value)
    [1/2, 1)
    >>> print(*AssemblyDuty(calls="1/5").threshold().value)
    [5/9, 1)
    """

    cost: Number = quantity("cost of coming to the assembly", "money", "c_a", 5, above=0)
    calls: Number = chance("probability in a period that the assembly is called", "a", "1/5")
    extorted: Number = chance(
        "probability in a period that one who is alone is extorted", "p_K", "1/10"
    )
    taken: Number = quantity("what the official takes from him", "money", "K", 50, above=0)
    discount_factor: Number = patience("9/10")

    variant: ClassVar[str] = "assembly duty"
    attributes: ClassVar[Attributes] = {
        "concreteness": ("met", "a member has come or he has not"),
        "simplicity": ("met", "one thing is counted: presence"),
        "simultaneity": ("met", "all are called at the same time"),
        "proximity": ("met", "who is missing is seen on the spot"),
        "sanction": ("-", "who stays away is alone from then on"),
    }
    claim: ClassVar[str] = f"a member comes whenever the assembly is called; {_CLASS}"

    def game(self) -> MarkovGame:
        """Return the problem of one member."""
        protected = {"called": self.calls, "not called": 1 - self.calls}
        outside = {"alone": 1 - self.extorted, "extorted": self.extorted}
        return MarkovGame(
            ["called", "not called", "alone", "extorted"],
            {"called": [("come", "stay away")], "not called": [1], "alone": [1], "extorted": [1]},
            [[[-self.cost, 0]], [[0]], [[0]], [[-self.taken]]],
            [[protected, outside], [protected], [outside], [outside]],
            self.discount_factor, None, ["a member"],
        )  # fmt: skip

    def profile(self) -> MarkovPlan:
        """Return the plan: to come when called."""
        return {s: (0,) for s in ("called", "not called", "alone", "extorted")}
