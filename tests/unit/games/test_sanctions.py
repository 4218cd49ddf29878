"""What a sanction may be, and what a wrong one is told."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from fractions import Fraction

import pytest

from coopgames.arithmetic import parameter
from coopgames.errors import InvalidGameError
from coopgames.games import AnonymousGame, FinePlan, LinearPublicGood, RepeatedGame
from coopgames.games.sanctions import (
    Exclusion,
    Fine,
    PhysicalPenalty,
    Promises,
    Sanction,
    WorkStoppage,
)

WRONG = {
    "unknown recipient": (
        lambda: Fine("church"),  # type: ignore[arg-type]
        "recipient: got 'church', expected one of burnt, treasury, unflagged",
    ),
    "cap below zero": (lambda: Fine("burnt", -1), "cap: got -1, expected a number >= 0"),
    "cap of promises below zero": (
        lambda: Promises("balanced", "-1/2"),  # type: ignore[arg-type]
        "cap: got '-1/2', expected a number >= 0",
    ),
    "negative fine": (lambda: FinePlan(-1), "fine: got -1, expected a number >= 0"),  # type: ignore[arg-type]
    "negative penalty": (lambda: PhysicalPenalty(-2), "size: got -2, expected a number >= 0"),
    "unknown budget": (
        lambda: Promises("free"),  # type: ignore[arg-type]
        "budget: got 'free', expected one of balanced, burning, burnt",
    ),
    "netted, burnt": (
        lambda: Fine("burnt", netted=True),
        "netted: got True, expected False: fines that are burnt refund nothing to who pays one",
    ),
    "netted, unflagged": (
        lambda: Fine("unflagged", netted=True),
        "netted: got True, expected False: the unflagged receive, and they owe nothing that it "
        "could be set against",
    ),
    "netted, no bool": (
        lambda: Fine("treasury", netted=1),  # type: ignore[arg-type]
        "netted: got 1, expected True or False",
    ),
    "no members": (
        lambda: AnonymousGame(0, LinearPublicGood(1, 2)),
        "members: got 0, expected an integer >= 2",
    ),
    "a cap that may be below zero": (
        lambda: Promises("balanced", parameter("W", -1, 1)),
        "cap: got",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_one_clear_error_each(name: str) -> None:
    build: Callable[[], object]
    build, message = WRONG[name]
    with pytest.raises(InvalidGameError) as caught:
        build()
    assert message in str(caught.value)
    assert str(caught.value).count("expected") == 1


def test_caps_are_read_exactly() -> None:
    assert Fine("treasury", "3/2").cap == Promises("burning", "3/2").cap == Fraction(3, 2)  # type: ignore[arg-type]
    assert Fine("treasury", 0).cap == 0
    assert Promises("burnt", 0.5).cap == 0.5
    assert Fine().cap is None is Promises().cap


@pytest.mark.parametrize(
    ("sanction", "shown"),
    [
        (Fine("burnt"), "Fine(recipient='burnt', cap=None)"),
        (
            Fine("treasury", 1, netted=True),
            "Fine(recipient='treasury', cap=Fraction(1, 1), netted=True)",
        ),
        (Promises("burnt"), "Promises(budget='burnt')"),
        (Promises("burning", 2), "Promises(budget='burning', cap=Fraction(2, 1))"),
        (WorkStoppage(), "WorkStoppage()"),
    ],
    ids=["fine", "netted", "promises", "capped", "stoppage"],
)
def test_sanctions_show_how_to_build_them(sanction: Sanction, shown: str) -> None:
    assert repr(sanction) == shown
    names = {"Fine": Fine, "Promises": Promises, "WorkStoppage": WorkStoppage, "Fraction": Fraction}
    assert eval(shown, names) == sanction
    assert pickle.loads(pickle.dumps(sanction)) == sanction
    assert hash(sanction) == hash(eval(shown, names))


def test_the_rule_of_a_netted_treasury_is_that_of_the_unflagged() -> None:
    assert Fine("treasury", netted=True).rule == "unflagged"
    assert [Fine(r).rule for r in ("burnt", "treasury", "unflagged")] == [  # type: ignore[arg-type]
        "burnt",
        "treasury",
        "unflagged",
    ]
    assert Fine("treasury", netted=True) != Fine("treasury")


def test_a_stoppage_is_the_one_sanction_of_a_game() -> None:
    stage = AnonymousGame(3, LinearPublicGood(1, 2))
    assert RepeatedGame(stage, "1/2", transfers=WorkStoppage()).sanction == WorkStoppage()
    assert WorkStoppage() != Exclusion()
