"""Federation: who sanctions the sanctioner.

Members, their federation and its confederation; each level is watched by the next, and the members
themselves may watch the highest. What is claimed excludes reactions by outsiders to what they only
infer: an act of a level is answered by its watcher and by nobody else. News that reaches the base
some periods late (FE4 of the notes) is a question about all plans of one leader, which one-shot
deviations do not settle; :func:`coopgames.solvers.overlapping.overlapping_rounds_threshold` has it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from coopgames.arithmetic import Number
from coopgames.catalogue.institution import Attributes, Institution, Source
from coopgames.catalogue.quantities import chance, choice, count, patience, quantity
from coopgames.catalogue.state_and_market._chain import (
    OUT,
    Chain,
    Level,
    seat_plan,
    seat_problem,
)
from coopgames.games import MarkovGame
from coopgames.games.markov_automata import MarkovPlan

__all__ = ["BribedDelegates", "Chain", "Federation", "FederationTop", "Level"]

IN_OFFICE = "in office"
_CIRCLE, _OPEN = "the members", "nobody"
_SAVED, _PLACE = "utils a period", "utils a period"


class _Told(Institution):
    """What the book says of federations, for all games."""

    __slots__ = ()
    name: ClassVar[str] = "federation"
    title: ClassVar[str] = "Federation"
    source: ClassVar[Source] = Source(
        "5",
        "Formal rules of association",
        "In general, the organizational structure consists of three levels: grass roots "
        "associations, intermediate associations known as federations, and higher entities called "
        "confederations or national unions.",
        "docs/theory/further_institutions.md, section 7",
    )
    attributes: ClassVar[Attributes] = {
        "concreteness": ("-", "neglect is seen by the watcher alone, and not always"),
        "proximity": ("-", "the members are far from the leaders whom only they can watch"),
        "sanction": ("-", "who is seen to neglect his duty loses his place"),
    }
    leaves_out: ClassVar[tuple[str, ...]] = (
        "what it costs the members to come to the assembly when their own watcher fails",
        "parties",
        "elections between rivals",
        "leaders who sit at two levels at once",
        "offices of several levels in one building",
    )


def _seen(whom: str, symbol: str, default: str) -> Number:
    words = f"probability that neglect of {whom} is seen by a watcher who does his duty"
    return chance(words, symbol, default, attribute="proximity")


def _effort(whom: str, symbol: str) -> Number:
    return quantity(f"what neglect saves {whom}", _SAVED, symbol, "1/2", above=0)


def _place(whom: str, symbol: str, default: object) -> Number:
    return quantity(f"worth of a place among {whom}", _PLACE, symbol, default, least=0)


@dataclass(frozen=True, slots=True)
class Federation(_Told):
    """Three levels, each of which removes who neglects his duty on the level below.

    A leader's duty includes this watch; the members' includes, in a closed circle, the assembly
    that watches the highest leaders. A successor keeps to the plan, and removing costs the watcher
    nothing beyond the watch itself. For another number of levels see :class:`Chain`.

    Examples
    --------
    >>> circle = Federation()
    >>> print(*circle.threshold().value)
    [5/9, 1)
    >>> print(circle.at(discount_factor="1/2").verdict().deviation)
    in state 'all in place' player level 2 gains 1/20 by 'neglect'
    >>> circle.at(top_watched_by="nobody", discount_factor="99/100").verdict().word
    'never'
    """

    member_effort: Number = _effort("a member", "e_0")
    federation_effort: Number = _effort("a leader of the federation", "e_1")
    confederation_effort: Number = _effort("a leader of the confederation", "e_2")
    member_seen: Number = _seen("a member", "D_0", "9/10")
    federation_seen: Number = _seen("a leader of the federation", "D_1", "3/5")
    confederation_seen: Number = _seen("a leader of the confederation", "D_2", "1/5")
    member_place: Number = _place("the members", "v_0", 1)
    federation_place: Number = _place("the leaders of the federation", "v_1", 1)
    confederation_place: Number = _place("the leaders of the confederation", "v_2", 2)
    discount_factor: Number = patience("9/10")
    top_watched_by: str = choice("who watches the highest leaders", _CIRCLE, _CIRCLE, _OPEN)

    claim: ClassVar[str] = (
        "all levels do their duty for ever; one-shot deviations of each level in every state; an "
        "act is answered by its watcher alone, and what successors do is the plan's"
    )

    @property
    def chain(self) -> Chain:
        """The levels, from the members up."""
        levels = (
            Level(self.member_effort, self.member_seen, self.member_place),
            Level(self.federation_effort, self.federation_seen, self.federation_place),
            Level(self.confederation_effort, self.confederation_seen, self.confederation_place),
        )
        return Chain(levels, self.top_watched_by == _CIRCLE, self.discount_factor)

    def game(self) -> MarkovGame:
        """Return the game of one of each level; a state says who has not been replaced."""
        return self.chain.game((True,) * 3)

    def profile(self) -> MarkovPlan:
        """Return the plan: whoever holds a place does his duty."""
        return self.chain.plan((True,) * 3)

    def member_game(self) -> MarkovGame:
        """Return what each level decides while the others do their duty."""
        return self.chain.problem((True,) * 3)

    def member_profile(self) -> MarkovPlan:
        """Return each level's part of the plan."""
        return self.chain.problem_plan((True,) * 3)


@dataclass(frozen=True, slots=True)
class FederationTop(_Told):
    """The highest leader of a federation of any depth, whom the members watch from far away.

    Only he is looked at: that the levels between do their duty is given.

    Examples
    --------
    >>> top = FederationTop()
    >>> [top.at(depth=d).verdict().word for d in (1, 4, 5)]
    ['sustained', 'sustained', 'not sustained']
    >>> print(*top.at(depth=4).threshold().value)
    [8/9, 1)
    """

    depth: int = count("levels of leaders above the members", "levels", "d", 1)
    effort: Number = quantity("what neglect saves the lowest leader", _SAVED, "e", 1, above=0)
    heavier: Number = quantity(
        "factor of what neglect saves, from one level to the next", "-", "g_e", 1, above=0
    )
    place: Number = quantity("worth of the lowest leader's place", _PLACE, "v", 2, least=0)
    richer: Number = quantity(
        "factor of the worth of a place, from one level to the next", "-", "g_v", 1, above=0
    )
    seen: Number = chance(
        "probability that the members see neglect of the lowest leader", "D", "1/2",
        attribute="proximity",
    )  # fmt: skip
    nearness: Number = chance(
        "factor of that probability, from one level to the next", "rho", "1/2", above=0,
        attribute="proximity",
    )  # fmt: skip
    discount_factor: Number = patience("9/10")

    variant: ClassVar[str] = "depth"
    claim: ClassVar[str] = (
        "the highest leader does his duty while the members watch him; one-shot deviations of one "
        "leader in every state"
    )

    @property
    def growth(self) -> Number:
        """Factor by which the gain from neglect grows against the loss, from level to level.

        A one-shot deviation at depth ``d`` gains ``e g_e**(d-1) (1-delta) - delta D v (rho
        g_v)**(d-1)``, as the value of a place with the duty done has no effort in it. So with a
        growth of at least 1 a leader who neglects his duty at some depth does so at all greater
        ones, and with a growth of at most 1 one who does it at some depth does so at all greater.
        """
        return self.heavier / (self.nearness * self.richer)

    def game(self) -> MarkovGame:
        """Return the highest leader's problem."""
        above = self.depth - 1
        leader = Level(
            self.effort * self.heavier**above,
            self.seen * self.nearness**above,
            self.place * self.richer**above,
        )
        return seat_problem({"leader": (leader, True)}, self.discount_factor)

    def profile(self) -> MarkovPlan:
        """Return the plan: he does his duty."""
        return seat_plan({"leader": True})


@dataclass(frozen=True, slots=True)
class BribedDelegates(_Told):
    """A leader divides what he took equally among the delegates who saw it, for their silence.

    One delegate decides, while the others are silent. No division buys all of them if the equal one
    does not, since then somebody's share is at most the equal one. All payoffs are multiplied by
    the number of delegates, so that they are polynomials in it; no incentive changes.

    Examples
    --------
    >>> from coopgames import parameter
    >>> print(*BribedDelegates().threshold(parameter("delegates", 0, 100)).value)
    [20/9, 100)
    >>> BribedDelegates(delegates=2).verdict().word
    'not sustained'
    """

    delegates: Number = quantity("delegates who see and report", "delegates", "b", 3, above=0)
    pot: Number = quantity("what the leader took", "money", "z", 10, least=0)
    removed: Number = chance(
        "probability that a silent delegate is found out and removed", "D", "1/2",
        attribute="concreteness",
    )  # fmt: skip
    place: Number = quantity("worth of a delegate's place", "money a period", "w", 1, least=0)
    discount_factor: Number = patience("9/10")

    variant: ClassVar[str] = "delegates"
    claim: ClassVar[str] = (
        "the leader's pot does not buy the silence of all delegates; one-shot deviations of one "
        "delegate to whom an equal share is offered in every period"
    )

    def game(self) -> MarkovGame:
        """Return one delegate's problem, times the number of delegates."""
        worth = self.place * self.delegates
        stays: dict[str, Number] = {OUT: self.removed, IN_OFFICE: 1 - self.removed}
        return MarkovGame(
            [IN_OFFICE, OUT],
            {IN_OFFICE: [("report", "keep silent")], OUT: [("wait",)]},
            {IN_OFFICE: [[worth, worth + self.pot]], OUT: [[0]]},
            {IN_OFFICE: [IN_OFFICE, stays], OUT: [OUT]},
            self.discount_factor, None, ["a delegate"],
        )  # fmt: skip

    def profile(self) -> MarkovPlan:
        """Return the plan: he reports."""
        return {IN_OFFICE: ("report",), OUT: ("wait",)}
