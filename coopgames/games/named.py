"""Named stage games, each with its source."""

from __future__ import annotations

from coopgames.arithmetic import Arithmetic, unify
from coopgames.errors import invalid
from coopgames.games.stage import StageGame

__all__ = ["prisoners_dilemma", "supplier_pair"]


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
    arithmetic, values = unify(named)
    t, r, p, s = values.values()
    if arithmetic is not Arithmetic.SYMBOLIC and not t > r > p > s:
        raise invalid("T, R, P, S", (temptation, reward, punishment, sucker), "T > R > P > S")
    labels = (("cooperate", "defect"), ("cooperate", "defect"))
    return StageGame([[[r, s], [t, p]], [[r, t], [s, p]]], labels)


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
