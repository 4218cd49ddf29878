"""Dialogue with the state (SD1 to SD3), as SymPy expressions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from coopgames.claims.closed_forms.form import ClosedForm, symbols, sympy_module

__all__ = ["FORMS"]

NOTES = "docs/theory/further_institutions.md, section 5"


def _threat() -> tuple[Any, tuple[Any, ...]]:
    """Return the least number of marchers that a state fears who is then left in peace."""
    concession, arrival = symbols("k lambda", nonnegative=True)
    (harm,) = symbols("x", positive=True)
    (delta,) = symbols("delta_g", positive=True)
    least = concession * (1 - delta * (1 - arrival)) / (delta * harm)
    return least, (delta < 1, arrival <= 1)


def dialogue_least() -> ClosedForm:
    """Return the least number of marchers behind a dialogue that is heard."""
    sympy = sympy_module()
    least, domain = _threat()
    (talk,) = symbols("d", nonnegative=True)
    (cost,) = symbols("c", positive=True)
    return ClosedForm(
        "state_dialogue",
        "m",
        sympy.Max(least, talk / cost),
        domain,
        sympy.true,
        "Least real number of marchers at which dialogue settles every demand, if the march is "
        "credible: the state fears it, and it costs no less than dialogue.",
        f"{NOTES}, SD1",
    )


def dialogue_most() -> ClosedForm:
    """Return the largest number of marchers whose march is credible after a refusal."""
    sympy = sympy_module()
    talk, arrival = symbols("d lambda", nonnegative=True)
    benefit, cost = symbols("B c", positive=True)
    (delta,) = symbols("delta", nonnegative=True)
    return ClosedForm(
        "state_dialogue",
        "m_most",
        (benefit + delta * arrival * (benefit - talk) / (1 - delta)) / cost,
        (delta < 1, arrival <= 1),
        sympy.true,
        "Largest real number of marchers at which a refused association would march, if a march "
        "costs no less than dialogue.",
        f"{NOTES}, SD1",
    )


def dialogue_delta() -> ClosedForm:
    """Return the least patience at which a march is credible after a refusal."""
    sympy = sympy_module()
    talk, arrival = symbols("d lambda", nonnegative=True)
    benefit, march = symbols("B C", positive=True)
    missing, standing = march - benefit, arrival * (benefit - talk)
    return ClosedForm(
        "state_dialogue",
        "delta",
        sympy.Piecewise((0, missing <= 0), (missing / (missing + standing), True)),
        (arrival <= 1, march >= talk),
        sympy.Or(missing <= 0, standing > 0),
        "Least discount factor of the association at which it would march after a refusal.",
        f"{NOTES}, SD1",
    )


def state_delta() -> ClosedForm:
    """Return the least patience at which the state concedes to dialogue."""
    sympy = sympy_module()
    concession, arrival = symbols("k lambda", nonnegative=True)
    harm, marchers = symbols("x m", positive=True)
    return ClosedForm(
        "state_dialogue",
        "delta_g",
        concession / (harm * marchers + concession * (1 - arrival)),
        (arrival <= 1,),
        sympy.Or(concession * arrival < harm * marchers, sympy.Eq(concession, 0)),
        "Least discount factor of the state at which it concedes to dialogue, if marches are "
        "credible.",
        f"{NOTES}, SD1",
    )


def march_least() -> ClosedForm:
    """Return the least number of marchers that a state fears who will be marched against again."""
    least, domain = _threat()
    (arrival,) = symbols("lambda", nonnegative=True)
    return ClosedForm(
        "state_dialogue: march first",
        "m",
        least / (1 - arrival),
        domain,
        arrival < 1,
        "Least real number of marchers at which the state concedes, if every demand is marched "
        "for (and conceding costs it something).",
        f"{NOTES}, SD2",
    )


def march_most() -> ClosedForm:
    """Return the largest number of marchers for whom a demand is worth its march."""
    sympy = sympy_module()
    benefit, cost = symbols("B c", positive=True)
    return ClosedForm(
        "state_dialogue: march first",
        "m_most",
        benefit / cost,
        (),
        sympy.true,
        "Largest real number of marchers at which an association marches for every demand.",
        f"{NOTES}, SD2",
    )


def hearing() -> ClosedForm:
    """Return the least chance of being heard at which an association talks first."""
    sympy = sympy_module()
    benefit, march = symbols("B C", positive=True)
    (talk,) = symbols("d", nonnegative=True)
    (delta,) = symbols("delta", nonnegative=True)
    left = benefit - march
    first = ((1 - delta) * left + talk) / (benefit - delta * left)
    return ClosedForm(
        "state_dialogue: hearing",
        "r",
        sympy.Piecewise((first, left >= 0), (talk / benefit, True)),
        (delta < 1,),
        talk <= sympy.Min(march, benefit),
        "Least probability of being heard at which talking until heard is best: better than a "
        "march, and than silence.",
        f"{NOTES}, SD3",
    )


FORMS: dict[tuple[str, str], Callable[[], ClosedForm]] = {
    ("state_dialogue", "m"): dialogue_least,
    ("state_dialogue", "m_most"): dialogue_most,
    ("state_dialogue", "delta"): dialogue_delta,
    ("state_dialogue", "delta_g"): state_delta,
    ("state_dialogue: march first", "m"): march_least,
    ("state_dialogue: march first", "m_most"): march_most,
    ("state_dialogue: hearing", "r"): hearing,
}
