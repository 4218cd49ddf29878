"""Subcontracting linked to the safety net (P3), as SymPy expressions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from coopgames.claims.closed_forms.form import ClosedForm, RootForm, symbols, sympy_module

__all__ = ["FORMS"]

NOTES = "docs/theory/linking_imitation.md, section P3,"


def _ratio(gain: Any, detection: Any, value: Any) -> Any:
    return gain / (gain + detection * value)


def linked_delta() -> ClosedForm:
    """Return the threshold of a tie that ends after any bad signal, without false alarms."""
    sympy = sympy_module()
    net_gain, work_gain, net, work = symbols("k_s k_p D_s D_p", positive=True)
    net_value, work_value = symbols("v_s v_p", nonnegative=True)
    value = net_value + work_value
    both = 1 - (1 - net) * (1 - work)
    return ClosedForm(
        "linked_relations",
        "delta",
        sympy.Max(
            _ratio(net_gain, net, value),
            _ratio(work_gain, work, value),
            _ratio(net_gain + work_gain, both, value),
            evaluate=False,  # SymPy would compare the three without their numbers, slowly
        ),
        (net <= 1, work <= 1),
        value > 0,
        "Least discount factor of a round at which the whole tie at stake sustains help and work.",
        f"{NOTES} P3.1",
    )


def apart_delta() -> ClosedForm:
    """Return the threshold of the two relations on their own, without false alarms."""
    sympy = sympy_module()
    net_gain, work_gain, net, work = symbols("k_s k_p D_s D_p", positive=True)
    net_value, work_value = symbols("v_s v_p", nonnegative=True)
    return ClosedForm(
        "linked_relations: apart",
        "delta",
        sympy.Max(
            _ratio(net_gain, net, net_value), _ratio(work_gain, work, work_value), evaluate=False
        ),
        (net <= 1, work <= 1),
        sympy.And(net_value > 0, work_value > 0),
        "Least discount factor of a round at which both relations are sustained on their own.",
        f"{NOTES} P3.1",
    )


def lent_stake_delta() -> ClosedForm:
    """Return the threshold with a divisible sanction and false alarms."""
    sympy = sympy_module()
    net_gain, work_gain = symbols("k_s k_p", positive=True)
    net_value, work_value = symbols("v_s v_p", nonnegative=True)
    alpha, detection = symbols("alpha D")
    value, burnt = net_value + work_value, alpha * work_gain / detection
    gains = net_gain + work_gain
    return ClosedForm(
        "linked_relations: divisible sanction",
        "delta",
        sympy.Max(
            work_gain / (work_gain * (1 - alpha) + detection * value),
            (gains + burnt) / (gains + value),
            evaluate=False,
        ),
        (alpha + detection <= 1,),
        value > burnt,
        "Least discount factor of a round at which burnt promises sustain help and work.",
        f"{NOTES} P3.2",
    )


def burnt_loss() -> ClosedForm:
    """Return the value that production must add to be worth its burnt sanctions."""
    (work_gain,) = symbols("k_p", positive=True)
    alpha, detection = symbols("alpha D")
    return ClosedForm(
        "linked_relations: divisible sanction",
        "v_p",
        alpha * work_gain / detection,
        (alpha + detection <= 1,),
        detection > 0,
        "Least value of production at which the link is worth as much as the safety net alone.",
        f"{NOTES} P3.2",
    )


def cut_probability_one() -> ClosedForm:
    """Return the least probability of cutting the tie, one delivery a round."""
    gain, value = symbols("k_p v", positive=True)
    alpha, detection, delta = symbols("alpha D delta")
    spare = delta * (detection * value - alpha * gain)
    return ClosedForm(
        "linked_relations: tie cut",
        "q",
        gain * (1 - delta) / spare,
        (alpha + detection <= 1, delta < 1),
        gain * (1 - delta) < spare,
        "Least probability below 1 that a complaint ends the tie at which work is sustained.",
        f"{NOTES} P3.3 (ii)",
    )


def cut_probability_two() -> ClosedForm:
    """Return the least probability of cutting the tie, two deliveries a round."""
    sympy = sympy_module()
    gain, value = symbols("k_p v", positive=True)
    alpha, detection, delta = symbols("alpha D delta")
    square = delta * alpha * (detection * value - alpha * gain)
    linear = delta * (detection * value - 2 * alpha * gain)
    constant = gain * (1 - delta)
    discriminant = linear**2 - 4 * square * constant
    # The smaller root of square q^2 - linear q + constant, in the form that holds for alpha = 0.
    return ClosedForm(
        "linked_relations: tie cut by either",
        "q",
        2 * constant / (linear + sympy.sqrt(discriminant)),
        (alpha + detection <= 1, delta < 1),
        # The smaller root is below 1: either 1 lies between the roots, or beyond both.
        sympy.And(
            linear > 0,
            discriminant >= 0,
            sympy.Or(square - linear + constant < 0, 2 * square > linear),
        ),
        "Least probability below 1 that a complaint ends the tie, the work of both being judged.",
        f"{NOTES} P3.3 (iii)",
    )


def worth_linking() -> ClosedForm:
    """Return the value of production that makes the tie worth the risk of its being cut."""
    net_value = symbols("v_s", nonnegative=True)[0]
    cut = symbols("q", nonnegative=True)[0]
    alpha, delta = symbols("alpha delta")
    deliveries = symbols("m", positive=True)[0]
    return ClosedForm(
        "linked_relations: is it wise",
        "v_p",
        net_value * delta * (1 - (1 - cut * alpha) ** deliveries) / (1 - delta),
        (alpha <= 1, cut <= 1, delta < 1),
        delta > 0,
        "Least value of production at which the tie is worth as much as the safety net alone.",
        f"{NOTES} P3.3 (i)",
    )


FORMS: dict[tuple[str, str], Callable[[], ClosedForm | RootForm]] = {
    ("linked_relations", "delta"): linked_delta,
    ("linked_relations: apart", "delta"): apart_delta,
    ("linked_relations: divisible sanction", "delta"): lent_stake_delta,
    ("linked_relations: divisible sanction", "v_p"): burnt_loss,
    ("linked_relations: tie cut", "q"): cut_probability_one,
    ("linked_relations: tie cut by either", "q"): cut_probability_two,
    ("linked_relations: is it wise", "v_p"): worth_linking,
}
