"""Named games with public signals, each with its source.

Each function returns the pair (stage game, monitoring): what the players get and what they see.
How patient they are, and whether they may pay each other, is the institution's business; so the
caller writes ``RepeatedGame(stage, discount_factor, monitoring, transfers)``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any, cast

from coopgames.arithmetic import Arithmetic, Enclosure, Number, unify
from coopgames.arithmetic.grammar import read_exact
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games._arrays import listed, nest, profiles
from coopgames.games._domains import at_least
from coopgames.games.public_monitoring import PublicMonitoring
from coopgames.games.stage import StageGame

__all__ = ["identifiable_partnership", "noisy_partnership", "price_war"]

#: Most action profiles of a named game.
LARGEST = 125_000

PARTNERS = (("work", "shirk"), ("work", "shirk"))
SUCCESS = ("5/6", "1/2", "1/6")


def noisy_partnership(
    prize: object = 12, effort: object = 3, success: Sequence[object] = SUCCESS
) -> tuple[StageGame, PublicMonitoring]:
    """Return a partnership of two: all see whether the joint project succeeds, and no more.

    Each partner works at the cost `effort` or shirks; they share the prize of a success equally. A
    failure does not tell who shirked, so one partner cannot be punished in favour of the other, and
    punishing both destroys value whenever a failure is bad luck. Equilibrium payoffs stay away from
    efficiency by a fixed amount at every discount factor: by default the partners get at most 3
    together in pure strategies, of 4 that they could get.

    Parameters
    ----------
    prize, effort : number >= 0
    success : sequence of 3 probabilities
        Of success if both work, one works, none works: none larger than the one before.

    Returns
    -------
    (StageGame, PublicMonitoring)
        Actions "work", "shirk"; signals "success", "failure". By default the expected payoffs are
        the prisoner's dilemma 3, 2, 1, 0, with a gain of 1 from shirking, and one shirker makes a
        failure three times as likely.

    Raises
    ------
    InvalidGameError
        If an argument is out of its range, or a failure never occurs.

    References
    ----------
    Radner, Myerson and Maskin (1986), *An example of a repeated partnership game with discounting
    and with uniformly inefficient equilibria*.

    Examples
    --------
    >>> stage, signals = noisy_partnership()
    >>> stage.payoffs()[0] == ((2, 0), (3, 1))
    True
    >>> signals.law((0, 1))
    (Fraction(1, 2), Fraction(1, 2))
    """
    stage, chances = _partnership(prize, effort, success)
    laws = [(p, 1 - p) for p in (chances[sum(a)] for a in profiles((2, 2)))]
    return stage, PublicMonitoring(nest(laws, (2, 2)), signals=("success", "failure"))


def identifiable_partnership(
    accuracy: object,
    prize: object = 12,
    effort: object = 3,
    success: Sequence[object] = SUCCESS,
) -> tuple[StageGame, PublicMonitoring]:
    """Return the noisy partnership in which a failure puts the blame on one partner.

    If exactly one partner shirked, the public blame falls on him with probability `accuracy`, else
    on either with probability 1/2. Where each shirker makes a success less likely and the accuracy
    is above 1/2, the signals have pairwise full rank at every profile; if moreover the feasible
    payoffs that are individually rational have an interior (with an effort of 0 they have none),
    patient partners approach each of them. At 1/2 the blame says nothing, pairwise full rank
    fails everywhere, and the partnership is as inefficient as :func:`noisy_partnership`.

    Parameters
    ----------
    accuracy : number in [1/2, 1], or a parameter that stays there
    prize, effort, success :
        As in :func:`noisy_partnership`.

    Returns
    -------
    (StageGame, PublicMonitoring)
        Signals "success", "blame 1", "blame 2".

    Raises
    ------
    InvalidGameError
        If an argument is out of its range.

    References
    ----------
    Fudenberg, Levine and Maskin (1994), *The folk theorem with imperfect public information*.

    Examples
    --------
    >>> from coopgames.solvers.identifiability import has_pairwise_full_rank
    >>> [has_pairwise_full_rank(identifiable_partnership(q)[1], (0, 0), 0, 1)
    ...  for q in ("1/2", "3/4")]
    [False, True]
    """
    stage, chances = _partnership(prize, effort, success)
    _, read = unify({"accuracy": accuracy, "success": chances[0]})
    right = read["accuracy"]
    if isinstance(right, Enclosure):
        raise UnsupportedGameError("accuracy: got an enclosure, expected a number or a parameter")
    if not (at_least(right, Fraction(1, 2)) and at_least(1, right)):
        raise invalid("accuracy", accuracy, "a probability in [1/2, 1]")
    half = right * 0 + 1  # one in the arithmetic of the game
    shares: dict[tuple[int, ...], Any] = {(1, 0): right, (0, 1): 1 - right}

    def law(*acts: int) -> tuple[Any, ...]:
        good: Any = chances[sum(acts)]
        first = shares.get(acts, half / 2)
        return good, (1 - good) * first, (1 - good) * (1 - first)

    signals = ("success", "blame 1", "blame 2")
    return stage, PublicMonitoring.from_function((2, 2), law, signals=signals)


def _partnership(
    prize: object, effort: object, success: Sequence[object]
) -> tuple[StageGame, list[Any]]:
    """Return the partners' expected payoffs, and the chance of success by number of shirkers."""
    three = listed(success)
    if len(three) != 3:
        raise invalid("success", success, "three probabilities: both work, one works, none works")
    given = {f"success[{k}]": p for k, p in enumerate(three)}
    arithmetic, values = unify({"prize": prize, "effort": effort, **given})
    if arithmetic not in (Arithmetic.EXACT, Arithmetic.FLOAT):
        raise UnsupportedGameError("partnership: got a parameter or an enclosure, expected numbers")
    numbers: list[Any] = list(values.values())
    reward, cost, *chances = numbers
    for name, value in (("prize", reward), ("effort", cost)):
        if value < 0:
            raise invalid(name, value, "a number >= 0")
    if not 1 >= chances[0] >= chances[1] >= chances[2] >= 0:
        raise invalid("success", success, "probabilities, none larger than the one before")
    half = reward / 2
    rows = [
        [half * chances[own + other] - (0 if own else cost) for other in (0, 1)] for own in (0, 1)
    ]
    columns = [[rows[own][other] for own in (0, 1)] for other in (0, 1)]
    return StageGame([rows, columns], PARTNERS), chances


def price_war(
    quantities: Sequence[object],
    prices: tuple[object, object],
    chance_of_low: Mapping[Any, object] | Callable[[Fraction], object],
    *,
    firms: int = 2,
    cost: object = 0,
) -> tuple[StageGame, PublicMonitoring]:
    """Return a cartel that sees the market price but not each other's quantities.

    The price is high or low; it is low more often when more is sold. A cartel can only answer a low
    price by a price war, also when nobody cheated: the wars are the price of collusion.

    Parameters
    ----------
    quantities : sequence of distinct exact numbers >= 0
        What each firm may sell, its actions in this order.
    prices : (high, low)
    chance_of_low : mapping or function, total quantity -> probability
        Probability of the low price by the sum of all quantities (a Fraction when a function).
    firms : int >= 1, keyword only, optional
    cost : number, keyword only, optional
        Per unit.

    Returns
    -------
    (StageGame, PublicMonitoring)
        Expected profits ``q (E[price | total] - cost)``; signals "high", "low".

    Raises
    ------
    InvalidGameError
        If an argument is out of its range, or a total quantity has no probability.

    References
    ----------
    Green and Porter (1984), *Noncooperative collusion under imperfect price information*, who let
    the price vary continuously; Porter (1983), *Optimal cartel trigger price strategies*, for the
    best length of a price war.

    Examples
    --------
    >>> stage, price = price_war([1, 2], (6, 0), {2: "1/6", 3: "1/2", 4: "2/3"})
    >>> stage.payoffs()[0] == ((5, 3), (6, 4))
    True
    >>> price.law((0, 1))
    (Fraction(1, 2), Fraction(1, 2))
    """
    if isinstance(firms, bool) or not isinstance(firms, int) or firms < 1:  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("firms", firms, "an integer >= 1")
    amounts = [read_exact(q, f"quantities[{k}]") for k, q in enumerate(listed(quantities))]
    if not amounts or len(set(amounts)) < len(amounts) or min(amounts) < 0:
        raise invalid("quantities", quantities, "a sequence of numbers >= 0, all different")
    if firms > 64 or len(amounts) ** firms > LARGEST:
        expected = f"at most {LARGEST:,} action profiles"
        raise invalid("quantities, firms", (quantities, firms), expected)
    shape = (len(amounts),) * firms
    totals = {a: sum((amounts[x] for x in a), start=Fraction(0)) for a in profiles(shape)}
    chances = _chances(sorted(set(totals.values())), chance_of_low)
    pair = listed(prices)
    if len(pair) != 2:
        raise invalid("prices", prices, "the pair (high, low)")
    money: dict[str, object] = {"prices[0]": pair[0], "prices[1]": pair[1], "cost": cost}
    _, values = unify(money | {f"chance_of_low({t})": p for t, p in chances.items()})
    high, low, unit, *laws = list[Any](values.values())
    if not at_least(high, low):
        raise invalid("prices", prices, "the pair (high, low), the first not below the second")
    for total, p in zip(chances, laws, strict=True):
        if not (at_least(p, 0) and at_least(1, p)):
            raise invalid(f"chance_of_low({total})", p, "a probability in [0, 1]")
    margins = [p * low + (1 - p) * high - unit for p in laws]
    place = {total: k for k, total in enumerate(chances)}

    def profits(*profile: int) -> list[Number]:
        return [amounts[x] * margins[place[totals[profile]]] for x in profile]

    made = StageGame.from_function(shape, profits)
    stage = StageGame(made.payoffs(), [[str(q) for q in amounts]] * firms)
    price = PublicMonitoring.from_function(
        shape,
        lambda *a: (1 - laws[place[totals[a]]], laws[place[totals[a]]]),
        signals=("high", "low"),
    )
    return stage, price


def _chances(
    totals: Sequence[Fraction], chance_of_low: Mapping[Any, object] | Callable[[Fraction], object]
) -> dict[Fraction, object]:
    if isinstance(chance_of_low, Mapping):
        table = cast("Mapping[Any, object]", chance_of_low)
        given = {read_exact(key, "chance_of_low"): p for key, p in table.items()}
        for total in totals:
            if total not in given:
                expected = f"a probability for each total quantity; there is none for {total}"
                raise invalid("chance_of_low", sorted(map(str, given)), expected)
        return {total: given[total] for total in totals}
    if isinstance(chance_of_low, type) or not callable(chance_of_low):
        expected = "a mapping or a function, total quantity -> probability"
        raise invalid("chance_of_low", chance_of_low, expected)
    return {total: chance_of_low(total) for total in totals}
