"""When an association escalates, and how many marchers make a government talk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from coopgames.arithmetic import Number
from coopgames.catalogue._size import refuse_more_than
from coopgames.catalogue.defensive.march import MarchTold
from coopgames.catalogue.institution import Attributes
from coopgames.catalogue.quantities import chance, count, patience, quantity
from coopgames.games import MarkovGame
from coopgames.games.markov_automata import MarkovPlan

__all__ = ["Escalation", "ThreatOfMarches"]

_OVER = "over"
#: Periods of pressure, one state each; beliefs after so many have long fractions.
MOST_PERIODS = 40
_ATTRIBUTES: Attributes = {"sanction": ("-", "one side decides alone; nobody is to be disciplined")}


@dataclass(frozen=True, slots=True)
class Escalation(MarchTold):
    """Press for some periods, then turn to the extreme tactic.

    A soft state gives in to pressure with a chance a period, a hard one never does, so each
    fruitless period makes a soft state less likely. :meth:`bounded` has the game for
    :func:`~coopgames.solvers.stopping.first_stop`, which finds the best period.

    Examples
    --------
    >>> from coopgames import parameter
    >>> from coopgames.solvers.stopping import first_stop
    >>> movement = Escalation()
    >>> movement.verdict().word, first_stop(movement.bounded, "escalate").value
    ('sustained', 8)
    >>> movement.at(periods=7).verdict().word
    'not sustained'
    >>> print(*movement.at(periods=0).threshold("belief").value)
    (0, 35/228]
    """

    belief: Number = chance(
        "probability at the start that the state is soft", "lambda_0", "7/10", below=1
    )
    concession: Number = chance(
        "probability in a period of pressure that a soft state concedes", "h", "3/10", above=0
    )
    benefit: Number = quantity("what the concession is worth", "money", "B", 10, above=0)
    pressure_cost: Number = quantity("cost of pressure", "money a period", "c_1", "1/5", least=0)
    extreme: Number = quantity("what the extreme tactic yields at once", "money", "E", 4, above=0)
    discount_factor: Number = patience("49/50")
    periods: int = count(
        "periods of pressure before the extreme tactic", "periods", "t", 8, least=0
    )

    variant: ClassVar[str] = "escalation"
    attributes: ClassVar[Attributes] = _ATTRIBUTES
    claim: ClassVar[str] = (
        "pressure for the given periods, then the extreme tactic; best among all plans of one "
        "decision maker who learns from fruitless periods"
    )

    def game(self) -> MarkovGame:
        """Return the problem up to the period in which the plan escalates.

        There the belief is held fixed, which leaves the verdict on the plan as it is: after that
        period it escalates anyway, and the belief only falls.

        Raises
        ------
        UnsupportedGameError
            If there are more than 40 periods of pressure.
        """
        refuse_more_than(MOST_PERIODS, "periods", self.periods)
        return self.bounded(self.periods, optimistic=True)

    def profile(self) -> MarkovPlan:
        """Return the plan: press for the given periods, then escalate."""
        refuse_more_than(MOST_PERIODS, "periods", self.periods)
        plan: dict[str, tuple[int, ...]] = {_period(k): (0,) for k in range(self.periods)}
        return {**plan, _period(self.periods): (1,), _OVER: (0,)}

    def bounded(self, horizon: int, *, optimistic: bool) -> MarkovGame:
        """Return the problem with an end: a bound, from above or from below, of the true one.

        Parameters
        ----------
        horizon : int
            The period whose state is the last.
        optimistic : bool
            Whether further pressure in the last state meets the belief of that period for ever;
            otherwise pressure is at its end there and the association escalates. The states are in
            the order of the periods; the last is that in which all is over.
        """
        beliefs = self._beliefs(horizon)
        names = [_period(k) for k in range(horizon + 1)]
        wins = {s: x * self.concession for s, x in zip(names, beliefs, strict=True)}
        after = dict(zip(names, [*names[1:], names[-1]], strict=True))
        choices: dict[str, Any] = {s: [("press", "escalate")] for s in names} | {_OVER: [("rest",)]}
        if not optimistic:
            choices[names[-1]] = [("escalate",)]

        def payoff(state: str, acts: tuple[str, ...]) -> list[object]:
            if state == _OVER:
                return [0]
            if acts == ("escalate",):
                return [self.extreme]
            return [wins[state] * self.benefit - self.pressure_cost]

        def following(state: str, acts: tuple[str, ...]) -> Any:
            if acts != ("press",):
                return _OVER
            return {_OVER: wins[state], after[state]: 1 - wins[state]}

        return MarkovGame.from_function(
            [*names, _OVER], choices, payoff, following, self.discount_factor, names[0],
            ["the association"], allow_unreached=True,
        )  # fmt: skip

    def _beliefs(self, horizon: int) -> list[Number]:
        """Return the beliefs after 0, 1, ..., ``horizon`` fruitless periods, by Bayes' rule."""
        found = [self.belief]
        for _ in range(horizon):
            soft = found[-1] * (1 - self.concession)
            found.append(soft / (1 - found[-1] * self.concession))
        return found


@dataclass(frozen=True, slots=True)
class ThreatOfMarches(MarchTold):
    """A government that may concede at once, or wait and be marched against in every period.

    Examples
    --------
    >>> from coopgames import parameter
    >>> threat = ThreatOfMarches(concession=10, harm="1/50", discount_factor="9/10")
    >>> print(*threat.threshold(parameter("marchers", 0, 1000)).value)
    [500/9, 1000)
    >>> print(*threat.at(marchers=500).threshold().value)
    [1/2, 1)
    """

    concession: Number = quantity("what the government would give", "money", "k_g", 10, above=0)
    harm: Number = quantity("harm that a marcher does", "money a period", "x", "1/50", above=0)
    marchers: Number = quantity("marchers", "members", "m", 60, least=0)
    discount_factor: Number = patience("9/10", words="discount factor of the government")

    variant: ClassVar[str] = "threat"
    attributes: ClassVar[Attributes] = _ATTRIBUTES
    claim: ClassVar[str] = (
        "the government concedes at once, and in every period in which it has not yet; best among "
        "all plans of one decision maker"
    )
    leaves_out: ClassVar[tuple[str, ...]] = (
        *MarchTold.leaves_out,
        "whether the association would really march in every period: its own cost",
    )

    def game(self) -> MarkovGame:
        """Return the government's problem."""
        harmed = -(self.harm * self.marchers)
        options = [("concede", "wait")]
        return MarkovGame(
            ["demand", "march", _OVER],
            {"demand": options, "march": options, _OVER: [("rest",)]},
            {
                "demand": [[-self.concession, 0]],
                "march": [[harmed - self.concession, harmed]],
                _OVER: [[0]],
            },
            {"demand": [_OVER, "march"], "march": [_OVER, "march"], _OVER: [_OVER]},
            self.discount_factor, "demand", ["the government"],
        )  # fmt: skip

    def profile(self) -> MarkovPlan:
        """Return the plan: concede whenever it is asked."""
        return {"demand": (0,), "march": (0,), _OVER: (0,)}


def _period(fruitless: int) -> str:
    return f"fruitless periods: {fruitless}"
