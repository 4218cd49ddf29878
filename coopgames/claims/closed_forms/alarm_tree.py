"""Against officials (O1 to O3), as SymPy expressions."""

from __future__ import annotations

from collections.abc import Callable

from coopgames.claims.closed_forms.form import ClosedForm, RootForm, symbols, sympy_module

__all__ = ["FORMS"]

NOTES = "docs/theory/defensive.md, section 6"


def relay_delta() -> ClosedForm:
    """Return the threshold of the phone tree."""
    n, m, theta, taken, cost = symbols("n m theta K e", positive=True)
    (noticed,) = symbols("pi", nonnegative=True)
    advantage = theta * (m - 1) * (taken - cost) / n
    return ClosedForm(
        "alarm_tree",
        "delta",
        cost / (cost + noticed * advantage),
        (m >= 2, m <= n, theta <= 1, noticed <= 1),
        noticed * advantage > 0,
        "Least discount factor at which each who is to pass the warning on does so.",
        f"{NOTES}, O1",
    )


def deterring_companions() -> ClosedForm:
    """Return the smallest real number of companions that deters extortion."""
    sympy = sympy_module()
    exposure, taken, loss = symbols("q K J", positive=True)
    return ClosedForm(
        "alarm_tree: numbers",
        "r",
        sympy.log(1 - taken / loss) / sympy.log(1 - exposure),
        (exposure < 1,),
        taken < loss,
        "Least real number of companions at which extortion does not pay.",
        f"{NOTES}, O2",
    )


def deterring_exposure() -> RootForm:
    """Return the least probability of exposure by one companion that deters extortion."""
    exposure, taken, loss, r = symbols("q K J r", positive=True)
    return RootForm(
        "alarm_tree: numbers",
        "q",
        loss * (1 - (1 - exposure) ** r) - taken,
        exposure,
        (0, 1),
        (r >= 1,),
        taken < loss,
        "Least probability that a companion exposes the official at which extortion does not pay.",
        f"{NOTES}, O2",
    )


def deterring_loss() -> ClosedForm:
    """Return the least cost of exposure that deters extortion."""
    exposure, taken, r = symbols("q K r", positive=True)
    return ClosedForm(
        "alarm_tree: numbers",
        "J",
        taken / (1 - (1 - exposure) ** r),
        (exposure <= 1, r >= 1),
        taken > 0,
        "Least cost of exposure to the official at which extortion does not pay.",
        f"{NOTES}, O2",
    )


def assembly_delta() -> ClosedForm:
    """Return the threshold of the duty to come to the assembly."""
    cost, taken = symbols("c_a K", positive=True)
    calls, extorted = symbols("a p_K", nonnegative=True)
    saved = extorted * taken - calls * cost
    return ClosedForm(
        "alarm_tree: assembly duty",
        "delta",
        cost / (cost + saved),
        (calls <= 1, extorted <= 1),
        saved > 0,
        "Least discount factor at which a member comes whenever the assembly is called.",
        f"{NOTES}, O3",
    )


FORMS: dict[tuple[str, str], Callable[[], ClosedForm | RootForm]] = {
    ("alarm_tree", "delta"): relay_delta,
    ("alarm_tree: numbers", "r"): deterring_companions,
    ("alarm_tree: numbers", "q"): deterring_exposure,
    ("alarm_tree: numbers", "J"): deterring_loss,
    ("alarm_tree: assembly duty", "delta"): assembly_delta,
}
