"""When two members cannot insure each other, whatever their strategies: an outer bound.

Each member's surplus over being alone is at least 0 in every equilibrium. A weighted sum of the two
surpluses today is bounded by such sums tomorrow: a transfer is worth at most its marginal value to
the receiver, and costs the giver at most what he stands to lose tomorrow. If these bounds shrink
when they are applied to themselves, no surplus is left.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

import flint

from coopgames.arithmetic import AlgebraicNumber, Arithmetic, real_roots
from coopgames.arithmetic.grammar import check_integer, read_exact
from coopgames.arithmetic.isoelastic import marginal_utility
from coopgames.errors import invalid
from coopgames.solvers._flint import from_flint, to_flint
from coopgames.solvers.exact_lp import solve_lp
from coopgames.solvers.linear_program import LinearProgram, Row
from coopgames.solvers.solution import Solution, Status

__all__ = ["Growth", "RiskSharing", "growth", "insurance_threshold", "shrinking_bounds"]

#: Weights of the two members' surpluses, the smaller of them 1.
Weights: TypeAlias = tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True)
class RiskSharing:
    """Two members, of whom misfortune hits at most one in a period; nobody can be forced to give.

    Parameters
    ----------
    high, low : exact numbers, high > low > 0
        Incomes of the one who is not hit and of the one who is; in a calm period both have the
        mean income.
    misfortune : exact number in (0, 1]
        Probability in a period that one of them is hit, each as likely as the other.
    risk_aversion : int >= 1
        Relative; 1 is the logarithm.
    repayments : bool
        Whether they may also give in calm periods.

    Raises
    ------
    InvalidGameError
        If a number is outside its domain.
    """

    high: Fraction
    low: Fraction
    misfortune: Fraction
    risk_aversion: int
    repayments: bool

    def __init__(
        self,
        high: object,
        low: object,
        misfortune: object = 1,
        risk_aversion: int = 1,
        repayments: bool = False,
    ) -> None:
        incomes = read_exact(high, "high"), read_exact(low, "low")
        chance = read_exact(misfortune, "misfortune")
        if incomes[1] <= 0:
            raise invalid("low", low, "an income > 0")
        if incomes[0] <= incomes[1]:
            raise invalid("high", high, f"an income above low, {incomes[1]}")
        if not 0 < chance <= 1:
            raise invalid("misfortune", misfortune, "a probability in (0, 1]")
        check_integer("risk_aversion", risk_aversion, 1)
        if not isinstance(repayments, bool):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise invalid("repayments", repayments, "True or False")
        object.__setattr__(self, "high", incomes[0])
        object.__setattr__(self, "low", incomes[1])
        object.__setattr__(self, "misfortune", chance)
        object.__setattr__(self, "risk_aversion", risk_aversion)
        object.__setattr__(self, "repayments", repayments)

    @property
    def mean(self) -> Fraction:
        """The income of both in a calm period."""
        return (self.high + self.low) / 2

    def marginal(self, income: Fraction) -> Fraction:
        """Return the marginal utility of an income, in utils per unit of money."""
        found = marginal_utility(income, self.risk_aversion)
        assert isinstance(found, Fraction)
        return found

    def moments(self) -> tuple[tuple[Fraction, tuple[Fraction, Fraction], bool], ...]:
        """Return probability, incomes and whether one may give, for each state of a period."""
        hit, mean = self.misfortune / 2, self.mean
        return (
            (hit, (self.high, self.low), True),
            (hit, (self.low, self.high), True),
            (1 - self.misfortune, (mean, mean), self.repayments),
        )


@dataclass(frozen=True, slots=True)
class Growth:
    """How weighted sums of surpluses today are bounded by those of tomorrow.

    Attributes
    ----------
    directions : tuple of pairs of Fraction
        Weights of the two members' surpluses.
    matrix : tuple of rows of Fraction
        The largest sum in direction f is at most the discount factor times the sum over g of
        ``matrix[f][g]`` times the largest one in direction g, over all equilibria.
    """

    directions: tuple[Weights, ...]
    matrix: tuple[tuple[Fraction, ...], ...]


def growth(sharing: RiskSharing) -> Growth:
    """Return the bounds that equal weights lead to.

    Notes
    -----
    Member i gives j what costs him c <= discount factor times his surplus tomorrow, and is worth at
    most c times the ratio of their marginal utilities to j: so the weight of i's surplus tomorrow
    may rise to j's weight times that ratio, but no bound needs more. The weights stay in the ratio
    r, 1 or 1/r (r the ratio of the marginal utilities of low and high income): three directions.

    Examples
    --------
    >>> bounds = growth(RiskSharing("3/2", "1/2", risk_aversion=2))
    >>> [tuple(map(str, f)) for f in bounds.directions]
    [('1', '1'), ('9', '1'), ('1', '9')]
    >>> [str(x) for x in bounds.matrix[1]]
    ['0', '1/2', '9/2']
    """
    directions: list[Weights] = [(Fraction(1), Fraction(1))]
    rows: list[dict[Weights, Fraction]] = []
    for weights in directions:  # grows while it is read
        row: dict[Weights, Fraction] = {}
        for probability, incomes, may_give in sharing.moments():
            tomorrow = _raised(sharing, weights, incomes) if may_give else weights
            scale = min(tomorrow)
            found = tomorrow[0] / scale, tomorrow[1] / scale
            row[found] = row.get(found, Fraction(0)) + probability * scale
            if found not in directions:
                directions.append(found)
        rows.append(row)
    matrix = tuple(tuple(row.get(g, Fraction(0)) for g in directions) for row in rows)
    return Growth(tuple(directions), matrix)


def _raised(sharing: RiskSharing, weights: Weights, incomes: tuple[Fraction, Fraction]) -> Weights:
    """Return the weights of tomorrow's surpluses if somebody gives today what he can be asked for.

    At most one of the two transfers raises a weight: the two conditions exclude each other.
    """
    ratio = sharing.marginal(incomes[1]) / sharing.marginal(incomes[0])
    return max(weights[0], weights[1] * ratio), max(weights[1], weights[0] / ratio)


def shrinking_bounds(found: Growth, delta: Fraction) -> dict[Weights, Fraction] | None:
    """Return positive bounds that do not grow when they are applied to themselves, or None.

    Notes
    -----
    With such bounds h the set of equilibrium surpluses, which is compact, is {0}: let k be its
    largest sum in a direction f over h(f), at the f where that ratio is largest. Then the sum is at
    most delta times the row of f times k h, so at most k h(f); and strictly less if k > 0, since
    utility is strictly concave where somebody gives, and the future is discounted where nobody
    does. A linear program decides whether there are any.
    """
    size = len(found.directions)
    unit = [[Fraction(int(i == j)) for j in range(size)] for i in range(size)]
    rows = [Row(tuple(own), ">=", Fraction(1)) for own in unit]
    for own, row in zip(unit, found.matrix, strict=True):
        spare = tuple(e - delta * x for e, x in zip(own, row, strict=True))
        rows.append(Row(spare, ">=", Fraction(0)))
    outcome = solve_lp(LinearProgram([Fraction(-1)] * size, rows))
    if outcome.status != "optimal":
        return None
    return dict(zip(found.directions, outcome.primal, strict=True))


def insurance_threshold(sharing: RiskSharing) -> Solution[Fraction | AlgebraicNumber]:
    """Return the discount factor above which two members can insure each other, and not below.

    Returns
    -------
    Solution
        ``value``: at it and below, being alone is the only subgame-perfect equilibrium; above it
        there are others (:func:`coopgames.solvers.insurance.insurance_exists` builds one at a given
        discount factor). No kind of certificate covers it.

    Notes
    -----
    The inverse of the largest eigenvalue of the growth of the bounds: the smallest positive root of
    det(1 - delta K).

    References
    ----------
    Kocherlakota, N. (1996), *Implications of efficient risk sharing without commitment*, Review of
    Economic Studies 63.

    Examples
    --------
    Repayments in calm periods help:

    >>> print(insurance_threshold(RiskSharing("3/2", "1/2", "1/2", 2)).value)
    1/3
    >>> print(insurance_threshold(RiskSharing("3/2", "1/2", "1/2", 2, repayments=True)).value)
    0.3027756377 (root of x^2 + 3x - 1)
    """
    found = growth(sharing)
    matrix = flint.fmpq_mat([[to_flint(x) for x in row] for row in found.matrix])
    # The characteristic polynomial backwards: det(1 - delta K) by ascending powers of delta.
    backwards = [from_flint(c) for c in reversed(matrix.charpoly().coeffs())]
    value = real_roots(backwards, Fraction(0), Fraction(1))[0]
    method = "largest growth of the bounds of all surpluses; all subgame-perfect equilibria"
    return Solution(
        value, Status.EXACT_UNCERTIFIED, None, method, Arithmetic.EXACT, {"growth": found}
    )
