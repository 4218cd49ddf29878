"""Theorem 1 for burnt fines, derived from the recursion of the automaton with SymPy.

Nothing is taken from the closed form: the threshold comes out. Run this file to read the steps::

    python proofs/theorem1_burnt/derivation.py
"""

from __future__ import annotations

from dataclasses import dataclass

import sympy as sp

alpha, eta, kappa, v, beta, fine = sp.symbols("alpha eta kappa v beta f", real=True)
good, flagged = sp.symbols("V W", real=True)


@dataclass(frozen=True, slots=True)
class Derivation:
    """What comes out, step by step.

    Attributes
    ----------
    good, flagged : sympy.Expr
        Values in the states GOOD and FLAGGED as functions of the fine; OUT has the value 0.
    least_fine : sympy.Expr
        The least fine at which shirking does not pay.
    margin : sympy.Expr
        What is left to a flagged member who pays the least fine, times ``beta (eta - alpha)
        (1 - beta)``, which is positive: he pays iff this is at least 0.
    threshold : sympy.Expr
        Where the margin is 0.
    below_one : sympy.Expr
        The numerator of ``1 - threshold`` over the threshold's denominator.
    """

    good: sp.Expr
    flagged: sp.Expr
    least_fine: sp.Expr
    margin: sp.Expr
    threshold: sp.Expr
    below_one: sp.Expr


def derive() -> Derivation:
    # 1. Bellman equations on the path: contribute in GOOD, pay and contribute in FLAGGED.
    values = sp.solve(
        [
            sp.Eq(good, v + beta * ((1 - alpha) * good + alpha * flagged)),
            sp.Eq(flagged, good - fine),
        ],
        [good, flagged],
        dict=True,
    )
    (value,) = values
    # 2. One-shot deviation in GOOD: what shirking once and returning to the plan gains.
    shirk = v + kappa + beta * ((1 - eta) * value[good] + eta * value[flagged])
    gain = sp.expand(sp.simplify(shirk - value[good]))
    must(sp.simplify(sp.diff(gain, fine) + beta * (eta - alpha)) == 0, "the gain falls in the fine")
    (least_fine,) = sp.solve(sp.Eq(gain, 0), fine)
    # 3. One-shot deviation in FLAGGED: to refuse gives OUT, which is worth 0. A larger fine makes
    #    paying worse, so the least fine that deters is the one to look at.
    slope = sp.simplify(sp.diff(value[flagged], fine) * (1 - beta))
    must(sp.expand(slope + (1 - beta + alpha * beta)) == 0, "paying gets worse as the fine rises")
    left = value[flagged].subs(fine, least_fine)
    margin = sp.expand(sp.simplify(left * beta * (eta - alpha) * (1 - beta)))
    # 4. The margin is linear in the discount factor, so there is one threshold.
    must(sp.degree(margin, beta) == 1, "the margin is linear in the discount factor")
    (threshold,) = sp.solve(sp.Eq(margin, 0), beta)
    denominator = sp.diff(margin, beta)
    below_one = sp.simplify((1 - threshold) * denominator)
    # 5. The margin rises (the paying side is above the threshold) where the threshold is below 1:
    #    its slope is kappa + below_one, and kappa > 0.
    must(sp.expand(denominator - kappa - below_one) == 0, "the slope is kappa + below_one")
    #    Elsewhere, below_one <= 0, the margin is negative at every discount factor below 1.
    loss = kappa * (1 - beta) - beta * below_one
    must(sp.expand(margin + loss) == 0, "the margin is beta below_one - kappa (1 - beta)")
    return Derivation(
        sp.factor(value[good]),
        sp.factor(value[flagged]),
        sp.factor(least_fine),
        margin,
        threshold,
        sp.expand(below_one),
    )


def must(true: object, statement: str) -> None:
    if not true:
        raise ArithmeticError(f"derivation: expected that {statement}")


def main() -> None:
    found = derive()
    print("value in GOOD          V =", found.good)
    print("value in FLAGGED       W =", found.flagged)
    print("least deterrent fine   f =", found.least_fine)
    print("pays iff               0 <=", found.margin)
    print("threshold           beta =", found.threshold)
    print("which is below 1 iff   0 <", found.below_one)


if __name__ == "__main__":
    main()
