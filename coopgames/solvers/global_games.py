"""A march of very many who each have their own doubts about the strength of the state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import flint

from coopgames.arithmetic import Arithmetic, Enclosure, arb_to_enclosure, normal_cdf_ball
from coopgames.arithmetic.grammar import read_exact
from coopgames.errors import invalid
from coopgames.solvers._flint import to_flint
from coopgames.solvers.solution import Solution, Status

__all__ = ["Cutoffs", "global_game_cutoffs"]

#: Bits with which the normal distribution is enclosed, beyond those of its argument's tail.
PRECISION = 192
#: Width at which the bisection of the marginal doubt ends, in standard deviations.
WIDTH = Fraction(1, 2**80)


@dataclass(frozen=True, slots=True)
class Cutoffs:
    """The equilibrium of a march of very many.

    Attributes
    ----------
    strength : Enclosure
        Success iff the strength of the state is at most this.
    signal : Enclosure
        Who holds the state to be at most this strong marches.
    doubt : Enclosure
        How many standard deviations the second lies above the first.
    """

    strength: Enclosure
    signal: Enclosure
    doubt: Enclosure


def global_game_cutoffs(private_benefit: object, cost: object, noise: object) -> Solution[Cutoffs]:
    """Enclose the cutoffs of a march that succeeds if the share of marchers reaches a strength.

    Parameters
    ----------
    private_benefit : exact number > 0
        What success gives to those who marched.
    cost : exact number strictly between 0 and the private benefit
        Of marching, net of the expected fine of staying away.
    noise : exact number > 0
        Standard deviation of each member's error about the strength.

    Returns
    -------
    Solution
        ``value``: :class:`Cutoffs`, certified enclosures of the only equilibrium in cutoffs.

    Raises
    ------
    InvalidGameError
        If a number is outside its domain. (At a cost of 0 or of the whole benefit the cutoffs are
        not finite or not unique.)

    Notes
    -----
    What is assumed: a continuum of members; a flat prior of the strength, so that a member with the
    signal x takes it to be normal around x; independent normal errors. Two conditions: the member
    at the cutoff ``x*`` is indifferent, ``private_benefit * P(strength <= theta* | x*) = cost``;
    and at ``theta*`` the share with a signal of at most ``x*`` is ``theta*`` itself. The first
    gives ``(x* - theta*) / noise`` by certified bisection of the normal distribution, the second
    then ``theta*``. The chance of success falls in the signal, so members below the cutoff march
    and those above do not. Other equilibria do not exist either (Morris and Shin 2003, by iterated
    dominance). A non-excludable benefit plays no role: nobody of a continuum is pivotal.

    References
    ----------
    Carlsson and van Damme (1993), Econometrica 61; Morris and Shin (2003), *Global games: theory
    and applications*. docs/theory/defensive.md, section 7, M6.

    Examples
    --------
    >>> found = global_game_cutoffs(4, 1, "1/20").value
    >>> Fraction(3, 4) in found.strength, found.strength.width < Fraction(1, 10**20)
    (True, True)
    >>> print(f"{float(found.signal):.6f}")
    0.783724
    """
    gain, price = read_exact(private_benefit, "private_benefit"), read_exact(cost, "cost")
    sigma = read_exact(noise, "noise")
    if gain <= 0:
        raise invalid("private_benefit", private_benefit, "a number > 0")
    if not 0 < price < gain:
        raise invalid("cost", cost, "a number strictly between 0 and the private benefit")
    if sigma <= 0:
        raise invalid("noise", noise, "a number > 0")
    # P(strength <= theta* | x*) is the normal distribution function at (theta* - x*) / noise.
    doubt = -_quantile(price / gain)
    strength = Enclosure.hull(*(_distribution(z) for z in (doubt.lower, doubt.upper)))
    signal = strength + doubt * sigma
    return Solution(
        Cutoffs(strength, signal, doubt), Status.EXACT_UNCERTIFIED, None,
        "certified bisection of the marginal member's indifference, then the critical mass; "
        "equilibria in cutoffs of a continuum of members with a flat prior",
        Arithmetic.ENCLOSED,
    )  # fmt: skip


def _quantile(probability: Fraction) -> Enclosure:
    """Enclose the number at which the standard normal distribution function has a value."""

    def below(x: Fraction) -> bool | None:
        """Tell whether the function at x is below the value; None if that is not certain."""
        with flint.ctx.workprec(PRECISION + _extra_bits(probability)):
            gap = normal_cdf_ball(flint.arb(to_flint(x))) - flint.arb(to_flint(probability))
            return True if gap < 0 else False if gap > 0 else None

    lower, upper = _bracket(below)
    while upper - lower > WIDTH:
        middle = (lower + upper) / 2
        answer = below(middle)
        if answer is None:
            return _around(below, middle)
        lower, upper = (middle, upper) if answer else (lower, middle)
    return Enclosure(lower, upper)


def _extra_bits(probability: Fraction) -> int:
    """Return how many bits a tail needs so that its ball is narrow beside it."""
    return 2 * (probability.denominator.bit_length() + 1)


def _bracket(below: Callable[[Fraction], bool | None]) -> tuple[Fraction, Fraction]:
    """Return numbers on either side, powers of two away from 0."""
    reach = Fraction(1)
    while below(-reach) is not True or below(reach) is not False:
        reach *= 2
    return -reach, reach


def _around(below: Callable[[Fraction], bool | None], middle: Fraction) -> Enclosure:
    """Return an enclosure around a number at which the value is reached, or nearly so."""
    step = WIDTH / 2
    while below(middle - step) is not True or below(middle + step) is not False:
        step *= 2
    return Enclosure(middle - step, middle + step)


def _distribution(x: Fraction) -> Enclosure:
    with flint.ctx.workprec(PRECISION):
        return arb_to_enclosure(normal_cdf_ball(flint.arb(to_flint(x))))
