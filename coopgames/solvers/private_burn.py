"""What a truthful report costs the pair, and what a third-party rule does to it."""

from __future__ import annotations

from fractions import Fraction

from coopgames.arithmetic import exact
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.solvers.exact_lp import solve_lp
from coopgames.solvers.linear_program import LinearProgram, Row

__all__ = ["least_joint_fall", "pair_change_by_complaint"]


def least_joint_fall(
    gain: object, false_alarm: object, detection: object, beta: object
) -> Fraction | None:
    """Return the least fall of the pair's joint value after a complaint that sustains effort.

    Parameters
    ----------
    gain : exact number
        One-round gain from shirking.
    false_alarm, detection : exact probabilities
    beta : exact number in (0, 1)
        Discount factor of a round.

    Returns
    -------
    Fraction or None
        ``None`` if no promises deter (the signal does not distinguish shirking from work).

    Notes
    -----
    Exact linear program over the promises after no complaint and after a complaint: effort, truth
    (the buyer's promise is the same after both), least spread of the sum.

    References
    ----------
    Proposition P1a (ii), ``docs/theory/specialization.md``; compare MacLeod (2003).

    Examples
    --------
    >>> least_joint_fall(1, "1/10", "3/5", "9/10")
    Fraction(20, 9)
    """
    kappa, alpha, eta, b = exact(gain), exact(false_alarm), exact(detection), exact(beta)
    if not 0 < b < 1:
        raise invalid("beta", beta, "a number in (0, 1)")
    if not 0 <= alpha <= eta <= 1:
        raise invalid("detection", detection, f"a probability of at least {alpha}")
    # Variables: supplier after 0 and 1, buyer after 0 and 1, fall.
    change = b * (eta - alpha)
    rows = [
        Row((change, -change, 0, 0, 0), ">=", kappa, "effort"),
        Row((0, 0, 1, -1, 0), "==", 0, "truth"),
        Row((1, -1, 1, -1, -1), "<=", 0, "fall"),
        Row((-1, 1, -1, 1, -1), "<=", 0, "rise"),
    ]
    outcome = solve_lp(LinearProgram([0, 0, 0, 0, -1], rows))
    return None if outcome.value is None or outcome.status != "optimal" else -outcome.value


def pair_change_by_complaint(members: int) -> Fraction:
    """Return what a complaint changes in the pair's joint payoff, per unit of fine.

    The fine goes from the accused to the ``n - 1`` others, the complainant's fee (his share of the
    fine) to the ``n - 2`` outsiders; the transfers of all members are listed and must sum to zero.

    Examples
    --------
    >>> pair_change_by_complaint(5)
    Fraction(-1, 1)
    """
    if members < 3:
        raise UnsupportedGameError(f"members: got {members}, a ring with outsiders needs 3")
    fine, fee = Fraction(1), Fraction(1, members - 1)
    receipts = [fine / (members - 1)] * members
    accused, complainant = 0, 1
    receipts[accused] = -fine
    receipts[complainant] -= fee
    for outsider in range(2, members):
        receipts[outsider] += fee / (members - 2)
    assert sum(receipts) == 0
    return receipts[accused] + receipts[complainant]
