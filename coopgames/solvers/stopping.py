"""When to stop, in a problem without end whose state moves along one path."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from coopgames.arithmetic import Arithmetic
from coopgames.arithmetic.grammar import check_integer
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games import MarkovGame
from coopgames.solvers.markov.best_reply import best_reply
from coopgames.solvers.solution import Solution, Status

__all__ = ["Bounded", "first_stop"]

#: The first horizon in periods; it is doubled until the answer is decided.
FIRST_HORIZON = 8


class Bounded(Protocol):
    """A problem without end, cut after some periods, as a bound on the true one."""

    def __call__(self, horizon: int, *, optimistic: bool) -> MarkovGame:
        """Return the problem whose first ``horizon + 1`` states are the periods, in order.

        Its last period is worth no less than in truth if ``optimistic``, and no more otherwise.
        """
        ...


def first_stop(bounded: Bounded, stop: str, *, most: int = 1024) -> Solution[int | None]:
    """Return the first period in which stopping is optimal, if nobody has stopped before.

    Parameters
    ----------
    bounded : callable (horizon, optimistic=bool) -> MarkovGame
        For one decision maker, exact; see :class:`Bounded`.
    stop : str
        The label of the action.
    most : int, optional
        The largest horizon in periods.

    Returns
    -------
    Solution
        ``value``: the number of periods before it; in each of them going on is strictly better, so
        no best plan stops earlier. None, with the status ``UNDECIDED``, if up to the largest
        horizon the bounds leave it open (or stopping is never optimal).
        ``diagnostics``: ``horizon``, and ``gains``, for each period up to the answer the bounds of
        what stopping gains over going on (average discounted). No certificate kind covers an answer
        that two problems bound.

    Raises
    ------
    InvalidGameError
        If no period has the action.
    UnsupportedGameError
        If the problem is not one decision maker's, or not exact.

    Notes
    -----
    The best values of the two problems enclose the true ones, by induction backwards from the last
    period; so what stopping gains is enclosed in every period, and a sign that both bounds share is
    proved. Two exact best replies (policy iteration) for each horizon 8, 16, 32, ...

    For a belief that falls the last period may take it to stay as it is: a decision maker for whom
    pressure succeeds more often, with what he has then at least as good as pressing on, does no
    worse (docs/theory/defensive.md, section 7, M4).

    References
    ----------
    DeGroot, M. H. (1970), *Optimal statistical decisions*, McGraw-Hill, chapter 12.

    Examples
    --------
    >>> from coopgames.catalogue.defensive.march_dialogue import Escalation
    >>> first_stop(Escalation().bounded, "escalate").value
    8
    """
    check_integer("most", most, 1)
    horizon, gains = min(FIRST_HORIZON, most), list[_Gain]()
    while True:
        upper, lower = (_solved(bounded(horizon, optimistic=x), stop) for x in (True, False))
        gains = [_gain(upper, lower, k, stop) for k in range(horizon)]
        first = next((k for k, gain in enumerate(gains) if gain.upper >= 0), None)
        if first is not None and gains[first].lower >= 0:
            return _answer(first, horizon, gains[: first + 1])
        if horizon == most:
            return _answer(None, horizon, gains)
        horizon = min(2 * horizon, most)


@dataclass(frozen=True, slots=True)
class _Gain:
    """Bounds of what stopping gains over the best way to go on."""

    lower: Any
    upper: Any


@dataclass(frozen=True, slots=True)
class _Solved:
    """A cut problem with its best values."""

    game: MarkovGame
    values: Any

    def worth(self, period: int, action: str) -> Any:
        """Return what an action is worth in a period if all goes on at its best."""
        state, delta = self.game.states[period], self.game.discount_factor
        after = sum(p * self.values[s] for s, p in self.game.law(state, (action,)).items())
        return (1 - delta) * self.game.payoff(state, (action,))[0] + delta * after

    def going_on(self, period: int, stop: str) -> Any:
        """Return what the best action that does not stop is worth."""
        return max(self.worth(period, a) for a in self.game.actions[period][0] if a != stop)


def _solved(game: MarkovGame, stop: str) -> _Solved:
    if game.num_players != 1 or game.arithmetic is not Arithmetic.EXACT:
        raise UnsupportedGameError(
            "bounded: expected one decision maker's problem, in exact numbers"
        )
    labels = [own[0] for own in game.actions]
    if not any(stop in own and len(own) > 1 for own in labels):
        raise invalid("stop", stop, "an action beside others")
    plan = {
        s: (own.index(stop) if stop in own else 0,)
        for s, own in zip(game.states, labels, strict=True)
    }
    return _Solved(game, best_reply(game, plan).value.values)


def _gain(upper: _Solved, lower: _Solved, period: int, stop: str) -> _Gain:
    return _Gain(
        lower.worth(period, stop) - upper.going_on(period, stop),
        upper.worth(period, stop) - lower.going_on(period, stop),
    )


def _answer(first: int | None, horizon: int, gains: list[_Gain]) -> Solution[int | None]:
    status = Status.UNDECIDED if first is None else Status.EXACT_UNCERTIFIED
    return Solution(
        first, status, None,
        "best values with an end of the problem that bounds them from above and from below; all "
        "plans of one decision maker",
        Arithmetic.EXACT,
        {"horizon": horizon, "gains": tuple((x.lower, x.upper) for x in gains)},
    )  # fmt: skip
