"""One activity under one arrangement: sustained or not, from when, why, what flips it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType
from typing import Any, cast

from coopgames.arithmetic import AlgebraicNumber, Enclosure, exact, outward
from coopgames.certificates import Certificate
from coopgames.errors import invalid
from coopgames.games import AnonymousGame, ExitPlan, FinePlan, PrivateValuation, RepeatedGame
from coopgames.institutions import Activity, Arrangement
from coopgames.solvers import (
    Deviation,
    Interval,
    Solution,
    Status,
    check_equilibrium,
    critical_discount_factor,
)
from coopgames.solvers.deterrence import deterrence_ratio
from coopgames.solvers.enforcement import enforcement_problem
from coopgames.solvers.fines import fine_plan
from coopgames.solvers.problem import Side, is_enclosed, sides_of
from coopgames.verdicts.flips import binding_attribute, minimal_flips
from coopgames.verdicts.grounds import Ground, grounds

__all__ = ["Judgement", "threshold_of", "verdict"]

Threshold = Fraction | AlgebraicNumber | Enclosure | None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the model says of an activity under an arrangement at a discount factor.

    Attributes
    ----------
    activity : Activity
    arrangement : Arrangement
    discount_factor : Fraction
        Per period.
    sustained : bool or None
        ``True``: full effort in every round is an equilibrium outcome within ``strategies``
        (everybody shirking is an equilibrium too). ``False``: it is not, within that class, and no
        more than that is refuted. ``None``: the enclosed data do not decide.
    threshold : Fraction, AlgebraicNumber, Enclosure or None
        Critical discount factor per period; None for "at no discount factor below 1" (``status`` is
        NEVER) or for one that the enclosed data do not decide (UNDECIDED).
    status : Status
        How the critical discount factor was found.
    strategies : str
        The class of strategies and sanctions that the verdict is about.
    grounds : tuple of Ground
        Why it is not sustained; empty when it is.
    binding : tuple of str
        The inequalities that bind at the threshold.
    binding_attribute : str or None
        The attribute whose restoration lowers the threshold most.
    flips : tuple of tuples of str
        All minimal sets of attributes whose restoration (of a verdict that fails) or loss (of one
        that holds) flips the verdict; empty when there is none.
    deviation : Deviation
        Shirking against the strongest sanction of the class, and its gain (a sum, <= 0 if
        sustained).
    plan : FinePlan, ExitPlan or None
        A plan that is an equilibrium at this discount factor, if a simple one is known.
    certificates : mapping
        ``"threshold"`` (or a refutation for every discount factor; ``"threshold_optimistic"`` and
        ``"threshold_pessimistic"`` where each end of enclosed data needs its own), and
        ``"equilibrium"`` if sustained by ``plan``.
    """

    activity: Activity
    arrangement: Arrangement
    discount_factor: Fraction
    sustained: bool | None
    threshold: Threshold
    status: Status
    strategies: str
    grounds: tuple[Ground, ...]
    binding: tuple[str, ...]
    binding_attribute: str | None
    flips: tuple[tuple[str, ...], ...]
    deviation: Deviation
    plan: FinePlan | ExitPlan | None
    certificates: Mapping[str, Certificate]

    @property
    def word(self) -> str:
        """The verdict in one or two words."""
        if self.sustained is None:
            return "undecided"
        if self.sustained:
            return "sustained"
        return "never" if self.status is Status.NEVER else "not sustained"

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row for a table."""
        row: dict[str, object] = {
            "activity": self.activity.name,
            "arrangement": self.arrangement.name,
            "discount_factor": self.discount_factor,
            "verdict": self.word,
            "threshold": self.threshold,
            "grounds": "; ".join(ground.label for ground in self.grounds),
            "binding": "; ".join(self.binding),
            "binding_attribute": self.binding_attribute or "",
            "flips": " | ".join(" + ".join(names) for names in self.flips),
            "deviation_gain": self.deviation.gain,
            "strategies": self.strategies,
        }
        return [row]

    def __str__(self) -> str:
        start = "none" if self.threshold is None else f"{float(self.threshold):.4f}"
        return (
            f"{self.activity.name} under {self.arrangement.name}: {self.word} at "
            f"{self.discount_factor} (threshold {start}); {self.strategies}"
        )


@lru_cache(maxsize=4096)
def _threshold_solution(game: RepeatedGame) -> Solution[Any]:
    return critical_discount_factor(game)


def threshold_of(activity: Activity, arrangement: Arrangement) -> Solution[Any]:
    """Return the critical discount factor of an activity under an arrangement (cached)."""
    return _threshold_solution(activity.under(arrangement))


def holds_at(solution: Solution[Any], delta: Fraction) -> bool | None:
    """Return whether a discount factor sustains effort; None if the enclosed data do not decide."""
    certain, possible = (
        cast("tuple[Interval, ...]", solution.diagnostics[key]) for key in ("certain", "possible")
    )
    if any(delta in interval for interval in certain):
        return True
    return None if any(delta in interval for interval in possible) else False


def _threshold_certificates(solution: Solution[Any]) -> dict[str, Certificate]:
    """Return the certificate of a threshold, or one for each end of enclosed data."""
    both = cast("Mapping[str, Certificate]", solution.diagnostics.get("certificates", {}))
    if len(both) > 1:
        return {f"threshold_{side}": certificate for side, certificate in both.items()}
    return {} if solution.certificate is None else {"threshold": solution.certificate}


def verdict(activity: Activity, arrangement: Arrangement, discount_factor: object) -> Judgement:
    """Solve, certify and explain an activity under an arrangement.

    Parameters
    ----------
    activity : Activity
    arrangement : Arrangement
    discount_factor : exact number in (0, 1)
        Per period.

    Returns
    -------
    Judgement

    Raises
    ------
    InvalidGameError
        If the discount factor is not in (0, 1).
    UnsupportedGameError
        If no solver covers the arrangement.

    Examples
    --------
    >>> import coopgames as cg
    >>> case = cg.load_case("wanderley2004")
    >>> answer = cg.verdict(case.activity("faena"), case.arrangement("treasury"), "993/1000")
    >>> answer.sustained, round(float(answer.threshold), 4)
    (True, 0.3679)
    """
    delta = exact(discount_factor)
    if not isinstance(activity, Activity):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("activity", activity, "an Activity")
    if not isinstance(arrangement, Arrangement):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("arrangement", arrangement, "an Arrangement")
    if not 0 < delta < 1:
        raise invalid("discount_factor", discount_factor, "a number in (0, 1)")
    solution = threshold_of(activity, arrangement)
    sustained = holds_at(solution, delta)
    game = activity.under(arrangement, delta)
    certificates = _threshold_certificates(solution)
    plan = _plan(game) if sustained else None
    if plan is not None:
        check = check_equilibrium(game, plan)
        if check.certificate is not None and check.value:
            certificates["equilibrium"] = check.certificate

    def decide(changed: Activity) -> bool | None:
        return holds_at(threshold_of(changed, arrangement), delta)

    def solve_under(other: Arrangement) -> tuple[bool | None, bool]:
        answer = threshold_of(activity, other)
        return holds_at(answer, delta), answer.status is Status.NEVER

    flips = minimal_flips(activity, sustained, decide)
    return Judgement(
        activity,
        arrangement,
        delta,
        sustained,
        solution.value,
        solution.status,
        str(solution.diagnostics["strategies"]),
        grounds(activity, arrangement, sustained, flips, solution, solve_under),
        tuple(solution.diagnostics.get("binding", ())),  # type: ignore[arg-type]
        binding_attribute(activity, arrangement, threshold_of),
        flips,
        _deviation(game),
        plan,
        MappingProxyType(certificates),
    )


def _plan(game: RepeatedGame) -> FinePlan | ExitPlan | None:
    """Return a plan that is an equilibrium: the simplest fine, or parting after a complaint.

    None where the promises that sustain effort are richer than these plans: with a side agreement
    that costs something, parting after a complaint would be talked away.
    """
    if isinstance(game.stage, AnonymousGame):
        return fine_plan(game)
    reports = game.monitoring
    agreements = isinstance(reports, PrivateValuation) and reports.side_agreement_cost is not None
    return None if agreements else ExitPlan((1, 0))


def _deviation(game: RepeatedGame) -> Deviation:
    """Return shirking against the strongest sanction of the class; an enclosure if the data are."""
    actor = "member" if isinstance(game.stage, AnonymousGame) else "supplier"
    if _gain(game, sides_of(game)[0]) <= 0:
        return Deviation("GOOD", actor, "shirk", _gain(game, sides_of(game)[0]))
    if not is_enclosed(game):
        gain, ratio = _gain(game, "exact"), deterrence_ratio(game, "exact")
        return Deviation("GOOD", actor, "shirk", gain * (1 - ratio))
    gain = _gain(game, "pessimistic")
    least, most = (deterrence_ratio(game, side) for side in ("pessimistic", "optimistic"))
    return Deviation("GOOD", actor, "shirk", outward(gain * (1 - most), gain * (1 - least)))


def _gain(game: RepeatedGame, side: Side) -> Fraction:
    gain = enforcement_problem(game, side).gain
    assert isinstance(gain, Fraction)
    return gain
