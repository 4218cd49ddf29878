"""Named games of firms, inspectors and markets, each with its source."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from coopgames.arithmetic import Arithmetic, Number, unify
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games.stage import StageGame

__all__ = ["cournot", "entry", "inspection"]

#: Most payoffs of a game of firms.
LARGEST_MARKET = 2_000_000


def cournot(
    quantities: Sequence[object],
    intercept: object,
    slope: object = 1,
    unit_cost: object = 0,
    firms: int = 2,
) -> StageGame:
    """Return quantity competition: the price falls in the sum of the quantities, never below zero.

    A firm that sells q while all sell Q gets ``q (max(intercept - slope Q, 0) - unit_cost)``.

    Parameters
    ----------
    quantities : sequence of distinct numbers >= 0
        What each firm may produce, its actions in this order.
    intercept, slope : number > 0
        Of the inverse demand.
    unit_cost : number >= 0, optional
    firms : int, optional
        At least 1; two by default.

    Raises
    ------
    InvalidGameError
        If an argument is out of range, or the game would have more than two million payoffs.
    UnsupportedGameError
        If an argument contains a parameter: the price that stops at zero is no polynomial in it.

    References
    ----------
    Cournot (1838), *Recherches sur les principes mathématiques de la théorie des richesses*,
    chapter VII.

    Examples
    --------
    >>> game = cournot([2, 3, 4], intercept=13, unit_cost=1)
    >>> game.payoff(0, (1, 1)), game.payoff(0, (2, 1)), game.payoff(0, (2, 2))
    (Fraction(18, 1), Fraction(20, 1), Fraction(16, 1))
    """
    if isinstance(firms, bool) or not isinstance(firms, int) or firms < 1:  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("firms", firms, "an integer >= 1")
    given = {f"quantities[{k}]": q for k, q in enumerate(quantities)}
    size = len(given)
    if not size or firms > 64 or firms * size**firms > LARGEST_MARKET:
        expected = f"some quantities, and at most {LARGEST_MARKET} payoffs (firms * size**firms)"
        raise invalid("quantities, firms", (quantities, firms), expected)
    demand = {"intercept": intercept, "slope": slope, "unit_cost": unit_cost}
    arithmetic, values = unify(given | demand)
    if arithmetic not in (Arithmetic.EXACT, Arithmetic.FLOAT):
        raise UnsupportedGameError("cournot: got a parameter or an enclosure, expected numbers")
    numbers: list[Any] = list(values.values())
    *amounts, top, fall, cost = numbers
    for name in (*given, "unit_cost"):
        if values[name] < 0:
            raise invalid(name, (given | demand)[name], "a number >= 0")
    for name in ("intercept", "slope"):
        if not values[name] > 0:
            raise invalid(name, demand[name], "a number > 0")
    if len(set(amounts)) < size:
        raise invalid("quantities", quantities, "quantities that are all different")

    def payoffs(*profile: int) -> list[Number]:
        sold = [amounts[a] for a in profile]
        margin = max(top - fall * sum(sold[1:], sold[0]), top - top) - cost
        return [q * margin for q in sold]

    game = StageGame.from_function((size,) * firms, payoffs)
    labels = [str(q) for q in amounts]
    return StageGame(game.payoffs(), [labels] * firms)


def entry(
    outside: object = 1, monopoly: object = 5, shared: object = 2, fight: object = 0
) -> StageGame:
    """Return one round of the chain store: an entrant enters or not, an incumbent fights or not.

    Parameters
    ----------
    outside : number, optional
        What the entrant has if he stays out.
    monopoly, shared, fight : number, optional
        What the incumbent has if nobody enters; what both have if the incumbent accommodates, and
        if he fights. By default the payoffs of Selten.

    Raises
    ------
    InvalidGameError
        Unless shared > outside > fight and monopoly > shared.

    References
    ----------
    Selten (1978), "The chain store paradox", Theory and Decision 9.

    Examples
    --------
    >>> from coopgames.solvers.pure_nash import pure_nash
    >>> pure_nash(entry()).diagnostics["labels"]
    (('enter', 'accommodate'), ('stay out', 'fight'))
    """
    given = {"outside": outside, "monopoly": monopoly, "shared": shared, "fight": fight}
    arithmetic, values = unify(given)
    out, alone, half, war = values.values()
    if arithmetic is not Arithmetic.SYMBOLIC and not (half > out > war and alone > half):
        expected = "shared > outside > fight and monopoly > shared"
        raise invalid(", ".join(given), tuple(given.values()), expected)
    rows = [[(half, half), (war, war)], [(out, alone), (out, alone)]]
    game = StageGame.from_rows(rows)
    labels = (("enter", "stay out"), ("accommodate", "fight"))
    return StageGame(game.payoffs(), labels, ("entrant", "incumbent"))


def inspection(output: object, wage: object, effort: object, check: object) -> StageGame:
    """Return the inspection game: an agent works or shirks, a principal inspects or trusts.

    The agent gets the wage unless he is found shirking, and working costs him ``effort``. Work
    gives the principal ``output``; inspecting costs ``check``. There is no equilibrium in pure
    actions.

    Parameters
    ----------
    output, wage, effort, check : number
        With 0 < effort < wage, 0 < check < wage and output > 0.

    Raises
    ------
    InvalidGameError
        If these inequalities do not hold.

    References
    ----------
    Fudenberg and Tirole (1991), *Game Theory*, chapter 1 (the inspection game).

    Examples
    --------
    >>> game = inspection(output=10, wage=4, effort=1, check=2)
    >>> game.payoff(0, (1, 1)), game.payoff(1, (1, 1)), game.payoff(1, (0, 0))
    (Fraction(4, 1), Fraction(-4, 1), Fraction(4, 1))
    """
    given = {"output": output, "wage": wage, "effort": effort, "check": check}
    arithmetic, values = unify(given)
    v, w, g, h = values.values()
    if arithmetic is not Arithmetic.SYMBOLIC and not (0 < g < w and 0 < h < w and v > 0):
        expected = "0 < effort < wage, 0 < check < wage and output > 0"
        raise invalid(", ".join(given), tuple(given.values()), expected)
    zero = v - v
    rows = [[(w - g, v - w - h), (w - g, v - w)], [(zero, -h), (w, -w)]]
    game = StageGame.from_rows(rows)
    labels = (("work", "shirk"), ("inspect", "trust"))
    return StageGame(game.payoffs(), labels, ("agent", "principal"))
