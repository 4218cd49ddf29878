"""Named games of two players, each with its source."""

from __future__ import annotations

from itertools import pairwise

from coopgames.arithmetic import Arithmetic, Number, unify
from coopgames.errors import invalid
from coopgames.games.stage import StageGame

__all__ = [
    "abreu_sannikov_2014",
    "battle_of_the_sexes",
    "chicken",
    "matching_pennies",
    "prisoners_dilemma",
    "stag_hunt",
    "supplier_pair",
]


def prisoners_dilemma(
    temptation: object, reward: object, punishment: object, sucker: object
) -> StageGame:
    """Return the prisoner's dilemma with actions cooperate (0) and defect (1).

    Parameters
    ----------
    temptation, reward, punishment, sucker : number
        Payoffs T > R > P > S of defecting on a cooperator, of mutual cooperation, of mutual
        defection and of cooperating with a defector.

    Raises
    ------
    InvalidGameError
        Unless T > R > P > S.

    References
    ----------
    Rapoport and Chammah (1965), *Prisoner's Dilemma*.

    Examples
    --------
    >>> prisoners_dilemma(3, 2, 0, -1).payoff(0, (1, 0))
    Fraction(3, 1)
    """
    named = {"T": temptation, "R": reward, "P": punishment, "S": sucker}
    t, r, p, s = _falling(named)
    labels = (("cooperate", "defect"), ("cooperate", "defect"))
    return StageGame([[[r, s], [t, p]], [[r, t], [s, p]]], labels)


def stag_hunt(stag: object, hare: object, alone: object) -> StageGame:
    """Return the stag hunt with actions stag (0) and hare (1).

    Parameters
    ----------
    stag, hare, alone : number
        Payoffs stag > hare > alone of hunting the stag together, of catching a hare (whatever the
        other does), and of waiting for the stag alone.

    Raises
    ------
    InvalidGameError
        Unless stag > hare > alone.

    References
    ----------
    Rousseau (1755), *Discours sur l'origine de l'inégalité*, part 2; Skyrms (2004), *The Stag Hunt
    and the Evolution of Social Structure*.

    Examples
    --------
    >>> from coopgames.solvers.pure_nash import pure_nash
    >>> pure_nash(stag_hunt(4, 2, 0)).value
    ((0, 0), (1, 1))
    """
    together, safe, single = _falling({"stag": stag, "hare": hare, "alone": alone})
    labels = (("stag", "hare"), ("stag", "hare"))
    return StageGame(
        [[[together, single], [safe, safe]], [[together, safe], [single, safe]]], labels
    )


def chicken(temptation: object, reward: object, sucker: object, crash: object) -> StageGame:
    """Return the game of chicken with actions swerve (0) and straight (1).

    Parameters
    ----------
    temptation, reward, sucker, crash : number
        Payoffs temptation > reward > sucker > crash of going straight while the other swerves, of
        both swerving, of swerving alone, and of both going straight.

    Raises
    ------
    InvalidGameError
        Unless temptation > reward > sucker > crash.

    References
    ----------
    Rapoport and Chammah (1966), "The game of chicken", American Behavioral Scientist 10.

    Examples
    --------
    >>> from coopgames.solvers.pure_nash import pure_nash
    >>> pure_nash(chicken(3, 2, 1, 0)).value
    ((0, 1), (1, 0))
    """
    named = {"temptation": temptation, "reward": reward, "sucker": sucker, "crash": crash}
    t, r, s, p = _falling(named)
    labels = (("swerve", "straight"), ("swerve", "straight"))
    return StageGame([[[r, s], [t, p]], [[r, t], [s, p]]], labels)


def battle_of_the_sexes(favourite: object, other: object, apart: object) -> StageGame:
    """Return the battle of the sexes: each prefers being together, at his or her own favourite.

    Parameters
    ----------
    favourite, other, apart : number
        Payoffs favourite > other > apart of meeting at one's favourite place, of meeting at the
        other's, and of being alone anywhere.

    Raises
    ------
    InvalidGameError
        Unless favourite > other > apart.

    References
    ----------
    Luce and Raiffa (1957), *Games and Decisions*, section 5.3.

    Examples
    --------
    >>> battle_of_the_sexes(2, 1, 0)
    StageGame([[[2, 0], [0, 1]], [[1, 0], [0, 2]]], \
actions=(('first', 'second'), ('first', 'second')))
    """
    best, good, bad = _falling({"favourite": favourite, "other": other, "apart": apart})
    labels = (("first", "second"), ("first", "second"))
    return StageGame([[[best, bad], [bad, good]], [[good, bad], [bad, best]]], labels)


def matching_pennies(stake: object = 1) -> StageGame:
    """Return matching pennies: the first player wins the stake if the two coins agree.

    Parameters
    ----------
    stake : number > 0, optional

    Raises
    ------
    InvalidGameError
        Unless the stake is positive.

    References
    ----------
    von Neumann and Morgenstern (1944), *Theory of Games and Economic Behavior*, chapter III.

    Examples
    --------
    >>> matching_pennies(2).payoffs()[0]
    ((Fraction(2, 1), Fraction(-2, 1)), (Fraction(-2, 1), Fraction(2, 1)))
    """
    arithmetic, values = unify({"stake": stake})
    won = values["stake"]
    if arithmetic is not Arithmetic.SYMBOLIC and not won > 0:
        raise invalid("stake", stake, "a number > 0")
    labels = (("heads", "tails"), ("heads", "tails"))
    return StageGame([[[won, -won], [-won, won]], [[-won, won], [won, -won]]], labels)


def abreu_sannikov_2014() -> StageGame:
    """Return the 3 x 3 example of Abreu and Sannikov.

    References
    ----------
    Abreu and Sannikov (2014), "An algorithm for two-player repeated games with perfect
    monitoring", Theoretical Economics 9, the numerical example.

    Examples
    --------
    >>> from coopgames.solvers.pure_nash import pure_nash
    >>> pure_nash(abreu_sannikov_2014()).value
    ((1, 1),)
    """
    return StageGame.from_rows(
        [
            [(16, 9), (3, 13), (0, 3)],
            [(21, 1), (10, 4), (-1, 0)],
            [(9, 0), (5, -4), (-5, -15)],
        ]
    )


def supplier_pair(gain: object, value: object) -> StageGame:
    """Return one round of subcontracting: a supplier works or shirks, a buyer receives.

    The supplier's effort costs him nothing that the price does not cover; shirking gains him
    ``gain``. Work gives the pair the joint surplus ``value`` over producing alone, here booked to
    the buyer, since prices move it freely; shirking leaves the pair nothing.

    Parameters
    ----------
    gain : number > 0
        The supplier's one-round gain from shirking (kappa).
    value : number
        Joint surplus of a round with effort over internalised production (v).

    References
    ----------
    The setup of ``docs/theory/specialization.md``, section 0; compare Levin (2003).

    Examples
    --------
    >>> supplier_pair(1, 2).payoff(0, (1, 0))
    Fraction(1, 1)
    """
    _, values = unify({"gain": gain, "value": value})
    kappa, v = values.values()
    rows = [[[0], [kappa]], [[v], [-kappa]]]
    return StageGame(rows, (("work", "shirk"), ("receive",)), ("supplier", "buyer"))


def _falling(named: dict[str, object]) -> list[Number]:
    """Read numbers and check that each is larger than the next."""
    arithmetic, values = unify(named)
    numbers = list(values.values())
    if arithmetic is not Arithmetic.SYMBOLIC and not all(a > b for a, b in pairwise(numbers)):
        raise invalid(", ".join(named), tuple(named.values()), " > ".join(named))
    return numbers
