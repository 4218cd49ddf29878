"""One march: how many go when success needs a number, and what private gains and fines change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from coopgames.arithmetic import Number
from coopgames.catalogue.defensive.march import MarchTold
from coopgames.catalogue.institution import Attributes
from coopgames.catalogue.quantities import count, quantity
from coopgames.catalogue.symmetric import AlikeInstitution, AlikeMembers
from coopgames.errors import invalid
from coopgames.games import AnonymousGame, MarkovGame
from coopgames.games.markov_automata import MarkovPlan

__all__ = ["MarchForPrivateGain", "MarchOnce"]

_CHOICES = ("march", "stay away")
_DAY = "the day"
_CLASS = "Nash equilibrium of a game without a future"


class _Once(MarchTold):
    """One march whose success needs a number of marchers."""

    __slots__ = ()
    attributes: ClassVar[Attributes] = {
        **MarchTold.attributes,
        "sanction": ("met", "who is found absent pays a fine"),
    }

    members: int
    needed: int

    def check(self) -> None:
        """Refuse a march that needs more marchers than there are members."""
        if self.needed > self.members:
            raise invalid("needed", self.needed, f"at most the {self.members} members")


@dataclass(frozen=True, slots=True)
class MarchOnce(_Once, AlikeInstitution):
    """A march that gives everybody the same if enough take part; exactly those needed go.

    Who marches bears the cost, who stays away the expected fine. :meth:`stage` has the game for the
    solvers of alike members: :func:`~coopgames.solvers.participation.numbers_of_participants` and
    :func:`~coopgames.solvers.symmetric_mixing.symmetric_mixed_equilibria`.

    Examples
    --------
    >>> from coopgames import parameter
    >>> from coopgames.solvers.participation import numbers_of_participants
    >>> march = MarchOnce(members=9, needed=5, benefit=4, cost=1)
    >>> numbers_of_participants(march.stage()).value
    (0, 5)
    >>> numbers_of_participants(march.at(expected_fine="11/10").stage()).value
    (9,)
    >>> print(*march.threshold(parameter("benefit", 0, 10)).value)
    [1, 10)
    """

    members: int = count("members", "members", "n", 5, least=2)
    needed: int = count("marchers that success needs", "members", "T", 3)
    benefit: Number = quantity(
        "what a won march gives to everybody", "money to each", "B", 4, above=0
    )
    cost: Number = quantity("cost of marching", "money", "c", 1, above=0)
    expected_fine: Number = quantity(
        "fine of an absent member times the probability to be found", "money", "Df", 0, least=0,
        attribute="sanction",
    )  # fmt: skip

    variant: ClassVar[str] = "once"
    claim: ClassVar[str] = f"exactly as many march as success needs; {_CLASS}"

    def stage(self) -> AnonymousGame:
        """Return the game of all members by how many march, for any number of them."""
        return AnonymousGame(self.members, lambda own, others: self._payoff("", own > 0, others))

    def moves(self) -> AlikeMembers:
        """Return the members' choices and what they are worth."""
        choices = {_DAY: _CHOICES}
        return AlikeMembers(self.members, choices, self._payoff, lambda s, _: s, 0, _DAY)

    def profile(self) -> MarkovPlan:
        """Return the plan: the first members march, as many as are needed."""
        return {_DAY: (0,) * self.needed + (1,) * (self.members - self.needed)}

    def member_game(self) -> MarkovGame:
        """Return the problem of one marcher, and of one who stays away if anybody does."""
        beside = {"a marcher": self.needed - 1}
        if self.needed < self.members:
            beside["one who stays away"] = self.needed
        return MarkovGame.from_function(
            list(beside), {s: [_CHOICES] for s in beside},
            lambda s, acts: [self._payoff(s, acts == ("march",), beside[s])],
            lambda s, _: s, 0, None, ["a member"],
        )  # fmt: skip

    def member_profile(self) -> MarkovPlan:
        """Return the plan of one marcher, and of one who stays away if anybody does."""
        plan = {"a marcher": (0,)}
        return plan if self.needed == self.members else {**plan, "one who stays away": (1,)}

    def _payoff(self, _: str, marches: bool, others: int) -> Any:
        won = others + int(marches) >= self.needed
        return (self.benefit if won else 0) - (self.cost if marches else self.expected_fine)


@dataclass(frozen=True, slots=True)
class MarchForPrivateGain(_Once, AlikeInstitution):
    """A march that gives something to those who took part, if enough did.

    All marching and nobody marching can both be equilibria. Which one small doubts about the gain
    select is what :func:`~coopgames.solvers.laplacian.laplacian_threshold` says of :meth:`stage`.

    Examples
    --------
    All march in an equilibrium from a gain of 1 on; selected it is from 5/3 on.

    >>> from coopgames import parameter
    >>> from coopgames.solvers.laplacian import laplacian_threshold
    >>> march = MarchForPrivateGain(5, 3, parameter("private_benefit", 0, 10), cost=1)
    >>> print(*march.threshold(march.private_benefit).value)
    [1, 10)
    >>> print(*laplacian_threshold(march.stage()).value)
    [5/3, 10)
    """

    members: int = count("members", "members", "n", 5, least=2)
    needed: int = count("marchers that success needs", "members", "T", 3)
    private_benefit: Number = quantity(
        "what a won march gives to each who marched", "money", "b_p", 2, above=0
    )
    cost: Number = quantity("cost of marching", "money", "c", 1, above=0)
    expected_fine: Number = quantity(
        "fine of an absent member times the probability to be found", "money", "Df", 0, least=0,
        attribute="sanction",
    )  # fmt: skip

    variant: ClassVar[str] = "private gain"
    claim: ClassVar[str] = f"all march; {_CLASS}"
    leaves_out: ClassVar[tuple[str, ...]] = (
        *MarchTold.leaves_out,
        "what success gives to everybody, for which a member of a small group may be pivotal",
    )

    def stage(self) -> AnonymousGame:
        """Return the game of all members by how many march, for any number of them."""
        return AnonymousGame(self.members, lambda own, others: self._payoff("", own > 0, others))

    def moves(self) -> AlikeMembers:
        """Return the members' choices and what they are worth."""
        choices = {_DAY: _CHOICES}
        return AlikeMembers(self.members, choices, self._payoff, lambda s, _: s, 0, _DAY)

    def _payoff(self, _: str, marches: bool, others: int) -> Any:
        if not marches:
            return -self.expected_fine
        return (self.private_benefit if others + 1 >= self.needed else 0) - self.cost
