"""The market believed static (ZB1 to ZB5), as SymPy expressions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from coopgames.claims.closed_forms.form import ClosedForm, RootForm, symbols, sympy_module

__all__ = ["FORMS"]

NOTES = "docs/theory/further_institutions.md, section 6"


def _market() -> tuple[Any, Any, Any, Any, tuple[Any, ...]]:
    n, needed, cost = symbols("n K e", positive=True)
    (spillover,) = symbols("h", nonnegative=True)
    return n, needed, cost, spillover, (n >= 2, needed >= 1, needed <= n)


def all_open() -> ClosedForm:
    """Return the least value at which all opening up is an equilibrium."""
    sympy = sympy_module()
    n, needed, cost, spillover, domain = _market()
    return ClosedForm(
        "zero_sum_belief",
        "v",
        sympy.Piecewise((cost, needed >= n), (cost + spillover, True)),
        domain,
        sympy.true,
        "Least value of a grown market to an opener at which all opening up is a Nash equilibrium.",
        f"{NOTES}, ZB1",
    )


def uniform_belief() -> ClosedForm:
    """Return the least value at which opening up is best against the uniform belief."""
    sympy = sympy_module()
    n, needed, cost, spillover, domain = _market()
    return ClosedForm(
        "zero_sum_belief",
        "v_uniform",
        (n * cost + spillover * (n - needed)) / (n - needed + 1),
        domain,
        sympy.true,
        "Least value of a grown market to an opener at which opening up is best for a producer who "
        "holds all numbers of other openers to be equally likely.",
        f"{NOTES}, ZB2",
    )


def wait_for_errors() -> RootForm:
    """Return the mean number of rounds until enough producers err at once."""
    sympy = sympy_module()
    n, needed = symbols("n K", positive=True, integer=True)
    (error,) = symbols("eps", positive=True)
    (wait,) = symbols("w", positive=True)
    j = sympy.Symbol("j", integer=True)
    term = sympy.binomial(n, j) * error**j * (1 - error) ** (n - j)
    return RootForm(
        "zero_sum_belief: static",
        "wait",
        wait * sympy.Sum(term, (j, needed, n)) - 1,
        wait,
        (1, sympy.oo),
        (error < 1, needed >= 1, needed <= n),
        sympy.true,
        "Mean number of rounds until errors contradict the belief that the market is static.",
        f"{NOTES}, ZB3",
    )


def grim_multiplier() -> ClosedForm:
    """Return the least believed multiplier at which sharing is an equilibrium."""
    sympy = sympy_module()
    (delta,) = symbols("delta")
    return ClosedForm(
        "zero_sum_belief: secrecy",
        "m_hat",
        1 / delta,
        (delta < 1,),
        sympy.true,
        "Least believed multiplier at which both share until somebody hides, as believed.",
        f"{NOTES}, ZB4",
    )


def trial_prior() -> ClosedForm:
    """Return the least prior at which one who is alone tries."""
    cost, fruit = symbols("e G", positive=True)
    (delta,) = symbols("delta")
    return ClosedForm(
        "zero_sum_belief: trial",
        "mu",
        cost * (1 - delta) / (delta * fruit),
        (delta < 1,),
        cost * (1 - delta) <= delta * fruit,
        "Least probability that the market can grow at which a producer who is alone tries.",
        f"{NOTES}, ZB5",
    )


def trial_delta() -> ClosedForm:
    """Return the least patience at which one who is alone tries."""
    sympy = sympy_module()
    cost, fruit, prior = symbols("e G mu", positive=True)
    return ClosedForm(
        "zero_sum_belief: trial",
        "delta",
        cost / (cost + prior * fruit),
        (prior <= 1,),
        sympy.true,
        "Least discount factor at which a producer who is alone tries.",
        f"{NOTES}, ZB5",
    )


def nobody_else() -> ClosedForm:
    """Return the chance that nobody else tries at which trying and waiting are equally good."""
    indifferent, domain, worthwhile = _indifferent()
    return ClosedForm(
        "zero_sum_belief: trial",
        "s",
        indifferent,
        domain,
        worthwhile,
        "Least probability in a period that no other tries at which it is best to try at once.",
        f"{NOTES}, ZB5",
    )


def somebody_tries() -> ClosedForm:
    """Return how likely it is that somebody tries, in the symmetric stationary equilibrium."""
    sympy = sympy_module()
    indifferent, domain, worthwhile = _indifferent()
    (n,) = symbols("n", positive=True)
    return ClosedForm(
        "zero_sum_belief: trial",
        "somebody",
        sympy.Piecewise((1 - indifferent ** (n / (n - 1)), worthwhile), (0, True)),
        (*domain, n >= 2),
        sympy.true,
        "Probability in a period that somebody tries, if all mix alike as long as nobody has.",
        f"{NOTES}, ZB5",
    )


def _indifferent() -> tuple[Any, tuple[Any, ...], Any]:
    cost, fruit, prior = symbols("e G mu", positive=True)
    (delta,) = symbols("delta")
    worth = delta * prior * fruit / (1 - delta)
    indifferent = cost / ((1 - delta) * worth + delta * cost)
    return indifferent, (delta < 1, prior <= 1), worth > cost


FORMS: dict[tuple[str, str], Callable[[], ClosedForm | RootForm]] = {
    ("zero_sum_belief", "v"): all_open,
    ("zero_sum_belief", "v_uniform"): uniform_belief,
    ("zero_sum_belief: static", "wait"): wait_for_errors,
    ("zero_sum_belief: secrecy", "m_hat"): grim_multiplier,
    ("zero_sum_belief: trial", "mu"): trial_prior,
    ("zero_sum_belief: trial", "delta"): trial_delta,
    ("zero_sum_belief: trial", "s"): nobody_else,
    ("zero_sum_belief: trial", "somebody"): somebody_tries,
}
