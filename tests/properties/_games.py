"""Random exact games, each with its twin of tests/reference."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from coopgames.games import (
    AnonymousGame,
    AttributedSignals,
    Fine,
    LinearPublicGood,
    PhysicalPenalty,
    PrivateValuation,
    Promises,
    RepeatedGame,
    supplier_pair,
)
from tests.reference.flag_profiles import Association
from tests.reference.pair import Pair
from tests.reference.ring import Ring

#: "Just below": no two different thresholds of these games are so close to each other.
STEP = Fraction(1, 10**30)
RULES = ("burnt", "treasury", "unflagged")


def fractions(low: int, high: int, denominator: int = 12) -> st.SearchStrategy[Fraction]:
    """Fractions between two integers with a denominator up to a small bound."""
    return st.integers(1, denominator).flatmap(
        lambda q: st.integers(low * q, high * q).map(lambda p: Fraction(p, q))
    )


positive = fractions(0, 4).filter(lambda x: x > 0)
shares = fractions(0, 1).filter(lambda x: 0 < x < 1)
alarm_rates = st.tuples(fractions(0, 1), fractions(0, 1)).filter(lambda r: r[0] != r[1]).map(sorted)


@st.composite
def associations(
    draw: st.DrawFn,
    rules: tuple[str, ...] = RULES,
    *,
    most: int = 4,
    limits: bool = False,
) -> Association:
    false_alarm, detection = draw(alarm_rates)
    benefit, gain = draw(positive), draw(positive)
    penalty, cap = Fraction(0), None
    if limits:
        penalty = draw(st.one_of(st.just(Fraction(0)), fractions(0, 20)))
        cap = draw(st.one_of(st.none(), fractions(0, 6)))
    return Association(
        draw(st.integers(2, most)),
        benefit,
        benefit + gain,
        draw(fractions(0, 2)),
        false_alarm,
        detection,
        draw(st.sampled_from(rules)),
        penalty,
        draw(st.booleans()) if limits else True,
        cap,
    )


def game_of(twin: Association, beta: object = "1/2", promises: str | None = None) -> RepeatedGame:
    """The same association as a game of the package."""
    stage = AnonymousGame(twin.members, LinearPublicGood(twin.benefit, twin.cost, twin.surplus))
    signals = AttributedSignals(twin.false_alarm, twin.detection)
    sanction = Fine(twin.rule, twin.cap) if promises is None else Promises(promises)  # type: ignore[arg-type]
    transfers: list[Fine | Promises | PhysicalPenalty] = [sanction]
    if twin.penalty:
        transfers.append(PhysicalPenalty(twin.penalty, twin.voluntary))
    return RepeatedGame(stage, beta, signals, transfers)


@st.composite
def laws(draw: st.DrawFn, reports: int) -> tuple[Fraction, ...]:
    weights = draw(st.lists(st.integers(0, 6), min_size=reports, max_size=reports).filter(any))
    return tuple(Fraction(w, sum(weights)) for w in weights)


@st.composite
def pairs(draw: st.DrawFn, most_reports: int = 2) -> Pair:
    gain, value = draw(positive), draw(positive)
    if most_reports == 2:
        alpha, eta = draw(alarm_rates)
        return Pair(gain, value, (1 - alpha, alpha), (1 - eta, eta))
    m = draw(st.integers(2, most_reports))
    return Pair(gain, value, draw(laws(m)), draw(laws(m)))


def pair_game(twin: Pair, beta: object = "1/2", cost: object = None, lag: int = 1) -> RepeatedGame:
    reports = PrivateValuation(1, twin.work, twin.shirk, cost)  # type: ignore[arg-type]
    return RepeatedGame(supplier_pair(twin.gain, twin.value), beta, reports, lag=lag)


@st.composite
def rings(draw: st.DrawFn) -> Ring:
    false_alarm, detection = draw(alarm_rates)
    members = draw(st.integers(3, 5))
    return Ring(members, draw(positive), draw(positive), false_alarm, detection)


def ring_game(twin: Ring, beta: object = "1/2") -> RepeatedGame:
    n = twin.members
    # Payoffs with the wanted gain and value: everybody contributing gives n b - c + s.
    rule = LinearPublicGood(1, 1 + twin.gain, twin.value - n + 1 + twin.gain)
    reports = PrivateValuation.binary(twin.false_alarm, twin.detection, observer="next")
    return RepeatedGame(AnonymousGame(n, rule), beta, reports)
