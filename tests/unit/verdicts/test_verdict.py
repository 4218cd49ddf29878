"""Verdicts under arrangements with limits, and what a verdict carries."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import coopgames as cg
from coopgames.errors import InvalidGameError
from coopgames.verdicts import Ground

LEVELS = ("met", "met", "met", "met")
WORK = cg.Activity("work", 6, "5/4", "1/4", "1/2", *LEVELS, "members")


def members(name: str, sanction: Any, **more: Any) -> cg.Arrangement:
    return cg.Arrangement(name, "members", sanction, **more)


def partner(name: str, **more: Any) -> cg.Arrangement:
    return cg.Arrangement(name, "partner", cg.Fine("burnt"), **more)


@pytest.mark.parametrize(
    "arrangement",
    [
        members("capped", cg.Fine("treasury", 2)),
        members("beaten", cg.Fine("burnt"), physical_penalty=1),
        members("shared", cg.Fine("unflagged")),
        members("out", cg.Exclusion()),
        partner("reports"),
        partner("seen", partner_sees=1),
        partner("costly", side_agreement_cost=5),
    ],
    ids=lambda a: a.name,
)
def test_sustained_verdicts_carry_certificates_that_hold(arrangement: cg.Arrangement) -> None:
    answer = cg.verdict(WORK, arrangement, "99/100")
    assert answer.sustained is True
    assert answer.grounds == ()
    assert float(answer.deviation.gain) <= 0
    sentences = [cg.verify(certificate) for certificate in answer.certificates.values()]
    assert sentences
    known = arrangement.name != "costly"
    assert ("equilibrium" in answer.certificates) is known
    assert (answer.plan is not None) is known


@pytest.mark.parametrize("cost", [0, "1/100"])
def test_cheap_side_agreements_refute_at_every_discount_factor(cost: object) -> None:
    answer = cg.verdict(WORK, partner("proof", side_agreement_cost=cost), "999/1000")
    assert (answer.sustained, answer.threshold, answer.word) == (False, None, "never")
    assert all(cg.verify(certificate) for certificate in answer.certificates.values())
    expected = Ground.COLLUSION if cost == 0 else Ground.RECIPIENT
    assert expected in answer.grounds


def test_a_verdict_turns_at_its_threshold() -> None:
    arrangement = members("treasury", cg.Fine("treasury"))
    threshold = cg.verdict(WORK, arrangement, "1/2").threshold
    tiny = Fraction(1, 10**12)
    assert cg.verdict(WORK, arrangement, threshold.upper).sustained is True  # type: ignore[union-attr]
    below = cg.verdict(WORK, arrangement, threshold.lower - tiny)  # type: ignore[union-attr]
    assert below.sustained is False
    assert float(below.deviation.gain) > 0
    middle = (threshold.lower + threshold.upper) / 2  # type: ignore[union-attr]
    assert cg.verdict(WORK, arrangement, middle).sustained is None


@pytest.mark.parametrize("delta", [0, 1, "3/2", -1])
def test_a_discount_factor_outside_the_open_interval_is_refused(delta: object) -> None:
    with pytest.raises(InvalidGameError, match="discount_factor: got"):
        cg.verdict(WORK, members("treasury", cg.Fine("treasury")), delta)


def test_promises_before_members_are_refused_at_once() -> None:
    with pytest.raises(InvalidGameError, match="sanction: got any promises, balanced"):
        members("any", cg.Promises("balanced"))


def test_an_undecided_threshold_is_not_called_never() -> None:
    blurred = WORK.replace(concreteness=10**15)
    answer = cg.verdict(blurred, members("treasury", cg.Fine("treasury")), "1/2")
    assert answer.word != "never" or answer.status is cg.Status.NEVER
    assert answer.status is not cg.Status.NEVER


@pytest.mark.parametrize("observers", ["members", "partner"])
def test_without_a_surplus_that_is_the_ground(observers: Any) -> None:
    loss = WORK.replace(surplus=-3)
    arrangement = cg.Arrangement("any", observers, cg.Fine("burnt"))
    answer = cg.verdict(loss, arrangement, "99/100")
    assert (answer.word, answer.grounds) == ("never", (Ground.SURPLUS,))


def test_a_treasury_is_refuted_exactly_where_a_round_is_a_loss() -> None:
    loss = WORK.replace(surplus=Fraction(-1, 4))
    assert loss.value == 0
    answer = cg.verdict(loss, members("treasury", cg.Fine("treasury")), "999/1000")
    assert (answer.word, answer.status) == ("never", cg.Status.NEVER)
