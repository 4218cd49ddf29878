"""Named games of n members who provide a good together, each with its source."""

from __future__ import annotations

from collections.abc import Callable

from coopgames.arithmetic import Arithmetic, Number, unify
from coopgames.errors import invalid
from coopgames.games._arrays import nest, profiles
from coopgames.games.stage import StageGame

__all__ = ["public_goods", "threshold_public_good"]

#: Most members of a game that lists all profiles: 16 members have a million payoffs.
LARGEST_GROUP = 16

Rule = Callable[[int, bool], Number]


def public_goods(n: int, benefit: object, cost: object) -> StageGame:
    """Return the linear public goods game with actions contribute (0) and shirk (1).

    A contribution costs its contributor ``cost`` and gives *every* member ``benefit``, himself
    included. Shirking is dominant (``benefit < cost``), and all would gain if all contributed
    (``cost < n benefit``).

    Parameters
    ----------
    n : int
        Number of members, from 2 to 16. (For more use :class:`AnonymousGame`.)
    benefit, cost : number

    Raises
    ------
    InvalidGameError
        If n is out of range, or unless ``benefit < cost < n * benefit``.

    References
    ----------
    Olson (1965), *The Logic of Collective Action*; Isaac and Walker (1988), "Group size effects in
    public goods provision", Quarterly Journal of Economics 103 (the linear form).

    Examples
    --------
    >>> game = public_goods(3, "1/2", 1)
    >>> game.payoff(0, (0, 0, 0)), game.payoff(0, (1, 0, 0)), game.payoff(0, (0, 1, 1))
    (Fraction(1, 2), Fraction(1, 1), Fraction(-1, 2))
    """
    _check_group(n)
    arithmetic, values = unify({"benefit": benefit, "cost": cost})
    b, c = values.values()
    if arithmetic is not Arithmetic.SYMBOLIC and not b < c < b * n:
        raise invalid("benefit, cost", (benefit, cost), f"benefit < cost < {n} * benefit")
    return _group(n, lambda count, own: b * count - c if own else b * count)


def threshold_public_good(n: int, threshold: int, benefit: object, cost: object) -> StageGame:
    """Return a public good that needs ``threshold`` contributors; contributions are not refunded.

    Actions are contribute (0) and shirk (1). Each member gets ``benefit`` if at least
    ``threshold`` contribute; a contributor pays ``cost`` in any case.

    Parameters
    ----------
    n : int
        Number of members, from 2 to 16.
    threshold : int
        From 1 (the volunteer's dilemma) to n.
    benefit, cost : number
        With 0 < cost < benefit.

    Raises
    ------
    InvalidGameError
        If an argument is out of range.

    References
    ----------
    Palfrey and Rosenthal (1984), "Participation and the provision of discrete public goods: a
    strategic analysis", Journal of Public Economics 24 (the case without refunds); Diekmann (1985),
    "Volunteer's dilemma", Journal of Conflict Resolution 29, for a threshold of 1.

    Examples
    --------
    >>> from coopgames.solvers.pure_nash import pure_nash
    >>> pure_nash(threshold_public_good(3, 2, 5, 2)).value
    ((0, 0, 1), (0, 1, 0), (1, 0, 0), (1, 1, 1))
    """
    _check_group(n)
    if isinstance(threshold, bool) or not isinstance(threshold, int) or not 1 <= threshold <= n:  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("threshold", threshold, f"an integer from 1 to {n}")
    arithmetic, values = unify({"benefit": benefit, "cost": cost})
    b, c = values.values()
    if arithmetic is not Arithmetic.SYMBOLIC and not 0 < c < b:
        raise invalid("benefit, cost", (benefit, cost), "0 < cost < benefit")

    def payoff(count: int, own: bool) -> Number:
        provided = b if count >= threshold else b - b  # zero of the same arithmetic
        return provided - c if own else provided

    return _group(n, payoff)


def _check_group(n: object) -> None:
    if isinstance(n, bool) or not isinstance(n, int) or not 2 <= n <= LARGEST_GROUP:
        raise invalid("n", n, f"an integer from 2 to {LARGEST_GROUP}")


def _group(n: int, payoff: Rule) -> StageGame:
    """Return the game in which a payoff depends on the number of contributors and on one's own act.

    O(n 2^n); each of the 2n numbers is computed once.
    """
    table = [(payoff(count, False), payoff(count, True)) for count in range(n + 1)]
    shape = (2,) * n
    listed = profiles(shape)
    counts = [n - sum(profile) for profile in listed]
    cells = [
        [table[count][profile[i] == 0] for profile, count in zip(listed, counts, strict=True)]
        for i in range(n)
    ]
    return StageGame([nest(own, shape) for own in cells], [("contribute", "shirk")] * n)
