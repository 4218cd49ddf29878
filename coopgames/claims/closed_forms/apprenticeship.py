"""Apprenticeship (AP1, AP2, AP3), as SymPy expressions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from coopgames.claims.closed_forms.form import ClosedForm, RootForm, symbols, sympy_module

__all__ = ["FORMS"]

NAME = "apprenticeship"
GRADUAL = f"{NAME}: gradual lessons"
SPECIALIZED = f"{NAME}: specialization"
NOTES = "docs/theory/further_institutions.md, section 2"


def _apprentice() -> tuple[Any, Any, tuple[Any, ...]]:
    """Return z_0, when any term is short enough, and the domain."""
    (own,) = symbols("b", positive=True)
    board, wage = symbols("a w", nonnegative=True)
    least = sympy_module().Max(0, (wage - board) / (own - board))
    return least, wage < own, (board < own,)


def _master() -> tuple[Any, Any, tuple[Any, ...]]:
    """Return z_1, when any term is long enough, and the domain."""
    output, heard = symbols("y rho", positive=True)
    board, loss = symbols("a Delta", nonnegative=True)
    at_stake = heard * (output - board)
    most = (at_stake - loss) / (at_stake - (1 - heard) * loss)
    return most, at_stake > loss, (board < output, heard <= 1)


def shortest_discounting() -> ClosedForm:
    """Return the least discount factor over the whole term at which the apprentice stays."""
    least, condition, domain = _apprentice()
    meaning = "Least discount factor over the whole term (delta^T) at which the apprentice stays."
    return ClosedForm(NAME, "z_0", least, domain, condition, meaning, f"{NOTES}, AP1")


def longest_discounting() -> ClosedForm:
    """Return the largest discount factor over the whole term at which the master teaches."""
    most, condition, domain = _master()
    meaning = "Largest discount factor over the whole term (delta^T) at which the master teaches."
    return ClosedForm(NAME, "z_1", most, domain, condition, meaning, f"{NOTES}, AP1")


def least_delta() -> ClosedForm:
    """Return the least discount factor at which the apprentice stays for a term."""
    least, condition, domain = _apprentice()
    (periods,) = symbols("T", positive=True)
    meaning = "Least discount factor at which the apprentice stays for the term."
    expression = least ** (1 / periods)
    return ClosedForm(NAME, "delta", expression, domain, condition, meaning, f"{NOTES}, AP1")


def largest_delta() -> ClosedForm:
    """Return the largest discount factor at which the master teaches after a term."""
    most, condition, domain = _master()
    (periods,) = symbols("T", positive=True)
    meaning = "Largest discount factor at which the master teaches after the term."
    expression = most ** (1 / periods)
    return ClosedForm(NAME, "delta_max", expression, domain, condition, meaning, f"{NOTES}, AP1")


def largest_loss() -> ClosedForm:
    """Return the largest loss to a graduate at which some term (a real number) serves both."""
    output, heard, own = symbols("y rho b", positive=True)
    board, wage = symbols("a w", nonnegative=True)
    most = heard * (output - board) * (own - wage) / (own - board - (1 - heard) * (wage - board))
    return ClosedForm(
        NAME,
        "Delta",
        most,
        (board < output, board <= wage, wage < own, heard <= 1),
        wage < own,
        "Largest loss to a graduate at which some real term serves both, at any patience.",
        f"{NOTES}, AP1",
    )


def best_length() -> ClosedForm:
    """Return the master's most profitable length of gradual lessons."""
    (delta,) = symbols("delta")
    return ClosedForm(
        GRADUAL,
        "T",
        sympy_module().ceiling(delta / (1 - delta)),
        (delta < 1,),
        delta < 1,
        "The master's most profitable number of periods, the shorter one of two.",
        f"{NOTES}, AP2",
    )


def best_profit() -> ClosedForm:
    """Return the master's largest profit from one apprentice."""
    (delta,) = symbols("delta")
    (output,) = symbols("y", positive=True)
    length = sympy_module().ceiling(delta / (1 - delta))
    return ClosedForm(
        GRADUAL,
        "profit",
        output * length * delta**length,
        (delta < 1,),
        delta < 1,
        "Largest discounted profit from one apprentice whose only wage is knowledge.",
        f"{NOTES}, AP2",
    )


def largest_loss_by_lessons() -> ClosedForm:
    """Return the largest loss to a graduate at which the last lesson is given."""
    (delta,) = symbols("delta")
    output, periods = symbols("y T", positive=True)
    return ClosedForm(
        GRADUAL,
        "Delta",
        (1 - delta) * output * periods * delta**periods,
        (delta < 1, periods >= 1),
        delta < 1,
        "Largest loss to a graduate at which every lesson is given.",
        f"{NOTES}, AP2",
    )


def specialization_delta() -> ClosedForm:
    """Return the threshold of a graduate's specialization."""
    kappa, gain, alpha = symbols("kappa D alpha")
    specialized, copying = symbols("pi_s pi_c", nonnegative=True)
    excess = gain * (specialized - copying)
    return ClosedForm(
        SPECIALIZED,
        "delta",
        kappa / (kappa * (1 - alpha) + excess),
        (alpha + gain <= 1,),
        excess > alpha * kappa,
        "Least discount factor at which a graduate who could copy the trade specializes.",
        f"{NOTES}, AP3",
    )


def largest_general_skill() -> ClosedForm:
    """Return the largest worth of copying at which a graduate specializes."""
    kappa, gain, alpha, delta = symbols("kappa D alpha delta")
    (specialized,) = symbols("pi_s", nonnegative=True)
    most = specialized - kappa * (1 - delta * (1 - alpha)) / (delta * gain)
    return ClosedForm(
        SPECIALIZED,
        "pi_c",
        most,
        (alpha + gain <= 1, delta < 1),
        most >= 0,
        "Largest worth of copying the whole trade at which a graduate specializes.",
        f"{NOTES}, AP3",
    )


FORMS: dict[tuple[str, str], Callable[[], ClosedForm | RootForm]] = {
    (NAME, "z_0"): shortest_discounting,
    (NAME, "z_1"): longest_discounting,
    (NAME, "delta"): least_delta,
    (NAME, "delta_max"): largest_delta,
    (NAME, "Delta"): largest_loss,
    (GRADUAL, "T"): best_length,
    (GRADUAL, "profit"): best_profit,
    (GRADUAL, "Delta"): largest_loss_by_lessons,
    (SPECIALIZED, "delta"): specialization_delta,
    (SPECIALIZED, "pi_c"): largest_general_skill,
}
