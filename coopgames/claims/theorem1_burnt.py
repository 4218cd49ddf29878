"""Theorem 1 for burnt fines: when an association sustains contributions by a fine nobody gets."""

from __future__ import annotations

from fractions import Fraction

from coopgames.arithmetic import parameter
from coopgames.claims.claim import Claim, Domain, Family, Threshold
from coopgames.claims.terms import Point, Ratio, Term, Variable, equal
from coopgames.games import AnonymousGame, AttributedSignals, Fine, PayoffTable, RepeatedGame

__all__ = ["theorem1_burnt"]

STATEMENT = (
    "In an association that flags a contributor with probability alpha and a shirker with "
    "probability eta, D = eta - alpha, whose members gain kappa by shirking and v per round from "
    "full contribution: full contribution in every round, enforced by one flat fine that is burnt "
    "and exclusion of who refuses to pay, is sustained at the round's discount factor beta iff "
    "D v > alpha kappa and beta >= kappa/(kappa (1 - alpha) + D v)."
)
SOURCE = (
    "Model of Wanderley (2004), ch. 7, 'Social resources for defensive joint efforts'; proof by "
    "hand in docs/theory/defensive.md, Theorem 1 (a)"
)


def theorem1_burnt() -> Claim:
    """Return the claim of Theorem 1 (a), within one flat fine.

    Examples
    --------
    >>> point = {"alpha": "1/10", "eta": "3/5", "kappa": "9/20", "v": "31/20", "beta": "45/118"}
    >>> theorem1_burnt().holds({name: Fraction(x) for name, x in point.items()})
    True
    """
    return Claim(
        name="theorem1_burnt",
        statement=STATEMENT,
        source=SOURCE,
        family=_family(),
        domain=_domain(),
        threshold=_threshold(),
        needed_for_denominators=(
            "flags inform",
            "shirking tempts",
            "future counts",
            "future is discounted",
        ),
        needed_for_necessity=(
            "no negative false alarm rate",
            "flags inform",
            "shirking tempts",
            "future counts",
            "future is discounted",
            "value of membership",
            "shirking does not pay",
            "refusing does not pay",
        ),
        needed_for_sufficiency=("flags inform", "shirking tempts", "future is discounted"),
    )


def _variables() -> tuple[Variable, ...]:
    return tuple(Variable(name) for name in ("alpha", "eta", "kappa", "v", "beta"))


def _domain() -> Domain:
    alpha, eta, kappa, _, beta = _variables()
    return Domain(
        parameters=("alpha", "eta", "kappa", "v", "beta"),
        assumptions=(
            ("no negative false alarm rate", alpha >= 0),
            ("detection is a probability", eta <= 1),
            ("flags inform", alpha < eta),
            ("shirking tempts", kappa > 0),
            ("future counts", beta > 0),
            ("future is discounted", beta < 1),
        ),
        ranges=(
            (Fraction(0), Fraction(1)),
            (Fraction(0), Fraction(1)),
            (Fraction(0), Fraction(4)),
            # Membership that is worth less than nothing is in the domain: no threshold exists.
            (Fraction(-1), Fraction(8)),
            (Fraction(0), Fraction(1)),
        ),
    )


def _family() -> Family:
    """One-shot deviations of the automaton GOOD, FLAGGED, OUT, whose last value is 0."""
    alpha, eta, kappa, v, beta = _variables()
    fine, good = Variable("f"), Variable("V")
    flagged = good - fine

    def after(chance_of_flag: Term) -> Term:
        return beta * ((1 - chance_of_flag) * good + chance_of_flag * flagged)

    return Family(
        game=_game,
        unknowns=("f", "V"),
        recursion=(
            ("value of membership", equal(good, v + after(alpha))),
            ("shirking does not pay", v + kappa + after(eta) <= good),
            ("refusing does not pay", flagged >= 0),
            ("no negative fine", fine >= 0),
        ),
        # The least fine that deters, and the value of membership under it.
        witness=(
            ("f", Ratio(kappa, beta * (eta - alpha))),
            ("V", Ratio(v - beta * (alpha * fine), 1 - beta)),
        ),
    )


def _threshold() -> Threshold:
    alpha, eta, kappa, v, _ = _variables()
    detected = (eta - alpha) * v
    return Threshold(
        key=("theorem1_burnt", "beta"),
        exists=detected > alpha * kappa,
        value=Ratio(kappa, kappa * (1 - alpha) + detected),
    )


def _game(point: Point) -> RepeatedGame:
    """Return two members with the given stakes; what fines burn does not depend on their number."""
    kappa, v = point["kappa"], point["v"]
    stage = AnonymousGame(2, PayoffTable((Fraction(0), v + kappa), (Fraction(0), v)))
    signals = AttributedSignals(point["alpha"], point["eta"])
    return RepeatedGame(stage, parameter("beta", 0, 1), signals, Fine("burnt"))
