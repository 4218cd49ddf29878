"""Single games with known answers, knife edges, and combinations that no solver covers."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from coopgames.arithmetic import AlgebraicNumber, Arithmetic, Enclosure, nth_root, parameter
from coopgames.certificates import verify
from coopgames.errors import InvalidGameError, MixedArithmeticError, UnsupportedGameError
from coopgames.games import (
    AnonymousGame,
    AttributedSignals,
    Automaton,
    Exclusion,
    ExitPlan,
    Fine,
    FinePlan,
    GaussianMeasure,
    LinearPublicGood,
    PayoffTable,
    PhysicalPenalty,
    PrivateValuation,
    Promises,
    PublicMonitoring,
    RepeatedGame,
    StageGame,
    grim_trigger,
    prisoners_dilemma,
    supplier_pair,
)
from coopgames.solvers import (
    Interval,
    Status,
    check_equilibrium,
    critical_discount_factor,
    critical_value,
    is_equilibrium,
)
from coopgames.solvers.deterrence import deterrence_ratio
from coopgames.solvers.fines import fine_plan, working_fines
from coopgames.solvers.program_thresholds import round_threshold
from coopgames.solvers.rationalize import rationalize_stage
from tests.reference.flag_profiles import Association

PD = prisoners_dilemma(3, 2, 0, -1)
GRIM = grim_trigger(PD, (0, 0), (1, 1))
STAGE = AnonymousGame(4, LinearPublicGood("3/4", "12/5", "1/4"))  # type: ignore[arg-type]
SIGNALS = AttributedSignals("1/4", "3/5")  # type: ignore[arg-type]
MEASURE = GaussianMeasure("1/4", 1, "9/10")  # type: ignore[arg-type]
PAIR = supplier_pair(1, 2)
REPORTS = PrivateValuation.binary("1/10", "3/5")


def association(*transfers: Any, beta: object = "3/5", **more: Any) -> RepeatedGame:
    return RepeatedGame(STAGE, beta, SIGNALS, transfers, **more)


@pytest.mark.parametrize(
    ("rule", "value"), [("burnt", None), ("treasury", "660/779"), ("unflagged", "3520/4353")]
)
def test_the_second_worked_example_of_the_notes(rule: Any, value: str | None) -> None:
    solution = critical_discount_factor(association(Fine(rule)))
    assert solution.value == (None if value is None else Fraction(value))
    assert "sustained" in verify(solution.certificate)  # type: ignore[arg-type]


def test_a_beating_keeps_in_members_whose_membership_is_worth_less_than_nothing() -> None:
    game = association(Fine("burnt"), PhysicalPenalty(20, voluntary=False))
    solution = critical_discount_factor(game)
    (interval,) = solution.diagnostics["set"]  # type: ignore[misc]
    assert Fraction(3, 5) in interval
    assert Fraction(999, 1000) not in interval
    assert isinstance(interval.lower, AlgebraicNumber)
    assert interval.lower_closed
    assert interval.upper_closed
    verify(solution.certificate)  # type: ignore[arg-type]


def test_both_algebraic_ends_of_a_set_are_taken_to_the_period() -> None:
    game = association(Fine("burnt"), PhysicalPenalty(20, voluntary=False))
    slow = association(Fine("burnt"), PhysicalPenalty(20, voluntary=False), lag=3)
    (per_round,) = critical_discount_factor(game).diagnostics["set"]  # type: ignore[misc]
    (per_period,) = critical_discount_factor(slow).diagnostics["set"]  # type: ignore[misc]
    assert per_period.lower**3 == per_round.lower
    assert per_period.upper**3 == per_round.upper
    in_delta = association(
        Fine("burnt"),
        PhysicalPenalty(20, voluntary=False),
        beta=parameter("delta", 0, 1),
        lag=3,
    )
    assert critical_value(in_delta, "delta").value == (per_period,)


def test_the_same_beating_does_nothing_where_members_may_leave() -> None:
    solution = critical_discount_factor(association(Fine("burnt"), PhysicalPenalty(20)))
    assert solution.value is None
    assert solution.status is Status.NEVER
    assert solution.diagnostics["set"] == ()
    verify(solution.certificate)  # type: ignore[arg-type]


def test_a_plan_that_only_a_beating_holds_has_no_certificate_kind() -> None:
    forced = association(Fine("burnt"), PhysicalPenalty(20, voluntary=False))
    plan = fine_plan(forced)
    assert plan is not None
    kept = check_equilibrium(forced, plan)
    assert (kept.value, kept.status) == (True, Status.EXACT_UNCERTIFIED)
    assert kept.diagnostics["values"]["GOOD"] < 0  # type: ignore[index]
    free = check_equilibrium(association(Fine("burnt"), PhysicalPenalty(20)), plan)
    assert (free.value, free.status) == (False, Status.EXACT_UNCERTIFIED)
    assert free.diagnostics["deviation"].action == "leave"  # type: ignore[attr-defined]


def test_a_fine_of_nothing_deters_nothing() -> None:
    answer = check_equilibrium(association(Fine("treasury")), FinePlan(Fraction(0)))
    assert (answer.value, answer.status) == (False, Status.EXACT_UNCERTIFIED)
    assert answer.diagnostics["deviation"].gain == Fraction(33, 20)  # type: ignore[attr-defined]


def test_signals_without_information_sustain_nothing() -> None:
    blind = AttributedSignals("1/4", "1/4")  # type: ignore[arg-type]
    for sanction in (Fine("treasury"), Fine("unflagged"), Exclusion(), Promises("burning")):
        solution = critical_discount_factor(RepeatedGame(STAGE, 0, blind, sanction))
        assert solution.value is None
        verify(solution.certificate)  # type: ignore[arg-type]
    pair = RepeatedGame(PAIR, 0, PrivateValuation.binary("1/4", "1/4"))
    assert critical_discount_factor(pair).value is None
    verify(critical_discount_factor(pair).certificate)  # type: ignore[arg-type]


def test_complaints_that_come_more_often_after_work_are_read_the_other_way_round() -> None:
    # Report 1 is then the good news: parting after report 0 has alarm rates 1/10 and 3/5.
    game = RepeatedGame(PAIR, 0, PrivateValuation(1, ("1/10", "9/10"), ("3/5", "2/5")))  # type: ignore[arg-type]
    solution = critical_discount_factor(game)
    assert solution.value == critical_discount_factor(RepeatedGame(PAIR, 0, REPORTS)).value
    verify(solution.certificate)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "sanction", [Fine("burnt"), Fine("treasury"), Fine("unflagged"), Promises("balanced")]
)
def test_contributing_by_itself_needs_no_patience(sanction: Fine | Promises) -> None:
    stage = AnonymousGame(3, LinearPublicGood(1, 1))
    solution = critical_discount_factor(RepeatedGame(stage, 0, SIGNALS, sanction))
    assert solution.value == 0
    verify(solution.certificate)  # type: ignore[arg-type]


def test_no_gain_from_shirking_and_nothing_to_stay_for() -> None:
    worthless = AnonymousGame(3, PayoffTable((-2, -2, -2), (-1, -1, -1)))  # type: ignore[arg-type]
    solution = critical_discount_factor(RepeatedGame(worthless, 0, SIGNALS, Fine("treasury")))
    assert solution.value is None
    verify(solution.certificate)  # type: ignore[arg-type]


def test_a_cap_below_the_least_deterring_fine() -> None:
    stage = AnonymousGame(3, LinearPublicGood("9/10", "27/20", "1/5"))  # type: ignore[arg-type]
    signals = AttributedSignals("1/10", "3/5")  # type: ignore[arg-type]
    capped = RepeatedGame(stage, "1/2", signals, Fine("treasury", 1))  # type: ignore[arg-type]
    assert critical_discount_factor(capped).value == Fraction(9, 10)
    assert working_fines(capped) is None
    assert deterrence_ratio(capped) == Fraction(5, 9)
    patient = capped.at("19/20")
    assert working_fines(patient) == (Fraction(18, 19), Fraction(1))
    assert check_equilibrium(patient, FinePlan(Fraction(1))).value


def test_the_index_of_binding_inequalities() -> None:
    solution = critical_discount_factor(association(Fine("treasury")))
    assert solution.diagnostics["binding"] == ("contribution", "payment")
    assert solution.diagnostics["attained"]
    assert str(solution.diagnostics["set"][0]) == "[660/779, 1)"  # type: ignore[index]


def test_a_threshold_per_period_is_the_root_of_that_per_round() -> None:
    solution = critical_discount_factor(association(Fine("treasury"), lag=2))
    assert isinstance(solution.value, AlgebraicNumber)
    assert solution.value**2 == Fraction(660, 779)
    enclosed = RepeatedGame(STAGE, 0, AttributedSignals.gaussian(MEASURE), Fine("treasury"), lag=3)
    answer = critical_discount_factor(enclosed)
    assert isinstance(answer.value, Enclosure)
    per_round = round_threshold(enclosed)
    assert isinstance(per_round, Enclosure)
    assert answer.value.lower**3 <= per_round.lower
    assert answer.value.upper**3 >= per_round.upper
    verify(answer.certificate)  # type: ignore[arg-type]


def test_enclosures_may_leave_a_question_open() -> None:
    alpha, eta = MEASURE.false_alarm, MEASURE.detection
    assert isinstance(alpha, Enclosure)
    assert isinstance(eta, Enclosure)
    # v = alpha kappa / D somewhere inside the enclosures: never, or only close to 1.
    v = alpha.midpoint / (eta.midpoint - alpha.midpoint)
    stage = AnonymousGame(2, LinearPublicGood(1, 2, v))
    game = RepeatedGame(stage, 0, AttributedSignals.gaussian(MEASURE), Fine("burnt"))
    solution = critical_discount_factor(game)
    assert (solution.value, solution.status) == (None, Status.UNDECIDED)
    assert solution.certificate is None
    assert isinstance(round_threshold(game), Enclosure)
    # A fine that just deters at the middle of the enclosures.
    patient = RepeatedGame(stage, "999/1000", AttributedSignals.gaussian(MEASURE), Fine("treasury"))
    edge = FinePlan(1 / (Fraction(999, 1000) * (eta - alpha).midpoint))
    answer = check_equilibrium(patient, edge)
    assert (answer.value, answer.status) == (None, Status.UNDECIDED)
    with pytest.raises(UnsupportedGameError, match="undecided"):
        is_equilibrium(patient, edge)


def test_penalties_in_a_family() -> None:
    free = parameter("phi", 0, 30)
    game = association(Fine("treasury"), PhysicalPenalty(free), beta="3/5")
    (interval,) = critical_value(game, "phi").value
    twin = Association(
        4, *map(Fraction, ("3/4", "12/5", "1/4", "1/4", "3/5")), "treasury", interval.lower
    )
    assert twin.sustained(Fraction(3, 5))
    less = Association(**{**vars(twin), "penalty": interval.lower - Fraction(1, 10**9)})
    assert not less.sustained(Fraction(3, 5))


def test_an_automaton_at_its_threshold_and_beside_it() -> None:
    assert is_equilibrium(RepeatedGame(PD, "1/3"), GRIM)
    assert not is_equilibrium(RepeatedGame(PD, "333/1000"), GRIM)
    solution = critical_discount_factor(RepeatedGame(PD, "1/2"), GRIM)
    assert solution.value == Fraction(1, 3)
    assert solution.diagnostics["attained"]


def test_an_automaton_whose_set_is_not_an_upper_interval() -> None:
    # Working is a best reply now; later it is worth more to have shirked.
    stage = StageGame([[[2], [1]], [[0], [0]]])
    plan = Automaton(
        ("work", "rest"),
        "work",
        {"work": (0, 0), "rest": (0, 0)},
        {"work": {(0, 0): "rest", "otherwise": "rest"}, "rest": "rest"},
    )
    assert critical_discount_factor(stage, plan).value == 0
    tempting = Automaton(
        ("work", "paid", "done"),
        "work",
        {"work": (0, 0), "paid": (0, 0), "done": (1, 0)},
        {
            "work": {(0, 0): "done", (1, 0): "paid"},
            "paid": "paid",
            "done": {(0, 0): "done", (1, 0): "done"},
        },
    )
    solution = critical_discount_factor(stage, tempting)
    assert solution.value is None
    verify(solution.certificate)  # type: ignore[arg-type]


def patient_only_at(periods: tuple[int, ...]) -> tuple[StageGame, Automaton]:
    """A deviation of player 1 that gains 1 now and the given payoffs in the periods after it.

    Player 2 is always indifferent, and after the deviation nothing depends on player 1.
    """
    columns = [(0, 1), *((x, x) for x in periods), (0, 0)]
    first = [[column[act] for column in columns] for act in range(2)]
    stage = StageGame([first, [[0] * len(columns)] * 2])
    names = ("still", *(f"later {k}" for k in range(len(periods))), "over")
    after = {name: names[min(k + 1, len(names) - 1)] for k, name in enumerate(names)}
    transition: dict[str, Any] = {**after, "still": {(1, 0): names[1], "otherwise": "still"}}
    action = {name: (0, k) for k, name in enumerate(names)}
    return stage, Automaton(names, "still", action, transition)


def test_an_equilibrium_at_one_discount_factor_only() -> None:
    # The gain is (1 - d)(1 - 2d)**2.
    solution = critical_discount_factor(*patient_only_at((-4, 4)))
    assert solution.diagnostics["set"] == (Interval(Fraction(1, 2), Fraction(1, 2), True, True),)
    assert (solution.value, solution.diagnostics["attained"]) == (Fraction(1, 2), True)
    verify(solution.certificate)  # type: ignore[arg-type]


def test_an_equilibrium_at_one_irrational_discount_factor_only() -> None:
    # The gain is (1 - d)(1 - 2d**2)**2.
    solution = critical_discount_factor(*patient_only_at((0, -4, 0, 4)))
    root = nth_root(Fraction(1, 2), 2)
    assert solution.diagnostics["set"] == (Interval(root, root, True, True),)
    verify(solution.certificate)  # type: ignore[arg-type]


def test_a_gain_that_is_zero_at_one_as_well() -> None:
    # The gain is (1 - d)(1 - 4d + 3d**2) = (1 - d)**2 (1 - 3d).
    stage, plan = patient_only_at((-4, 3))
    solution = critical_discount_factor(stage, plan)
    assert [str(i) for i in solution.diagnostics["set"]] == ["[1/3, 1)"]  # type: ignore[attr-defined]
    assert is_equilibrium(RepeatedGame(stage, "1/3"), plan)
    assert not is_equilibrium(RepeatedGame(stage, "33/100"), plan)


def test_solutions_show_themselves() -> None:
    solution = critical_discount_factor(PD, GRIM)
    assert "1/3" in solution._repr_html_() or "Fraction(1, 3)" in solution._repr_html_()
    assert solution.to_rows()[0]["status"] == "PROVED"
    assert "PROVED" in repr(solution)
    deviation = check_equilibrium(RepeatedGame(PD, "1/4"), GRIM).diagnostics["deviation"]
    assert "gains 1/4" in str(deviation)


def test_the_supplier_is_the_one_who_deviates() -> None:
    answer = check_equilibrium(RepeatedGame(PAIR, "1/10", REPORTS), ExitPlan([1, 0]))
    assert answer.value is False
    assert answer.diagnostics["deviation"].player == "supplier"  # type: ignore[attr-defined]


UNSUPPORTED: list[tuple[Callable[[], object], str]] = [
    (lambda: critical_discount_factor(RepeatedGame(STAGE, 0, transfers=Fine())), "PerfectMonit"),
    (lambda: critical_discount_factor(RepeatedGame(PD, 0, REPORTS)), "expected an association"),
    (lambda: critical_discount_factor(association()), "exactly one of Fine, Exclusion"),
    (lambda: critical_discount_factor(association(Exclusion(5))), "exclusion worth 0"),  # type: ignore[arg-type]
    (
        lambda: critical_discount_factor(RepeatedGame(PAIR, 0, REPORTS, Fine("treasury"))),
        "expected a burnt sanction",
    ),
    (
        lambda: critical_discount_factor(RepeatedGame(PAIR, 0, REPORTS, PhysicalPenalty(1))),  # type: ignore[arg-type]
        "expected a burnt sanction",
    ),
    (
        lambda: critical_discount_factor(
            RepeatedGame(PAIR, 0, PrivateValuation.binary(0, 1, observer=0))
        ),
        "expected 1, the buyer",
    ),
    (
        lambda: critical_discount_factor(
            RepeatedGame(STAGE, 0, PrivateValuation.binary(0, 1, observer=1))
        ),
        "observer='next'",
    ),
    (
        lambda: critical_discount_factor(
            RepeatedGame(
                AnonymousGame(2, LinearPublicGood(1, 2)), 0, PrivateValuation.binary(0, 1, "next")
            )
        ),
        "a ring with outsiders needs 3",
    ),
    (
        lambda: critical_discount_factor(
            RepeatedGame(STAGE, 0, PrivateValuation.binary(0, 1, "next", 1))
        ),
        "not available on a ring",
    ),
    (
        lambda: critical_discount_factor(
            RepeatedGame(STAGE, 0, PrivateValuation.gaussian(MEASURE, "next"))
        ),
        "exact",
    ),
    (
        lambda: critical_discount_factor(
            RepeatedGame(STAGE, 0, AttributedSignals.gaussian(MEASURE), Promises())
        ),
        "exact alarm rates",
    ),
    (
        lambda: critical_discount_factor(
            RepeatedGame(
                STAGE,
                0,
                AttributedSignals.gaussian(GaussianMeasure("1/4", 1, "9/10", 1)),  # type: ignore[arg-type]
                Promises(),
            )
        ),
        "exact alarm rates",
    ),
    (
        lambda: critical_discount_factor(
            RepeatedGame(STAGE, 0, AttributedSignals(0, parameter("D", 0, 1)), Fine())  # type: ignore[arg-type]
        ),
        "ask critical_value",
    ),
    (lambda: critical_discount_factor(RepeatedGame(STAGE, 0, SIGNALS, Fine()), GRIM), "StageGame"),
    (
        lambda: critical_discount_factor(
            RepeatedGame(PD, 0, PublicMonitoring([[["1/2", "1/2"]] * 2] * 2)), GRIM
        ),
        "perfect monitoring",
    ),
    (lambda: critical_discount_factor(RepeatedGame(PD, 0, lag=2), GRIM), "lag 1"),
    (
        lambda: critical_discount_factor(prisoners_dilemma(parameter("T", 3, 9), 2, 0, -1), GRIM),
        "parameter beside the discount factor",
    ),
    (lambda: critical_value(PD), "critical_discount_factor"),
    (lambda: check_equilibrium(RepeatedGame(PD, parameter("d", 0, 1)), GRIM), "parameter"),
    (
        lambda: check_equilibrium(
            RepeatedGame(PD, 0, PublicMonitoring([[["1/2", "1/2"]] * 2] * 2)), GRIM
        ),
        "perfect monitoring",
    ),
    (lambda: check_equilibrium(RepeatedGame(PD, "1/2", lag=2), GRIM), "lag 1"),
    (
        lambda: check_equilibrium(RepeatedGame(STAGE, "1/2", transfers=Fine()), FinePlan(1)),  # type: ignore[arg-type]
        "attributed signals",
    ),
    (
        lambda: check_equilibrium(association(Promises()), FinePlan(1)),  # type: ignore[arg-type]
        "expected a Fine or Exclusion",
    ),
    (
        lambda: check_equilibrium(
            RepeatedGame(STAGE, "1/2", PrivateValuation.binary(0, 1)),
            FinePlan(1),  # type: ignore[arg-type]
        ),
        "observer='next'",
    ),
    (
        lambda: check_equilibrium(
            RepeatedGame(PAIR, "1/2", PrivateValuation.binary(0, 1, side_agreement_cost=0)),
            ExitPlan([1, 0]),
        ),
        "treats all reports alike",
    ),
    (
        lambda: check_equilibrium(
            RepeatedGame(PAIR, "1/2", PrivateValuation.binary(0, 1, side_agreement_cost=3)),
            ExitPlan([1, 1]),
        ),
        "None or 0",
    ),
    (
        lambda: check_equilibrium(
            RepeatedGame(
                AnonymousGame(2, LinearPublicGood(1, 2)),
                "1/2",
                PrivateValuation.binary(0, 1, "next"),
            ),
            FinePlan(1),  # type: ignore[arg-type]
        ),
        "needs 3",
    ),
    (
        lambda: check_equilibrium(
            RepeatedGame(STAGE, "1/2", PrivateValuation.binary(0, 1, "next"), PhysicalPenalty(1)),  # type: ignore[arg-type]
            FinePlan(1),  # type: ignore[arg-type]
        ),
        "burnt sanction",
    ),
    (
        lambda: check_equilibrium(
            RepeatedGame(PD, "1/2", PrivateValuation.binary(0, 1)), ExitPlan([1, 0])
        ),
        "expected a pair",
    ),
    (
        lambda: check_equilibrium(
            RepeatedGame(PAIR, "1/2", PublicMonitoring([[[1, 0]], [[0, 1]]])), ExitPlan([1, 0])
        ),
        "private valuation by the buyer",
    ),
    (
        lambda: check_equilibrium(
            RepeatedGame(PAIR, "1/2", REPORTS, Fine("treasury")), ExitPlan([1, 0])
        ),
        "burnt sanction",
    ),
    (lambda: working_fines(association(Promises())), "flat fine"),
    (lambda: working_fines(association(Fine(), beta=0)), "in \\(0, 1\\)"),
    (lambda: deterrence_ratio(association(Fine(), beta=0)), "in \\(0, 1\\)"),
    (
        lambda: deterrence_ratio(
            RepeatedGame(AnonymousGame(3, LinearPublicGood(1, 1)), "1/2", SIGNALS, Fine())
        ),
        "nothing to deter",
    ),
]


@pytest.mark.parametrize(("ask", "text"), UNSUPPORTED)
def test_what_no_solver_covers_is_said(ask: Callable[[], object], text: str) -> None:
    with pytest.raises(UnsupportedGameError, match=text):
        ask()


INVALID: list[tuple[Callable[[], object], str]] = [
    (lambda: critical_discount_factor(PD), "automaton: got None"),
    (lambda: critical_discount_factor(association(Fine()), target="peace"), "target: got 'peace'"),
    (lambda: critical_value(association(Fine())), "one number is coopgames.parameter"),
    (
        lambda: critical_value(association(Fine(), beta=parameter("delta", 0, 1)), "D"),
        "parameter: got 'D', expected 'delta'",
    ),
    (
        lambda: critical_value(association(Fine("burnt", parameter("cap", 0)))),
        "both ends",
    ),
    (lambda: check_equilibrium(association(Fine()), GRIM), "expected a FinePlan"),
    (lambda: check_equilibrium(RepeatedGame(PD, "1/2"), FinePlan(1)), "an ExitPlan for a pair"),  # type: ignore[arg-type]
    (lambda: check_equilibrium(association(Fine()), ExitPlan([1, 0])), "a FinePlan for an assoc"),
    (
        lambda: check_equilibrium(RepeatedGame(PAIR, "1/2", REPORTS), ExitPlan([1, 0, 0])),
        "expected 2 probabilities",
    ),
    (lambda: check_equilibrium(association(Fine("burnt", 1)), FinePlan(2)), "at most the cap 1"),  # type: ignore[arg-type]
    (lambda: check_equilibrium(association(Fine(), beta=0), FinePlan(1)), "in \\(0, 1\\)"),  # type: ignore[arg-type]
    (
        lambda: check_equilibrium(
            RepeatedGame(PAIR, "1/2", PrivateValuation.gaussian(MEASURE)), ExitPlan([0, 1])
        ),
        "no reward for complaints",
    ),
]


@pytest.mark.parametrize(("ask", "text"), INVALID)
def test_what_does_not_fit_is_said(ask: Callable[[], object], text: str) -> None:
    with pytest.raises(InvalidGameError, match=text):
        ask()


def test_a_float_beside_a_parameter_is_refused() -> None:
    stage = AnonymousGame(3, LinearPublicGood(0.9, 1.35))
    with pytest.raises(MixedArithmeticError, match="float"):
        RepeatedGame(stage, 0.5, AttributedSignals(0, parameter("D", 0, 1)), Fine())  # type: ignore[arg-type]


def test_float_games_of_every_kind_are_read_as_the_binary_numbers_that_they_are() -> None:
    table = PayoffTable((0.5, 1.5, 2.5), (0.25, 1.25, 2.25))
    signals = AttributedSignals(0.125, 0.5)
    transfers = [Fine("treasury", 4.0), PhysicalPenalty(0.5)]
    game = RepeatedGame(AnonymousGame(3, table), 0.5, signals, transfers)
    twin = RepeatedGame(
        AnonymousGame(3, PayoffTable(("1/2", "3/2", "5/2"), ("1/4", "5/4", "9/4"))),  # type: ignore[arg-type]
        "1/2",
        AttributedSignals("1/8", "1/2"),  # type: ignore[arg-type]
        [Fine("treasury", 4), PhysicalPenalty("1/2")],  # type: ignore[arg-type]
    )
    rounded, exact = critical_discount_factor(game), critical_discount_factor(twin)
    assert rounded.arithmetic is Arithmetic.FLOAT
    assert rounded.value == float(exact.value)
    plan = FinePlan("3/2")  # type: ignore[arg-type]
    assert check_equilibrium(game, plan).value == check_equilibrium(twin, plan).value
    public = RepeatedGame(
        supplier_pair(0.5, 2.0), 0.5, PublicMonitoring([[[0.75, 0.25]], [[0.25, 0.75]]])
    )
    reports = RepeatedGame(
        supplier_pair(0.5, 2.0),
        0.5,
        PrivateValuation(1, (0.75, 0.25), (0.25, 0.75), 8.0),
    )
    assert critical_discount_factor(public).status is Status.FLOAT
    assert critical_discount_factor(reports).status is Status.FLOAT
    thirds = RepeatedGame(
        supplier_pair(0.5, 2.0), 0.5, PrivateValuation(1, (1 / 3, 2 / 3), (0.9, 0.1))
    )
    assert critical_discount_factor(thirds).status is Status.FLOAT


def test_a_float_is_the_binary_number_that_it_is_and_not_the_decimal_that_it_prints() -> None:
    stage = rationalize_stage(StageGame([[[0.1, 1.0]], [[0, 0.3]]]))
    assert stage.payoff(0, (0, 0)) == Fraction(0.1) != Fraction(1, 10)
    assert stage.arithmetic is Arithmetic.EXACT


@pytest.mark.parametrize(("penalty", "least"), [(None, "0"), (0, "0"), ("3/2", "-(3/2)")])
def test_who_refuses_suffers_the_penalty_and_the_class_says_so(penalty: Any, least: str) -> None:
    sanctions = [Promises()] if penalty is None else [Promises(), PhysicalPenalty(penalty)]
    game = RepeatedGame(AnonymousGame(3, LinearPublicGood(1, 2, 1)), 0, SIGNALS, sanctions)  # type: ignore[arg-type]
    answer = critical_discount_factor(game)
    assert f"any balanced continuation promises >= {least}" in answer.method
