"""Rows about credit to groups and about apprentices."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import coopgames as cg
from coopgames.catalogue.state_and_market.apprenticeship import Apprenticeship, SpecializedGraduate
from coopgames.catalogue.state_and_market.peer_lending import IndividualLending, PeerLending
from coopgames.solvers import check_equilibrium, critical_value
from coopgames.solvers.lengths import lengths_for_both
from coopgames.solvers.lessons import best_lessons
from tests.golden.reading import least_value, number

__all__ = ["ROWS"]

Parameters = Mapping[str, Any]
Quantity = Callable[[Parameters], Any]

#: The catalogue's name of each number -> the table's name.
LOANS = {
    "repayment": "P", "success": "q", "project": "Y", "sanction": "W", "shock": "theta",
    "outside": "u", "discount_factor": "beta",
}  # fmt: skip
TERMS = {
    "output": "y", "board": "a", "wage": "w", "own_business": "b", "loss": "loss", "heard": "rho",
    "discount_factor": "delta",
}  # fmt: skip
GRADUATES = {
    "specialized": "ps", "copying": "pc", "gain": "kappa", "false_alarm": "al", "detection": "et",
    "discount_factor": "delta",
}  # fmt: skip


def _numbers(p: Parameters, names: Mapping[str, str]) -> dict[str, Any]:
    return {ours: number(p[row]) for ours, row in names.items() if row in p}


def _group(p: Parameters) -> PeerLending:
    given = _numbers(p, LOANS)
    if "repayment" not in given:  # a row that asks for the largest one: any that can be paid
        given["repayment"] = _most_payable(p) / 2
    return PeerLending(int(p["n"]), int(p["m"]), **given)


def _most_payable(p: Parameters) -> Fraction:
    return number(p["Y"]) * (int(p["n"]) - int(p["m"])) / int(p["n"])


def _follows(group: PeerLending) -> bool:
    answer = check_equilibrium(group.member_game(), group.member_profile())
    return bool(answer.value)


def _largest(institution: Any, parameter: Any) -> Any:
    """Return the end of the last interval of values at which the plan holds, or None."""
    intervals = institution.threshold(parameter).value
    return intervals[-1].upper if intervals else None


def _individual(p: Parameters) -> Any:
    return least_value(IndividualLending(**_numbers(p, LOANS)))


def _least_sanction(p: Parameters) -> Any:
    group = _group(p)
    beta = least_value(group.alone())
    if beta is None:
        return 0  # nobody pays alone, so any group pays wherever its members alone would
    # A sanction that outweighs the largest share of the debt deters at any discount factor.
    most = group.members * group.repayment + 1
    return least_value(group.at(discount_factor=beta), cg.parameter("sanction", 0, most))


def _critical_shock(p: Parameters) -> Any:
    group = _group(p)
    found = _largest(group, "shock")
    return Fraction(0) if found is None and _follows(group.at(shock=0)) else found


def _largest_repayment(p: Parameters) -> Any:
    return _largest(_group(p), cg.parameter("repayment", 0, _most_payable(p)))


def _arrears(p: Parameters) -> Any:
    group = _group(p)
    return 1 - group.chance_of_clearing() if _follows(group) else 1


def _window(p: Parameters) -> Any:
    """The first and the last term that serve both; nothing if there is none."""
    term = Apprenticeship(1, **_numbers(p, TERMS))
    lengths = lengths_for_both(
        lambda t: term.at(term=t).apprentice(), lambda t: term.at(term=t).master()
    ).value
    return (lengths[0], lengths[-1]) if lengths else ()


def _master(p: Parameters) -> Any:
    """The discount factor over a term is that over one period in a term of one period."""
    game, plan = Apprenticeship(1, **_numbers(p, TERMS)).free().master()
    intervals = critical_value(game, "discount_factor", plan).value
    return intervals[-1].upper if intervals else None


def _lessons(p: Parameters) -> Any:
    best = best_lessons(number(p.get("y", 1)), number(p["delta"])).value
    assert best is not None
    return best


def _largest_skill(p: Parameters) -> Any:
    graduate = SpecializedGraduate(**_numbers(p, GRADUATES), copying=0)
    return _largest(graduate, cg.parameter("copying", 0, number(p["ps"])))


ROWS: dict[str, dict[str, Quantity]] = {
    "peer_lending": {
        "beta_star_individual": _individual,
        "beta_star_joint": lambda p: least_value(_group(p)),
        "least_sanction_joint_as_good": _least_sanction,
        "critical_shock": _critical_shock,
        "largest_repayment": _largest_repayment,
        "share_in_arrears": _arrears,
    },
    "apprenticeship": {
        "indenture_window": _window,
        "largest_deltaT_master": _master,
        "gradual_length": lambda p: _lessons(p).periods,
        "gradual_profit": lambda p: _lessons(p).profit,
        "delta_star_specialize": lambda p: least_value(
            SpecializedGraduate(**_numbers(p, GRADUATES))
        ),
        "largest_general_skill": _largest_skill,
    },
}
