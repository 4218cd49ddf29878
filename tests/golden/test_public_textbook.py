"""Textbook results about repeated games with public signals, derived by hand.

Each docstring derives its numbers from the game; no number here comes from a solver.

Sources: Green and Porter (1984), *Noncooperative collusion under imperfect price information*;
Radner, Myerson and Maskin (1986), *An example of a repeated partnership game with discounting and
with uniformly inefficient equilibria*; Abreu, Milgrom and Pearce (1991), *Information and timing in
repeated partnerships*; Fudenberg and Levine (1994), *Efficiency and observability with long-run and
short-run players*; Fudenberg, Levine and Maskin (1994), *The folk theorem with imperfect public
information*; Goldlücke and Kranz (2012), *Infinitely repeated games with public monitoring and
monetary transfers*.
"""

from __future__ import annotations

from fractions import Fraction

import pytest

import coopgames as cg
from coopgames.arithmetic import AlgebraicNumber
from coopgames.games import (
    AnonymousGame,
    AnonymousSignals,
    PayoffTable,
    Promises,
    PublicAutomaton,
    PublicMonitoring,
    RepeatedGame,
    StageGame,
    delayed_information,
    identifiable_partnership,
    noisy_partnership,
    price_war,
)
from coopgames.solvers import Status, check_equilibrium
from coopgames.solvers.identifiability import has_pairwise_full_rank
from coopgames.solvers.limits import limit_payoffs, limit_score
from coopgames.solvers.public_automaton_thresholds import public_automaton_threshold
from coopgames.solvers.public_payoffs import public_perfect_payoffs
from coopgames.solvers.symmetric_payoffs import strongly_symmetric_payoffs

PARTNERSHIP = noisy_partnership()
CARTEL = price_war([1, 2], (6, 0), {2: "1/6", 3: "1/2", 4: "2/3"})
ALL = cg.parameter("delta", 0, 1)


def at(
    parts: tuple[StageGame, PublicMonitoring], discount_factor: object, transfers: object = None
) -> RepeatedGame:
    stage, monitoring = parts
    return RepeatedGame(stage, discount_factor, monitoring, transfers)  # type: ignore[arg-type]


# --- Radner, Myerson and Maskin (1986) ----------------------------------------------------------


def test_partners_who_cannot_be_told_apart_lose_a_quarter_at_every_discount_factor() -> None:
    """The joint payoff is at most 3 of 4, whatever the patience.

    Payoffs: both work 2, 2; one shirks 3 for him, 0 for the other; both shirk 1, 1. A failure has
    chance 1/6, 1/2, 5/6. Let x_i(y) be the promises and let x_1 + x_2 <= 0 after each signal. Both
    work: each needs (1/3)(x_i(success) - x_i(failure)) >= 1, so the sum of both at the failure is
    at most -6; its expectation at most -1: 4 - 1 = 3. One works: 3 already. Both shirk: 2.
    """
    for delta in ("0", "1/2", "9/10", "999/1000"):
        score = limit_score(at(PARTNERSHIP, delta), (1, 1))
        assert score.value == 3
        assert score.diagnostics["scores"] == {(0, 0): 3, (0, 1): 3, (1, 0): 3, (1, 1): 2}


def test_the_limit_set_of_the_partnership() -> None:
    """The triangle (1, 1), (15/8, 9/8), (9/8, 15/8).

    All laws differ by multiples of (1, -1), so in a direction l = (l1, l2) one multiplier prices
    the deviations of both players (the dual of Fudenberg and Levine's program, by hand). That gives
    the scores, with m = |l2|:
    l1, l2 > 0: the largest of (3/2)(l1 + l2), 3 l1, 3 l2: the half-plane v1 + v2 <= 3.
    l1 > 0 > l2: "1 shirks, 2 works" has 3 l1 if m <= l1; then 1 must be rewarded against 2 and it
    has (9/2) l1 - (3/2) m, until at m = 7 l1 the static payoffs (1, 1), with l1 - m, are better:
    v1 - 7 v2 <= -6. Symmetrically v2 - 7 v1 <= -6. These three lines meet in the triangle.
    """
    answer = limit_payoffs(at(PARTNERSHIP, "1/2"))
    corner = Fraction(15, 8), Fraction(9, 8)
    assert set(answer.value.vertices) == {(1, 1), corner, corner[::-1]}
    assert answer.status is Status.PROVED
    assert answer.diagnostics["interior"] is True
    assert not answer.value.contains((2, 2))


def test_trust_until_the_first_failure_reaches_the_bound() -> None:
    """At 6/7 the plan "work until a failure" gives 3/2 to each: the bound of 3 together.

    Above the static payoff 1: x = (1-d) + (5/6) d x. At d = 6/7, x = (1/7)/(2/7) = 1/2; shirking
    gains 1/7 now and costs (1/3) (6/7) (1/2) = 1/7 later.
    """
    trust = PublicAutomaton(
        ("on", "off"),
        "on",
        {"on": ("work", "work"), "off": ("shirk", "shirk")},
        {"on": {"success": "on", "failure": "off"}, "off": "off"},
    )
    answer = check_equilibrium(at(PARTNERSHIP, "6/7"), trust)
    assert answer.status is Status.PROVED
    assert answer.diagnostics["values"] == [[Fraction(3, 2)] * 2, [1, 1]]
    assert public_automaton_threshold(at(PARTNERSHIP, 0), trust).value == Fraction(6, 7)


def test_payments_do_not_help_partners_who_cannot_be_told_apart() -> None:
    """With payments and burning the joint payoff is at most 3, too, and is 3 from 3/4 on.

    Liquidity L bounds the promises of a signal in units (1-d)/d. Let player 1 work and 2 shirk,
    3 together: 1 needs (1/3)(x_1(success) - x_1(failure)) >= 1, that is L >= 3; give 2 the 3 after
    a failure, so nothing is burnt. Both working burns L/6 at L = 6: 4 - 1 = 3 again. Punishments
    are the static 1. So 3 together needs L (1-d)/d <= 3 - 2 at L = 3: d >= 3/4. With less than 3
    nothing but the static equilibrium is enforced: 2 together below 3/4.
    """
    family = public_perfect_payoffs(at(PARTNERSHIP, ALL, Promises("burning")))
    assert family.value.limit == 3
    assert family.value.limit_discount_factor == Fraction(3, 4)
    assert family.status is Status.PROVED
    for delta in ("0", "1/2", "74/100", "75/100", "9/10", "999/1000"):
        assert family.value.at(delta).joint_payoff == (
            3 if Fraction(delta) >= Fraction(3, 4) else 2
        )


# --- Fudenberg, Levine and Maskin (1994) --------------------------------------------------------


def test_a_finger_that_points_right_more_often_than_not_restores_efficiency() -> None:
    """With blame that is right with chance 3/4 all feasible payoffs above 1 are limits.

    Pairwise full rank holds at each profile, so in each direction but the axes every profile has
    the score of its own payoffs; on the axes a punished player gets his pure minmax 1. Feasible:
    the hull of (2, 2), (3, 0), (0, 3), (1, 1). Cut at v1 >= 1 and v2 >= 1 the edge from (2, 2) to
    (3, 0), v2 = 6 - 2 v1, ends in (5/2, 1).
    """
    parts = identifiable_partnership("3/4")
    assert has_pairwise_full_rank(parts[1], (0, 0), 0, 1)
    answer = limit_payoffs(at(parts, "1/2"))
    end = Fraction(5, 2), Fraction(1)
    assert set(answer.value.vertices) == {(1, 1), end, (2, 2), end[::-1]}
    assert answer.status is Status.PROVED


def test_a_finger_that_points_anywhere_is_no_help() -> None:
    """At 1/2 the blame is noise: the limit set is that of the partnership without it."""
    parts = identifiable_partnership("1/2")
    assert not has_pairwise_full_rank(parts[1], (0, 0), 0, 1)
    found = limit_payoffs(at(parts, "1/2"))
    plain = limit_payoffs(at(PARTNERSHIP, "1/2"))
    assert set(found.value.vertices) == set(plain.value.vertices)
    assert limit_score(at(parts, "1/2"), (1, 1)).value == 3


def test_payments_after_blame_reach_efficiency_at_four_fifths() -> None:
    """With payments the joint payoff 4 is reached from 4/5 on.

    Accuracy 3/4. A shirker loses chance 1/3 of success, wins 3/8 - 1/12 = 7/24 of his own blame and
    1/8 - 1/12 = 1/24 of the other's. Nothing burnt: promises sum to L after each signal; by
    symmetry L/2 each after a success, and after blame all to the other one: L/6 - L/24 = L/8 >= 1,
    so L = 8. Punishments are the static 1: 8 (1-d)/d <= 4 - 2, d >= 4/5; more liquidity brings
    nothing more.
    """
    family = public_perfect_payoffs(at(identifiable_partnership("3/4"), ALL, Promises("burning")))
    assert family.value.limit == 4
    assert family.value.limit_discount_factor == Fraction(4, 5)
    assert family.value.critical_discount_factor(joint_payoff=4) == Fraction(4, 5)


# --- Abreu, Milgrom and Pearce (1991) -----------------------------------------------------------


def test_the_best_symmetric_payoff_is_short_of_efficiency_by_the_likelihood_ratio() -> None:
    """Best payoff 2 - 1/(3 - 1) = 3/2, from 6/7 on.

    A failure is l = 3 times as likely after shirking; the loss tau after it must be (1/3) tau >= 1:
    tau = 3, expected (1/6) 3 = 1/2. Worst: the static 1. The spread 1/2 supports the loss of 3 if
    3 (1-d)/d <= 1/2: d >= 6/7.
    """
    family = strongly_symmetric_payoffs(at(PARTNERSHIP, ALL))
    assert family.value.limit == Fraction(3, 2)
    assert family.value.limit_discount_factor == Fraction(6, 7)
    assert family.value.critical_discount_factor(action=0) == Fraction(6, 7)
    assert family.status is Status.PROVED


@pytest.mark.parametrize(
    ("periods", "delta"),
    [(1, "49/50"), (2, "49/50"), (2, "99/100"), (3, "999/1000")],
    ids=["1 at 49/50", "2 at 49/50", "2 at 99/100", "3 at 999/1000"],
)
def test_delay_reuses_one_punishment(periods: int, delta: str) -> None:
    """Signals every T periods: best payoff 2 - w/2, with w = 1/(1 + d + ... + d^(T-1)).

    Shirking in the first period gains w (of the average over the block) and makes no news more than
    l = 3 times as likely, so any punishment of it costs at least w/(l - 1) = w/2; punishing T
    failures only costs just that. Shirking in k periods gains at most k w and makes T failures 3^k
    times as likely: (3^k - 1) w/2 >= k w. The loss must be (1/6)^T (3 - 1) tau = w, and the spread
    1 - w/2 above the static 1 supports tau at these discount factors, as computed below. Plans with
    less work give at most 2 - d^(T-1) w, which is less.
    """
    d = Fraction(delta)
    w = 1 / sum((d**t for t in range(periods)), start=Fraction(0))
    block = d**periods
    tau = w * 6**periods / 2
    assert tau * (1 - block) / block <= 1 - w / 2
    game = at(delayed_information(*PARTNERSHIP, periods, d), block)
    answer = strongly_symmetric_payoffs(game)
    assert answer.value.best == 2 - w / 2
    assert answer.value.worst == 1
    assert answer.value.best_action == 0


def test_delay_at_two_periods_in_numbers() -> None:
    """At 49/50: 3/2 without delay, 2 - 25/99 = 173/99 with news every two periods."""
    d = Fraction(49, 50)
    plain = strongly_symmetric_payoffs(at(PARTNERSHIP, d)).value.best
    late = strongly_symmetric_payoffs(at(delayed_information(*PARTNERSHIP, 2, d), d**2)).value.best
    assert (plain, late) == (Fraction(3, 2), Fraction(173, 99))


@pytest.mark.parametrize("members", [2, 3, 5])
def test_the_number_of_flags_is_as_good_as_its_worst_news(members: int) -> None:
    """n members, flags with chance 1/10 or 3/5, counted: best 1 - 1/(6 - 1) = 4/5 for every n.

    One shirker makes "all flagged" 3/5 : 1/10 = 6 times as likely, and no count more. The loss
    after it is tau = 10^n/5, expected 1/5; the worst payoff is the static 0. So the threshold is
    1/(1 + (4/5)/(10^n/5)) = 10^n/(10^n + 4).
    """
    # a contributor among contributors gets 1 and gains 1 by shirking; alone he loses 1
    shirk = [2 * Fraction(k, members - 1) for k in range(members)]
    contribute = [x - 1 for x in shirk]
    game = RepeatedGame(
        AnonymousGame(members, PayoffTable(tuple(shirk), tuple(contribute))),
        ALL,
        AnonymousSignals("1/10", "3/5"),
    )
    family = strongly_symmetric_payoffs(game).value
    assert family.limit == Fraction(4, 5)
    assert family.limit_discount_factor == Fraction(10**members, 10**members + 4)


# --- Green and Porter (1984) --------------------------------------------------------------------


def war(length: int | None) -> PublicAutomaton:
    """Collude until the price is low; then sell 2 for some periods (None: for ever)."""
    names = ("collude", *(f"war {k + 1}" for k in range(length or 1)))
    after = (*names[2:], names[0]) if length else names[1:]
    return PublicAutomaton(
        names,
        "collude",
        {name: (0, 0) if name == "collude" else (1, 1) for name in names},
        {
            "collude": {"low": names[1], "high": "collude"},
            **dict(zip(names[1:], after, strict=True)),
        },
    )


def test_a_cartel_needs_price_wars_of_seven_periods() -> None:
    """Wars of T periods deter cheating iff d + d^2 + ... + d^T >= 6: at T >= 7 only.

    Colluding gives 5, cheating 6, the war 4 (static); the price is low with chance 1/6, 1/2 after
    cheating. Let x be the value above 4 while colluding: x = (1-d) + d (5/6 + d^T/6) x. Cheating
    gains 1-d and costs (1/3) d (1 - d^T) x. It does not pay iff 1 - (5/6) d - d^(T+1)/6 <=
    (1/3)(d - d^(T+1)), that is 6 - 7 d + d^(T+1) <= 0; divide by 1 - d: 6 <= d + ... + d^T.
    """
    for length in range(1, 7):
        assert public_automaton_threshold(at(CARTEL, 0), war(length)).value is None
    for length in (7, 8, 12):
        found = public_automaton_threshold(at(CARTEL, 0), war(length))
        assert isinstance(found.value, AlgebraicNumber)
        assert found.value.sign_of([-6] + [1] * length) == 0
        assert len(found.diagnostics["set"]) == 1  # type: ignore[arg-type]


def test_a_war_for_ever_is_enough_from_six_sevenths_on() -> None:
    """The sum d + d^2 + ... = d/(1-d) is 6 at d = 6/7."""
    found = public_automaton_threshold(at(CARTEL, 0), war(None))
    assert found.value == Fraction(6, 7)
    assert found.diagnostics["attained"] is True


def test_the_shortest_war_that_deters_is_the_best_one() -> None:
    """At 19/20: 19 (1 - (19/20)^T) >= 6 iff T >= 8; longer wars cost more, none beats 9/2.

    The best strongly symmetric payoff is 5 - 1/(3 - 1) = 9/2, from 6/7 on. A war of T periods gives
    4 + (1-d)/(1 - (5/6) d - d^(T+1)/6).
    """
    d = Fraction(19, 20)
    assert 19 * (1 - d**7) < 6 <= 19 * (1 - d**8)
    best = strongly_symmetric_payoffs(at(CARTEL, ALL)).value
    assert (best.limit, best.limit_discount_factor) == (Fraction(9, 2), Fraction(6, 7))
    values: list[Fraction] = []
    for length in (7, 8, 9, 30, None):
        answer = check_equilibrium(at(CARTEL, d), war(length))
        tail = d ** (length + 1) if length else Fraction(0)
        collude = 4 + (1 - d) / (1 - d * Fraction(5, 6) - tail / 6)
        assert answer.diagnostics["values"][0] == [collude, collude]  # type: ignore[index]
        assert answer.value is (length != 7)
        values += [collude] if answer.value else []
    assert values == sorted(values, reverse=True)
    assert max(values) < best.at(d).best == Fraction(9, 2)


@pytest.mark.parametrize("delta", ["6/7", "9/10", "19/20", "99/100"])
def test_a_war_that_ends_by_lot_is_optimal(delta: str) -> None:
    """End the war with chance b = 7/6 - 1/d in each period: cheating gains just nothing.

    Let x, z be the values above 4 while colluding and at war: z = d (b x + (1-b) z), so
    x - z = x (1-d)/(1 - d + d b). With x = 1/2: the cost (d/3)(x - z) = 1-d iff d/6 = 1 - d + d b.
    Then x = (1-d) + d x - (d/6)(x - z) = (1-d) + d/2 - (1-d)/2 = 1/2, as it must.
    """
    d = Fraction(delta)
    b = Fraction(7, 6) - 1 / d
    plan = PublicAutomaton(
        ("collude", "war"),
        "collude",
        {"collude": (0, 0), "war": (1, 1)},
        {
            "collude": {"low": "war", "high": "collude"},
            "war": {"otherwise": {"collude": b, "war": 1 - b}},
        },
    )
    answer = check_equilibrium(at(CARTEL, d), plan)
    assert answer.status is Status.PROVED
    assert answer.diagnostics["deviation"].gain == 0  # type: ignore[attr-defined]
    assert answer.diagnostics["values"][0] == [Fraction(9, 2)] * 2  # type: ignore[index]
    assert strongly_symmetric_payoffs(at(CARTEL, d)).value.best == Fraction(9, 2)
