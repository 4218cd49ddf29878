"""Certificates of games with payments: accepted as made, rejected with any number changed."""

from __future__ import annotations

import pytest

import coopgames as cg
from coopgames.certificates import checker
from tests.unit.certificates import build
from tests.unit.certificates.mutations import accepted_changes

PD = cg.StageGame.from_rows([[(9, 9), (1, 10)], [(10, 1), (3, 3)]])
ODD = cg.StageGame([[["1/2", 3], [2, -1], [0, 4]], [[1, 0], ["5/3", 2], [3, -2]]])
THREE = cg.StageGame.from_function((2, 2, 2), lambda *a: [2 * sum(a) - 3 * x for x in a])
PENNIES = cg.matching_pennies()


def plan(stage: cg.StageGame, delta: str) -> cg.Certificate:
    certificate = cg.transfer_equilibria(stage).value.plan(delta).certificate
    assert certificate is not None
    return certificate


def steps(stage: cg.StageGame) -> cg.Certificate:
    certificate = cg.transfer_equilibria(stage).certificate
    assert certificate is not None
    return certificate


CASES = {
    "plan at its threshold": lambda: plan(PD, "1/7"),
    "plan of the static equilibrium": lambda: plan(PD, "0"),
    "plan with fractions": lambda: plan(ODD, "4/5"),
    "plan of three": lambda: plan(THREE, "9/10"),
    "steps": lambda: steps(PD),
    "steps with fractions": lambda: steps(ODD),
    "steps of three": lambda: steps(THREE),
    "no step": lambda: steps(PENNIES),
}


@pytest.mark.parametrize("name", CASES)
def test_no_number_can_be_changed(name: str) -> None:
    certificate = CASES[name]()
    assert cg.verify(certificate)
    tried, accepted = accepted_changes(certificate.document)
    assert [path for path, *_ in accepted if not _is_true_again(name, path)] == []
    assert tried > 60


def _is_true_again(name: str, path: tuple[str | int, ...]) -> bool:
    """A static equilibrium without payments is one at every discount factor, with equal numbers."""
    return "static" in name and path == ("game", "discount_factor")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda d: d["after_obedience"][0].__setitem__(0, "1"), "sum to 0"),
        (lambda d: d["profiles"].__setitem__(1, [0, 0]), "."),
        (lambda d: d["game"].__setitem__("discount_factor", "1/8"), "."),
        (lambda d: d["profiles"].pop(), "expected 3 entries"),
    ],
)
def test_false_plans_are_rejected(change: object, reason: str) -> None:
    document = plan(PD, "1/7").document
    change(document)  # type: ignore[operator]
    with pytest.raises(checker.Rejected, match=reason):
        checker.check(build.reseal(document))


def test_a_step_left_out_or_put_in_is_rejected() -> None:
    document = steps(PD).document
    fewer = {**document, "steps": document["steps"][:1]}
    more = {**document, "steps": [*document["steps"], document["steps"][-1]]}
    for false in (fewer, more):
        with pytest.raises(checker.Rejected, match="entries"):
            checker.check(build.reseal(false))
