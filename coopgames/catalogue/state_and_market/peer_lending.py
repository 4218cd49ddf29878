"""Peer lending: small groups that borrow together, and pay for members whose business failed.

That joint liability makes repayment easier is not claimed: it does so only where the members'
sanction is worth the debts of others that each may have to pay. Nor is it claimed that common
misfortunes make default more likely (docs/theory/further_institutions.md, section 8).
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

from coopgames.arithmetic import Number, RationalFunction
from coopgames.catalogue.institution import Attributes, Institution, Source
from coopgames.catalogue.quantities import chance, count, quantity
from coopgames.catalogue.state_and_market._lending import Lending
from coopgames.errors import invalid
from coopgames.games import MarkovGame
from coopgames.games.markov_automata import MarkovPlan

__all__ = ["IndividualLending", "PeerLending"]

_CLASS = "one-shot deviations in every state; public strategies under perfect monitoring"


class _Told(Institution):
    """What the book says of solidarity credit, for both games."""

    __slots__ = ()
    name: ClassVar[str] = "peer_lending"
    title: ClassVar[str] = "Peer lending"
    source: ClassVar[Source] = Source(
        "6 II",
        "Capital",
        "The group receives new loans only when the books are at least partially cleared on the "
        "original loan.",
        "docs/theory/further_institutions.md, section 1",
    )
    attributes: ClassVar[Attributes] = {
        "concreteness": ("met", "a payment is made or it is not"),
        "simplicity": ("met", "the books are clear or they are not"),
        "simultaneity": ("met", "all who can pay on the same day"),
        "proximity": ("met", "members see each other's business; the bank sees only the books"),
        "sanction": ("-", "no new loan for the group, and the members' anger at who refuses"),
    }
    leaves_out: ClassVar[tuple[str, ...]] = (
        "a peer's doubt about whether the other could pay",
        "the social sanction as a choice",
        "the moneylender as a second source",
        "loans that pay for loans",
        "a group's choice of how many failures it covers",
        "that producers used this credit little",
    )

    @abstractmethod
    def group(self) -> Lending:
        """Return the outcomes of a round, and what members may do after each."""

    def game(self) -> MarkovGame:
        """Return the game of all members.

        Who pays while another refuses has paid, and the group is closed.

        Raises
        ------
        UnsupportedGameError
            If there are more than six members.
        """
        return self.group().of_all()

    def member_game(self) -> MarkovGame:
        """Return one member's decision problem while the others follow the plan."""
        return self.group().of_one()

    def profile(self) -> MarkovPlan:
        """Return the plan: whoever can pays, and nobody leaves."""
        return self.group().plan_of_all()

    def member_profile(self) -> MarkovPlan:
        """Return one member's part of the plan."""
        return self.group().plan_of_one()

    def check(self) -> None:
        """Refuse a group that could not pay what it owes in the worst round that it covers."""
        group = self.group()
        if group.covered >= group.members:
            raise invalid("covered", group.covered, f"less than members = {group.members}")
        given = group.repayment
        repayment = _end(given, upper=True)
        project = _end(group.project, upper=False)
        if repayment is None or project is None:
            return  # a ratio of polynomials: what the project yields is not compared
        if group.members * repayment > project * (group.members - group.covered):
            due = f"n P / (n - m) <= project = {project}, which the payers have"
            raise invalid("repayment", given, due)

    def chance_of_clearing(self) -> Number:
        """Return the probability that the successes of a round suffice to clear the books."""
        return self.group().chance_of_clearing()

    def share_in_arrears(self) -> Number:
        """Return the share of groups whose books are not cleared in a round.

        The shock and the failures that are not covered if the plan is an equilibrium, otherwise
        all, since those who could pay stop. It is about this plan: a group that covers fewer
        failures than the bank lets it might still pay.
        """
        return Fraction(1) - (self.chance_of_clearing() if self.verdict().sustained else 0)


def _end(value: Number, *, upper: bool) -> Any:
    """Return a number, or an end of the domain of the parameter that it is."""
    if not isinstance(value, RationalFunction):
        return value
    if value != RationalFunction(value.parameter, (0, 1)):
        return None
    return value.parameter.upper if upper else value.parameter.lower


def _repayment() -> Any:
    return quantity("capital and interest due per member", "money a round", "P", "6/5", above=0)


def _success() -> Any:
    words = "probability that a member's project succeeds, when there is no shock"
    return chance(words, "q", "9/10", above=0, below=1)


def _shock() -> Any:
    words = "probability of a common shock (customs control) that makes all projects fail"
    return chance(words, "theta", 0, below=1)


def _project() -> Any:
    return quantity("what a project yields that succeeds", "money a round", "Y", 2, above=0)


def _outside() -> Any:
    return quantity("income of who has no credit", "money a round", "u", 0, least=0)


def _round_patience() -> Any:
    words = "discount factor per round of the loan"
    return quantity(words, "a round", "beta", "9/10", least=0, below=1)


@dataclass(frozen=True, slots=True)
class PeerLending(_Told):
    """Joint liability: those who succeed pay for those who fail, and all lose the credit together.

    Each member borrows 1 in each round. After the outcome of the round is known, whoever succeeded
    pays or refuses; every member may also leave, which costs him the credit and no sanction.

    Examples
    --------
    Joint liability weakens repayment until the members' anger is worth 3/10:

    >>> group = PeerLending(members=5, covered=1, repayment="6/5", success="9/10", project=2)
    >>> print(*group.threshold().value)
    [250000/345927, 1)
    >>> print(*group.at(sanction="3/10").threshold().value)
    [2/3, 1)
    >>> print(*group.at(sanction="3/5").threshold().value)
    [50000/84691, 1)
    >>> group.at(discount_factor="7/10").verdict().word
    'not sustained'
    """

    members: int = count("members who borrow together", "members", "n", 5, least=1)
    covered: int = count("failures in a round that the others pay for", "members", "m", 1, least=0)
    repayment: Number = _repayment()
    success: Number = _success()
    project: Number = _project()
    sanction: Number = quantity(
        "what the other members' anger costs who refuses to pay", "money equivalent, once", "W", 0,
        least=0, attribute="sanction",
    )  # fmt: skip
    shock: Number = _shock()
    outside: Number = _outside()
    discount_factor: Number = _round_patience()

    claim: ClassVar[str] = f"whoever can pays his share of the group's debt; {_CLASS}"

    def group(self) -> Lending:
        """Return the outcomes of a round, and what members may do after each."""
        return Lending(
            self.members, self.covered, self.success, self.shock, self.project, self.repayment,
            self.sanction, self.outside, self.discount_factor,
        )  # fmt: skip

    def alone(self) -> IndividualLending:
        """Return the same loan under individual liability."""
        return IndividualLending(
            self.repayment, self.success, self.project, self.shock, self.outside,
            self.discount_factor,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class IndividualLending(_Told):
    """Individual liability: who pays borrows again, who fails or refuses does not.

    Examples
    --------
    >>> loan = IndividualLending(repayment="6/5", success="9/10", project=2)
    >>> print(*loan.threshold().value)
    [2/3, 1)
    >>> loan.at(repayment="11/10", success="1/2").verdict().word
    'never'
    """

    repayment: Number = _repayment()
    success: Number = _success()
    project: Number = _project()
    shock: Number = _shock()
    outside: Number = _outside()
    discount_factor: Number = _round_patience()

    variant: ClassVar[str] = "individual liability"
    attributes: ClassVar[Attributes] = {
        **_Told.attributes,
        "proximity": ("not", "the bank and the borrower alone; the bank sees only the books"),
        "sanction": ("-", "no new loan"),
    }
    claim: ClassVar[str] = f"the borrower pays whenever he can; {_CLASS}"
    leaves_out: ClassVar[tuple[str, ...]] = (
        "the moneylender as a second source",
        "loans that pay for loans",
        "that producers used this credit little",
    )

    def group(self) -> Lending:
        """Return the outcomes of a round, and what the borrower may do after each."""
        return Lending(
            1, 0, self.success, self.shock, self.project, self.repayment, 0, self.outside,
            self.discount_factor,
        )  # fmt: skip
