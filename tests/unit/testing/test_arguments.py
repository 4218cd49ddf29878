"""Every argument of a generator is refused when the generator is made, before anything is drawn."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import strategies as st

import coopgames as cg
from coopgames import testing
from coopgames.errors import InvalidGameError

PD = cg.prisoners_dilemma(3, 2, 0, -1)

WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("payoffs", {"minimum": 0.5}, "minimum: got 0.5, expected an exact number such as 2 or '9/10'"),
    ("payoffs", {"maximum": "one"}, "maximum: got 'one'"),
    ("payoffs", {"minimum": 2, "maximum": 1}, "minimum: got 2, expected at most the maximum 1"),
    ("payoffs", {"denominators": 2}, "denominators: got 2"),
    ("payoffs", {"denominators": (0,)}, "denominators: got 0, expected an integer >= 1"),
    ("payoffs", {"denominators": ()}, "denominators: got ()"),
    ("payoffs", {"minimum": "1/3", "maximum": "2/5"}, "one with a multiple in [1/3, 2/5]"),
    ("payoffs", {"floats": 1}, "floats: got 1, expected True or False"),
    ("discount_factors", {"minimum": 1}, "minimum: got 1, expected a number in [0, 1)"),
    ("discount_factors", {"minimum": -1}, "minimum: got -1"),
    ("discount_factors", {"maximum": 1}, "maximum: got 1, expected a number in [0, 1), or None"),
    ("discount_factors", {"minimum": "1/2", "maximum": "1/3"}, "maximum: got '1/3'"),
    ("discount_factors", {"knife_edges": "1/2"}, "knife_edges: got '1/2', expected a sequence"),
    ("discount_factors", {"knife_edges": [0.5]}, "knife_edges: got 0.5"),
    (
        "discount_factors",
        {"knife_edges": [None]},
        "None stands for 'at no discount factor below 1'",
    ),
    ("stage_games", {"players": 0}, "players: got 0, expected an integer >= 1, or a pair"),
    ("stage_games", {"players": True}, "players: got True"),
    ("stage_games", {"actions": (3, 2)}, "actions: got (3, 2)"),
    ("stage_games", {"actions": (1, 2, 3)}, "actions: got (1, 2, 3)"),
    ("stage_games", {"actions": "23"}, "actions: got '23'"),
    ("stage_games", {"players": 9, "actions": 3}, "at most 2000 payoffs"),
    ("stage_games", {"players": 10**9}, "at most 2000 payoffs"),
    ("stage_games", {"payoffs": [1, 2]}, "payoffs: got [1, 2], expected a Hypothesis generator"),
    ("stage_games", {"payoffs": st.integers(), "floats": True}, "floats: got True, expected False"),
    ("stage_games", {"symmetric": "yes"}, "symmetric: got 'yes'"),
    ("association_games", {"members": 1}, "members: got 1, expected an integer >= 2"),
    ("association_games", {"recipients": "mayor"}, "recipients: got 'mayor', expected some of"),
    ("association_games", {"recipients": []}, "recipients: got []"),
    ("association_games", {"recipients": 3}, "recipients: got 3"),
    ("association_games", {"families": 1}, "families: got 1"),
    ("association_games", {"discount_factor": "9/10"}, "discount_factor: got '9/10'"),
    (
        "association_games",
        {"families": True, "discount_factor": st.just("9/10")},
        "expected None in families",
    ),
    ("supplier_games", {"reports": 1}, "reports: got 1, expected an integer >= 2"),
    ("supplier_games", {"side_agreements": None}, "side_agreements: got None"),
    ("automata", {"stage": "pd"}, "stage: got 'pd', expected a StageGame"),
    ("automata", {"stage": PD, "states": 0}, "states: got 0"),
    ("fine_plans", {"minimum": -1}, "minimum: got -1, expected a number >= 0"),
    ("fine_plans", {"minimum": 6}, "minimum: got 6, expected at most the maximum 5"),
    ("fine_plans", {"knife_edges": ["x"]}, "knife_edges: got 'x'"),
    ("exit_plans", {"reports": (2, 3)}, "reports: got (2, 3)"),
    ("exit_plans", {"reports": 1}, "reports: got 1"),
]


@pytest.mark.parametrize(("generator", "arguments", "message"), WRONG)
def test_a_wrong_argument_is_refused_at_once(
    generator: str, arguments: dict[str, Any], message: str
) -> None:
    with pytest.raises(InvalidGameError) as caught:
        getattr(testing, generator)(**arguments)
    assert message in str(caught.value)


RIGHT: list[tuple[str, dict[str, Any]]] = [
    ("payoffs", {"minimum": "1/3", "maximum": "2/5", "denominators": (1, 5)}),
    ("discount_factors", {"minimum": "1/2", "maximum": "1/2", "knife_edges": ["1/2", Fraction(1)]}),
    ("stage_games", {"players": (1, 3), "actions": 1, "payoffs": st.integers(0, 1)}),
    ("association_games", {"members": [2, 3], "recipients": ("burnt",)}),
    ("supplier_games", {"reports": (2, 4), "side_agreements": True}),
    ("automata", {"stage": PD, "states": 3}),
    ("fine_plans", {"minimum": "1/7", "maximum": "1/7"}),
    ("exit_plans", {"reports": 3}),
]


@pytest.mark.parametrize(("generator", "arguments"), RIGHT)
def test_its_neighbour_is_accepted(generator: str, arguments: dict[str, Any]) -> None:
    assert isinstance(getattr(testing, generator)(**arguments), st.SearchStrategy)


def test_the_module_is_reached_lazily_and_nothing_in_it_looks_like_a_test() -> None:
    assert cg.testing is testing
    assert [name for name in dir(testing) if name.lower().startswith("test")] == []
    assert all(getattr(testing, name).__doc__ for name in testing.__all__)
