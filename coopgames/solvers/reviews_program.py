"""Reports after several rounds: the pair's enforcement problem as a linear program.

The supplier works T rounds and sees nothing; then the buyer reports all T results at once, and the
joint value of the pair falls by ``x(h)`` after the report h, at the supplier's cost, so that truth
costs the buyer nothing. With ``q = 1/V``, ``q_t = beta**t q``, ``X(h) = beta**T x(h)/V``, all plans
of shirking S, nonempty sets of rounds, are deterred iff

    gain * sum_{t in S} q_t <= sum_h (P_S(h) - P(h)) X(h),    0 <= X(h) <= beta**T,

and a block is worth what it must be iff ``value * sum_t q_t - sum_h P(h) X(h) + beta**T - 1`` is 0
(docs/theory/algorithms_ppe.md, 6.2). All plans are open-loop, since the supplier learns nothing
before the report. Scaling ``(q, X)`` down keeps all rows and moves that difference down to
``beta**T - 1 < 0``, so "can be 0" is the same as "can be >= 0".

The variables ``q_t`` and ``beta**T`` keep the discount factor out of all rows but T: the basis
determinants have low degree.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from coopgames.arithmetic import Enclosure, Number
from coopgames.certificates.encode import pair_gain, pair_value
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games import PrivateValuation, RepeatedGame, StageGame
from coopgames.solvers.linear_program import LinearProgram, Row
from coopgames.solvers.pair_enforcement import check_burnt_sanctions
from coopgames.solvers.problem import EnforcementProblem

__all__ = [
    "MOST_EXACT",
    "MOST_ROUNDS",
    "Review",
    "burn_program",
    "history_law",
    "read_review",
    "review_problem",
]

#: With more histories than this the programs are solved in floats: 2**6.
MOST_EXACT = 64

#: Longer reviews are refused before anything is counted: their reports are too many to number.
MOST_ROUNDS = 1024

Law = tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """A pair that reports once in `rounds` rounds, with what its programs need.

    Attributes
    ----------
    gain, value : number
        From shirking in one round; joint, of one round with work.
    work, shirk : tuples of numbers
        Laws of a round's result.
    rounds : int
    agreement_cost : number or None
        What it costs the pair to agree on another report than the true one; None: it cannot.
    """

    gain: Number
    value: Number
    work: Law
    shirk: Law
    rounds: int
    agreement_cost: Number | None

    @property
    def histories(self) -> int:
        """Number of reports."""
        return len(self.work) ** self.rounds

    @property
    def plans(self) -> list[tuple[int, ...]]:
        """All sets of rounds in which the supplier may shirk, but the empty one."""
        rounds = range(self.rounds)
        return [plan for size in range(1, self.rounds + 1) for plan in combinations(rounds, size)]

    @property
    def strategies(self) -> str:
        """The class of strategies that answers are about."""
        when = "each round" if self.rounds == 1 else f"after {self.rounds} rounds"
        proof = "" if self.agreement_cost is None else ", no side agreement on it pays"
        plans = f"all {2**self.rounds - 1} open-loop plans of shirking deterred"
        return f"effort every round, one truthful report {when}{proof}, burning, {plans}"


def read_review(game: RepeatedGame) -> Review:
    """Return the data of a game in which a buyer alone sees the results and reports them.

    Raises
    ------
    UnsupportedGameError
        If the game is no such pair, its sanctions do not burn, its signals are enclosures, or it
        has more than 1024 rounds before a report.
    """
    if not isinstance(game, RepeatedGame):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("game", game, "a RepeatedGame")
    stage, reports = game.stage, game.monitoring
    if not isinstance(stage, StageGame) or stage.shape != (2, 1):
        raise UnsupportedGameError(f"stage: got {stage!r}, expected a pair, supplier_pair(...)")
    if not isinstance(reports, PrivateValuation) or reports.observer not in (1, "next"):
        raise UnsupportedGameError(
            f"monitoring: got {reports!r}, expected PrivateValuation by the buyer, player 1"
        )
    if reports.review > MOST_ROUNDS:
        raise UnsupportedGameError(
            f"review: got {reports.review} rounds, expected at most {MOST_ROUNDS}"
        )
    check_burnt_sanctions(game)
    gain, value = pair_gain(stage), pair_value(stage)
    for name, x in (("gain", gain), ("value", value), *_named("work", reports.work)):
        if isinstance(x, Enclosure):
            raise UnsupportedGameError(
                f"{name}: got {x}, expected a number: reviews need exact data, not enclosures"
            )
    cost = reports.side_agreement_cost
    return Review(gain, value, reports.work, reports.shirk, reports.review, cost)


def _named(name: str, law: Law) -> list[tuple[str, Number]]:
    return [(f"{name}[{m}]", p) for m, p in enumerate(law)]


def history_law(review: Review, shirked: tuple[int, ...]) -> list[Number]:
    """Return the law of the report if the supplier shirks in some rounds; the last varies fastest.

    Examples
    --------
    >>> review = Review(1, 1, (Fraction(3, 4), Fraction(1, 4)), (Fraction(1, 2),) * 2, 2, None)
    >>> [str(p) for p in history_law(review, (0,))]
    ['3/8', '1/8', '3/8', '1/8']
    """
    law: list[Number] = [Fraction(1)]
    for t in range(review.rounds):
        result = review.shirk if t in shirked else review.work
        law = [p * x for p in law for x in result]
    return law


def _changes(review: Review) -> dict[tuple[int, ...], list[Number]]:
    """Return what each plan adds to the probability of each report."""
    base = history_law(review, ())
    return {
        plan: [p - b for p, b in zip(history_law(review, plan), base, strict=True)]
        for plan in review.plans
    }


def review_problem(review: Review, beta: Number) -> EnforcementProblem:
    """Return the program that can be >= 0 iff effort is sustained at a round's discount factor.

    Parameters
    ----------
    review : Review
    beta : number
        In (0, 1), or a parameter; one number of the whole problem may be one.

    Notes
    -----
    About ``m**T + 2**T + T`` rows and ``m**T + T`` variables for m results of a round.
    """
    T, count = review.rounds, review.histories
    burn, top, power, one = T + 1, T + 1 + count, T + 2 + count, T + 3 + count
    size = one + 1

    def row(entries: Mapping[int, Number | int]) -> tuple[Number | int, ...]:
        return tuple(entries.get(j, 0) for j in range(size))

    rows = [
        Row(
            row(
                {t: review.gain for t in plan}
                | {burn + h: -change for h, change in enumerate(changes)}
            ),
            "<=",
            0,
            f"shirk {plan}",
        )
        for plan, changes in _changes(review).items()
    ]
    rows += [Row(row({burn + h: 1, top: -1}), "<=", 0, f"burn({h})") for h in range(count)]
    rows.append(Row(row({top: 1, power: -1}), "<=", 0, "no more than all"))
    if review.agreement_cost is not None:
        # The least burn may be taken as 0: a burn after every report deters nothing.
        rows.append(Row(row({top: 1, T: -review.agreement_cost}), "<=", 0, "side agreement"))
    # Where a block is worth more than that, scaling down loses nothing (and bounds the program).
    rows.append(Row(row(dict.fromkeys(range(T), review.value)), "<=", 1, "scale"))
    rows += [Row(row({t: -beta, t + 1: 1}), "==", 0, f"q({t + 1})") for t in range(T)]
    rows.append(Row(row({one: 1}), "==", 1, "unit"))
    rows.append(Row(row({power: 1}), "==", beta**T, "beta**T"))
    base = history_law(review, ())
    objective = row(
        dict.fromkeys(range(T), review.value)
        | {burn + h: -p for h, p in enumerate(base)}
        | {power: 1, one: -1}
    )
    names = (
        *(f"q({t})" for t in range(T + 1)),
        *(f"burn({h})" for h in range(count)),
        *("largest burn", "beta**T", "one"),
    )
    program = LinearProgram(objective, rows, (), names)
    return EnforcementProblem(program, 0, review.gain, review.value, review.strategies)


def burn_program(review: Review, beta: Number) -> LinearProgram:
    """Return the program of the least expected burn, ``beta**T`` times, whatever the pair is worth.

    Its variables are ``beta**T x(h)``, its objective is minus what burns; the first rows say that
    plans of shirking are deterred, the others that no side agreement on the report pays.
    """
    count = review.histories
    rows: list[Row] = []
    for plan, changes in _changes(review).items():
        gain: Number = Fraction(0)
        for t in plan:
            gain = gain + review.gain * beta**t
        rows.append(Row(tuple(changes), ">=", gain, f"shirk {plan}"))
    if review.agreement_cost is not None:
        most = review.agreement_cost * beta**review.rounds
        rows += [
            Row(tuple(int(j == h) for j in range(count)), "<=", most, f"side agreement ({h})")
            for h in range(count)
        ]
    names = tuple(f"burn({h})" for h in range(count))
    return LinearProgram([-p for p in history_law(review, ())], rows, (), names)
