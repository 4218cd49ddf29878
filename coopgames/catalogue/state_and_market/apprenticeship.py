"""Apprenticeship: work without a wage that is paid with what the apprentice learns.

That patience makes a term possible is not claimed: whether any length serves both sides does not
depend on the discount factor (docs/theory/further_institutions.md, section 8).
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

from coopgames.arithmetic import Number
from coopgames.catalogue.institution import Attributes, Institution, Plan, Source
from coopgames.catalogue.quantities import chance, count, patience, quantity
from coopgames.catalogue.state_and_market._lessons import APPRENTICE, MASTER, Chain
from coopgames.games import ExitPlan, MarkovGame, PrivateValuation, RepeatedGame, supplier_pair
from coopgames.games.markov_automata import MarkovPlan
from coopgames.games.public_monitoring import check_alarm_rates

__all__ = ["Apprenticeship", "GradualLessons", "SpecializedGraduate"]

NOTES = "docs/theory/further_institutions.md, section 2"
_CLASS = (
    "one-shot deviations of the master and of an apprentice in every period; public strategies "
    "under perfect monitoring"
)
_LEFT_OUT = (
    "gratitude and the feeling of exploitation",
    "several apprentices at a time",
    "learning at a second workshop",
    "the apprentice's savings",
    "the growth of demand",
)


class _Told(Institution):
    """What the book says of apprentices, for all their games."""

    __slots__ = ()
    name: ClassVar[str] = "apprenticeship"
    title: ClassVar[str] = "Apprenticeship"
    source: ClassVar[Source] = Source(
        "3 I",
        "Rural-urban migration and the learning process",
        'a temporary opportunity to have free labor, which is "paid" through the transference of '
        "knowledge and technical skills",
        NOTES,
    )
    attributes: ClassVar[Attributes] = {
        "concreteness": ("partly", "work is seen each day, what was taught shows at the end"),
        "simplicity": ("met", "so many years of work for the trade"),
        "simultaneity": ("not", "the work comes first and the lesson years later"),
        "proximity": ("met", "both live in one house, and kin hear how it ends"),
        "sanction": ("-", "the apprentice leaves; kin send nobody to a master who did not teach"),
    }
    leaves_out: ClassVar[tuple[str, ...]] = _LEFT_OUT


class _Term(_Told):
    """A master and a chain of apprentices."""

    __slots__ = ()

    @abstractmethod
    def chain(self) -> Chain:
        """Return the term, and what comes after it."""

    def game(self) -> MarkovGame:
        """Return the game of the master and the first apprentice.

        Payoffs are multiplied by ``1 - discount_factor``. Those who come later follow the plan.
        """
        return self.chain().game()

    def profile(self) -> MarkovPlan:
        """Return the plan: every lesson is given, and nobody leaves before the end."""
        return self.chain().plan()

    def master(self) -> tuple[MarkovGame, MarkovPlan]:
        """Return the master's decision problem if every apprentice stays, and his plan."""
        chain = self.chain()
        return chain.game((MASTER,)), chain.plan((MASTER,))

    def apprentice(self) -> tuple[MarkovGame, MarkovPlan]:
        """Return an apprentice's decision problem if the master teaches, and his plan.

        Who leaves one term leaves every longer one: what staying is worth depends on how many
        periods are left, and all that can be left of a shorter term are left of it at some time.
        """
        chain = self.chain()
        return chain.game((APPRENTICE,)), chain.plan((APPRENTICE,))


def _loss() -> Any:
    words = "what an independent graduate takes from the master"
    return quantity(words, "money a period", "Delta", "1/2", least=0)


@dataclass(frozen=True, slots=True)
class Apprenticeship(_Term):
    """Periods of work for board, and at their end one lesson that makes the apprentice independent.

    Examples
    --------
    Here terms of two to four periods serve both sides:

    >>> term = Apprenticeship(output=2, board=0, wage=1, own_business=3, loss="1/2")
    >>> [t for t in range(1, 9) if term.at(term=t).verdict().word == "sustained"]
    [2, 3, 4]
    >>> print(*term.at(term=1).threshold().value)
    [1/3, 3/4]
    """

    term: int = count("periods of work before the lesson", "periods", "T", 3, least=1)
    output: Number = quantity("the apprentice's work", "money a period", "y", 2, above=0)
    board: Number = quantity("board that the master gives", "money a period", "a", 0, least=0)
    wage: Number = quantity(
        "what an apprentice earns who leaves", "money a period", "w", 1, least=0
    )
    own_business: Number = quantity(
        "what a graduate earns on his own", "money a period", "b", 3, above=0
    )
    loss: Number = _loss()
    heard: Number = chance(
        "probability that kin hear of a lesson that was not given", "rho", 1,
        attribute="proximity",
    )  # fmt: skip
    discount_factor: Number = patience("4/5")

    claim: ClassVar[str] = f"the apprentice stays for the term and is taught at its end; {_CLASS}"

    def chain(self) -> Chain:
        """Return the term, and what comes after it."""
        periods = self.term
        lessons = [t == periods - 1 for t in range(periods)]
        return Chain(
            [self.output - self.board] * periods, self.board, [self.wage] * periods,
            self.own_business, lessons, self.heard, self.loss, self.discount_factor,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class GradualLessons(_Term):
    """Knowledge spread over the term, since it is the only wage.

    In each period there is one lesson, after which the apprentice knows as much as he can be
    trusted with: to leave with it is worth to him what it is worth to stay for the rest. There is
    no board. What he knows in the first period he is shown on arrival, as part of being taken.

    Examples
    --------
    >>> lessons = GradualLessons(term=4, output=1, loss="1/4", discount_factor="4/5")
    >>> lessons.knowledge()[0], lessons.profit()
    (Fraction(256, 625), Fraction(1024, 625))
    >>> from coopgames import parameter
    >>> print(*lessons.threshold(parameter("loss", 0, 1)).value)
    (0, 1024/3125]
    """

    term: int = count("periods of work and lessons", "periods", "T", 4, least=1)
    output: Number = quantity(
        "what somebody's work is worth who knows the whole trade", "money a period", "y", 1, above=0
    )
    loss: Number = quantity(
        "what an independent graduate takes from the master", "money a period", "Delta", "1/4",
        least=0,
    )  # fmt: skip
    discount_factor: Number = patience("4/5")

    variant: ClassVar[str] = "gradual lessons"
    attributes: ClassVar[Attributes] = {
        **_Told.attributes,
        "simultaneity": ("partly", "some knowledge for each period of work"),
    }
    claim: ClassVar[str] = f"a lesson in each period, and the apprentice stays; {_CLASS}"
    leaves_out: ClassVar[tuple[str, ...]] = (*_LEFT_OUT, "a cost of teaching, and of being slow")

    def knowledge(self) -> tuple[Number, ...]:
        """Return what share of the trade the apprentice knows in each period, and at the end."""
        path: list[Number] = [Fraction(1)]
        for _ in range(self.term):
            path.insert(0, self.discount_factor * path[0])
        return tuple(path)

    def profit(self) -> Number:
        """Return the discounted sum of what one apprentice's work is worth to the master."""
        worth: Number = Fraction(0)
        for known in reversed(self.knowledge()[:-1]):
            worth = self.output * known + self.discount_factor * worth
        return worth

    def chain(self) -> Chain:
        """Return the term, and what comes after it."""
        worth = [self.output * known for known in self.knowledge()]
        return Chain(
            worth[:-1], 0, worth[:-1], worth[-1], [True] * self.term, 1, self.loss,
            self.discount_factor,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class SpecializedGraduate(_Told):
    """What the graduate does with the trade: copy all of it, or supply one stage to a partner.

    Chapter 7 I finds no complementary firms among former apprentices, only competitors that emulate
    each other. The partner alone values the pieces, so what a complaint costs is burnt; and since
    the graduate can always copy the whole trade, it can cost no more than what specialization adds
    to that.

    Examples
    --------
    >>> graduate = SpecializedGraduate(specialized=2, copying=1)
    >>> print(*graduate.threshold().value)
    [10/19, 1)
    >>> from coopgames import parameter
    >>> print(*graduate.threshold(parameter("copying", 0, 2)).value)
    (0, 161/90]
    >>> graduate.at(copying="19/10").verdict().word
    'never'
    """

    specialized: Number = quantity(
        "what the relation yields while it lasts", "money a period", "pi_s", 2, least=0
    )
    copying: Number = quantity(
        "what copying the whole trade yields", "money a period", "pi_c", 1, least=0
    )
    gain: Number = quantity(
        "what shirking gains the supplier", "money a period", "kappa", "1/2", above=0
    )
    false_alarm: Number = chance(
        "probability of a complaint after work", "alpha", "1/10", attribute="concreteness"
    )
    detection: Number = chance(
        "probability of a complaint after shirking", "eta", "3/5", attribute="concreteness"
    )
    discount_factor: Number = patience("9/10")

    variant: ClassVar[str] = "specialization"
    attributes: ClassVar[Attributes] = {
        "concreteness": ("not", "the partner alone judges what the work is worth"),
        "simplicity": ("not", "many sides of the work are valued at once"),
        "simultaneity": ("not", "the piece is valued after the effort"),
        "proximity": ("not", "partners work in separate units of production"),
        "sanction": ("-", "what burns after a complaint, such as the relation"),
    }
    claim: ClassVar[str] = (
        "work in the relation by a truthful report each period, whatever it burns, e.g. by going "
        "back to copying; pure effort in every round; perfect public equilibrium"
    )
    leaves_out: ClassVar[tuple[str, ...]] = (
        *_LEFT_OUT,
        "teaching by process instead of by product",
    )

    def check(self) -> None:
        """Refuse a detection below the rate of false alarms."""
        check_alarm_rates(self.false_alarm, self.detection)

    def game(self) -> RepeatedGame:
        """Return the game of supplier and partner, counted from what copying yields."""
        surplus = self.specialized - self.copying
        reports = PrivateValuation.binary(self.false_alarm, self.detection)
        return RepeatedGame(supplier_pair(self.gain, surplus), self.discount_factor, reports)

    def profile(self) -> Plan:
        """Return the plan: work, and part after a complaint."""
        return ExitPlan([1, 0])
