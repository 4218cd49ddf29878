"""Games with signals for the worker: each case builds its game and returns the call to be timed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from random import Random
from typing import Any

import coopgames as cg

Call = Callable[[], Any]


def _stage() -> Any:
    return cg.prisoners_dilemma(3, 2, 0, -1)


def _blind() -> Any:
    fair = ["1/2", "1/2"]
    return cg.PublicMonitoring([[["9/10", "1/10"], fair], [fair, ["1/5", "4/5"]]])


def _blame() -> Any:
    alone = ["3/10", "1/10", "3/5"], ["3/10", "3/5", "1/10"]
    return cg.PublicMonitoring(
        [[["4/5", "1/10", "1/10"], alone[0]], [alone[1], ["1/5", "2/5", "2/5"]]]
    )


def _delta() -> Any:
    return cg.parameter("delta", 0, 1)


def _plain(monitoring: Any, delta: str) -> Call:
    return partial(cg.public_perfect_payoffs, cg.RepeatedGame(_stage(), delta, monitoring))


def transfers() -> Call:
    game = cg.RepeatedGame(_stage(), _delta(), _blind(), cg.Promises("burning"))
    return partial(cg.public_perfect_payoffs, game)


def three() -> Call:
    shape = (3, 3, 3)

    def law(*a: int) -> list[Any]:
        part = 3 * sum(a) + 2 * a[1]
        weights = [1 + (y * y + part + y * (a[0] + a[2])) % 11 for y in range(9)]
        return [cg.exact(f"{w}/{sum(weights)}") for w in weights]

    def payoff(*a: int) -> list[int]:
        return [(5 * a[i] - 3 * a[i - 1] + 2 * a[i] * a[i - 2]) % 13 for i in range(3)]

    signals = cg.PublicMonitoring.from_function(shape, law)
    stage = cg.StageGame.from_function(shape, payoff)
    game = cg.RepeatedGame(stage, _delta(), signals, cg.Promises("burning"))
    return partial(cg.public_perfect_payoffs, game)


def limit() -> Call:
    return partial(cg.limit_payoffs, cg.RepeatedGame(_stage(), 0, _blind()))


def symmetric() -> Call:
    return partial(cg.strongly_symmetric_payoffs, cg.RepeatedGame(_stage(), _delta(), _blame()))


def review() -> Call:
    reports = cg.PrivateValuation.binary("1/5", "3/5", review=4)
    game = cg.RepeatedGame(cg.supplier_pair(1, 1), 0, reports)
    return partial(cg.critical_discount_factor, game)


def balanced() -> Call:
    stage = cg.AnonymousGame(60, cg.LinearPublicGood("1/10", "2/5"))
    signals = cg.AttributedSignals("1/10", "3/5")
    return partial(
        cg.critical_discount_factor, cg.RepeatedGame(stage, 0, signals, cg.Promises("balanced"))
    )


def million() -> Call:
    stage = cg.AnonymousGame(10**6, cg.LinearPublicGood(0.0, 0.45, 2.0))  # type: ignore[arg-type]
    signals = cg.AttributedSignals(0.1, 0.6)
    game = cg.RepeatedGame(stage, 0.5, signals, cg.Fine("unflagged"))
    return partial(cg.critical_discount_factor, game)


def reply(size: int, exact: bool) -> Call:
    random = Random(1)

    def eighths(x: int) -> Any:
        return cg.exact(f"{x}/8") if exact else x / 8

    states = [str(s) for s in range(size)]
    laws = {
        s: [{t: eighths(4) for t in random.sample(states, 2)} for _ in range(3)] for s in states
    }
    payoffs = {s: [[eighths(random.randint(-40, 40)) for _ in range(3)]] for s in states}
    delta = "19/20" if exact else 0.95
    game = cg.MarkovGame(states, [3], payoffs, laws, delta, allow_unreached=True)
    plan = dict.fromkeys(states, (0,))
    return partial(cg.best_reply, game, plan, 0)


def drawn(seed: int) -> Call:
    """Return a random game of two players, 2 or 3 actions, 2 to 4 signals, without payments."""
    random = Random(seed)
    shape, width = random.choice([(2, 2), (2, 2), (2, 3), (3, 3)]), random.randint(2, 4)

    def law(*_: int) -> list[Any]:
        weights = [random.randint(1, 7) for _ in range(width)]
        return [cg.exact(f"{w}/{sum(weights)}") for w in weights]

    stage = cg.StageGame.from_function(shape, lambda *_: [random.randint(-9, 9) for _ in range(2)])
    signals = cg.PublicMonitoring.from_function(shape, law)
    delta = random.choice(["1/3", "1/2", "2/3", "4/5", "9/10"])
    return partial(cg.public_perfect_payoffs, cg.RepeatedGame(stage, delta, signals))


CASES: dict[str, tuple[str, Callable[..., Call]]] = {
    "transfers": ("payments, 2x2, 2 signals, all discount factors", transfers),
    "three": ("payments, 3 players, 3 actions, 9 signals, all discount factors", three),
    "limit": ("limit set, 2x2, 2 signals", limit),
    "symmetric": ("strongly symmetric, 2x2, 3 signals, all discount factors", symmetric),
    "segment": ("no payments, 2x2, 2 signals, 13/20", lambda: _plain(_blind(), "13/20")),
    "flags": (
        "no payments, 2x2, 4 signals, 3/5",
        lambda: _plain(cg.PublicMonitoring.independent_flags(2, "1/10", "3/5"), "3/5"),
    ),
    "blame": ("no payments, 2x2, 3 signals, 13/20", lambda: _plain(_blame(), "13/20")),
    "review": ("one report after 4 rounds, exact", review),
    "balanced": ("balanced promises, 60 members, exact", balanced),
    "million": ("shared fine, a million members, floats", million),
    "reply_exact": ("best reply, 200 states, exact", lambda: reply(200, exact=True)),
    "reply": ("best reply, 10,000 states, floats", lambda: reply(10_000, exact=False)),
}
