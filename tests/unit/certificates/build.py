"""Small certificates of every kind and type of game, from formulas worked out by hand.

Nothing here comes from the solvers of the library, and nothing from the checker: the arithmetic is
written again, straight from the definitions, so that two mistakes would have to agree.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import mpmath

Json = Any
F = Fraction
Pair = tuple[Fraction, Fraction]


def text(x: Fraction | int) -> str:
    return str(Fraction(x))


def texts(xs: Sequence[Fraction | int]) -> list[str]:
    return [text(x) for x in xs]


def canonical(value: Json) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def digest(value: Json) -> str:
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def reseal(document: Json) -> Json:
    """Recompute both digests."""
    document["game_digest"] = digest(document["game"])
    document.pop("digest", None)
    document["digest"] = digest(document)
    return document


def seal(kind: str, game: Json, **keys: Json) -> Json:
    envelope = {"format": "coopgames-certificate", "version": 1, "kind": kind, "game": game}
    return reseal(bind(json.loads(canonical({**envelope, **keys}))))


# ---------------------------------------------------------------- check numbers


def added(values: Sequence[Json]) -> Json:
    """Sum of rationals and polynomials, as it is written."""
    total: list[Fraction] = []
    for value in values:
        coefficients = [value] if isinstance(value, str) else value["polynomial"]
        total += [F(0)] * (len(coefficients) - len(total))
        for k, c in enumerate(coefficients):
            total[k] += F(c)
    while len(total) > 1 and total[-1] == 0:
        total.pop()
    return text(total[0] if total else 0) if len(total) < 2 else {"polynomial": texts(total)}


def bind(document: Json) -> Json:
    """Write the numbers that only bind others: sums, shares, arguments, a value at the middle."""
    game = document["game"]
    if document["kind"] == "lp_infeasible":
        game.pop("lag", None)
    if "automaton" in document:
        plan = document["automaton"]
        plan["targets"] = plan["start"] + sum(t for row in plan["transitions"] for t in row)
    payoffs = game.get("payoffs")
    if isinstance(payoffs, dict) and payoffs["type"] == "table":
        payoffs["totals"] = [added(payoffs[key]) for key in ("shirk", "contribute")]
    signal = game.get("signal", {})
    if signal.get("type") == "gaussian":
        c, s = F(signal["cutoff"]), F(signal["noise"])
        squares = [(c - 1) ** 2 / s**2 / signal["dimensions"], c**2 / s**2 / signal["dimensions"]]
        signal["squared_arguments"] = texts(squares)
    if game["type"] == "ring":
        game["shares"] = texts([F(1, game["members"] - 1), F(1, game["members"] - 2)])
    if game["type"] == "lp":
        rows = [[*row["coefficients"], row["constant"]] for row in game["rows"]]
        game["sums"] = [added(x) for x in (game["objective"], *rows)]
        if document["kind"] == "lp_infeasible":
            document["at_middle"] = [text(middle_value(document))]
    return document


def middle_value(document: Json) -> Fraction:
    bound, parameter = document["bound"], document["game"].get("parameter")
    if parameter is None:
        return F(bound)
    middle = (F(parameter["lower"]) + F(parameter["upper"])) / 2
    return sum((F(c) * middle**k for k, c in enumerate(bound)), F(0))


# ---------------------------------------------------------------- polynomials as lists


def trim(p: Sequence[Fraction | int]) -> list[Fraction]:
    found = [Fraction(x) for x in p]
    while found and found[-1] == 0:
        found.pop()
    return found


def plus(*ps: Sequence[Fraction | int]) -> list[Fraction]:
    return trim([sum(map(Fraction, column)) for column in itertools.zip_longest(*ps, fillvalue=0)])


def times(p: Sequence[Fraction | int], q: Sequence[Fraction | int]) -> list[Fraction]:
    result = [F(0)] * (len(p) + len(q))
    for i, x in enumerate(p):
        for j, y in enumerate(q):
            result[i + j] += Fraction(x) * y
    return trim(result)


def algebraic(coefficients: Sequence[int], low: Fraction, bits: int = 64) -> Json:
    """The root just above `low`, between neighbours of the grid 2^-bits, found by bisection."""

    def value(x: Fraction) -> Fraction:
        return sum((c * x**i for i, c in enumerate(coefficients)), F(0))

    k, step, below = math.floor(low * 2**bits), 2**bits, value(low) > 0
    while step:
        while (value(F(k + step, 2**bits)) > 0) == below:
            k += step
        step //= 2
    ends = {"lower": text(F(k, 2**bits)), "upper": text(F(k + 1, 2**bits))}
    return {"polynomial": texts(coefficients), **ends}


# ---------------------------------------------------------------- stage games

PD = {"type": "stage", "payoffs": [[["9", "1"], ["10", "3"]], [["9", "10"], ["1", "3"]]]}
GRIM = {"start": 0, "actions": [[0, 0], [1, 1]], "transitions": [[0, 1, 1, 1], [1, 1, 1, 1]]}
TWO_ROUNDS = {
    "start": 0,
    "actions": [[0, 0], [1, 1], [1, 1]],
    "transitions": [[0, 1, 1, 1], [2, 2, 2, 2], [0, 0, 0, 0]],
}
PD_AVERAGES = ["23/4", "23/4"]


def pd_gains(plan: Json, values: Sequence[Fraction], delta: Fraction) -> list[list[list[Fraction]]]:
    """One-shot gains in the prisoners' dilemma above, for a plan that treats both alike."""
    payoff = {(0, 0): 9, (0, 1): 1, (1, 0): 10, (1, 1): 3}
    gains: list[list[list[Fraction]]] = []
    for s, (own, other) in enumerate(plan["actions"]):
        row: list[Fraction] = []
        for action in (0, 1):
            after = values[plan["transitions"][s][2 * action + other]]
            row.append((1 - delta) * payoff[action, other] + delta * after - values[s])
        assert row[own] == 0
        gains.append([row, row])
    return gains


def grim(delta: Fraction, *, start: int = 0, deviation: bool = False) -> Json:
    gains = pd_gains(GRIM, [F(9), F(3)], delta)
    keys: dict[str, Json] = {
        "automaton": {**GRIM, "start": start},
        "values": [["9", "9"], ["3", "3"]],
        "gains": [[texts(row) for row in state] for state in gains],
        "uniform_payoffs": PD_AVERAGES,
    }
    game = {**PD, "discount_factor": text(delta)}
    if not deviation:
        return seal("automaton_equilibrium", game, **keys)
    named = {"state": 0, "player": 0, "action": 1, "gain": text(gains[0][0][1])}
    return seal("profitable_deviation", game, deviation=named, **keys)


def three_players(delta: Fraction) -> Json:
    """Majority of three: who helps pays 1, all get 2 per helper; one shirks, all shirk for ever."""
    players = range(3)

    def payoff(i: int, profile: Sequence[int]) -> Fraction:
        return F(2 * sum(profile) - 3 * profile[i])

    profiles = list(itertools.product((0, 1), repeat=3))
    values = [[F(3)] * 3, [F(0)] * 3]
    transitions = [[0 if p == (1, 1, 1) else 1 for p in profiles], [1] * 8]
    gains: list[list[list[str]]] = []
    for s, now in enumerate(((1, 1, 1), (0, 0, 0))):
        gains.append([])
        for i in players:
            row: list[Fraction] = []
            for a in (0, 1):
                profile = tuple(a if j == i else now[j] for j in players)
                after = values[transitions[s][profiles.index(profile)]][i]
                row.append((1 - delta) * payoff(i, profile) + delta * after - values[s][i])
            gains[s].append(texts(row))
    tensor = [
        [[[text(payoff(i, (a, b, c))) for c in (0, 1)] for b in (0, 1)] for a in (0, 1)]
        for i in players
    ]
    return seal(
        "automaton_equilibrium",
        {"type": "stage", "payoffs": tensor, "discount_factor": text(delta)},
        automaton={
            "start": 0,
            "actions": [[1, 1, 1], [0, 0, 0]],
            "transitions": transitions,
        },
        values=[texts(row) for row in values],
        gains=gains,
        uniform_payoffs=["3/2"] * 3,
    )


def pd_cell(values: Json, first: Json, rest: Json, *, sustained: bool, **place: Json) -> Json:
    """A cell for a plan of the prisoners' dilemma; gains: `first` in state 0, `rest` elsewhere."""
    gains = [[[[], texts(first)]] * 2] + [[[texts(rest), []]] * 2] * (len(values) - 1)
    return {
        **place,
        "sustained": sustained,
        "denominator": ["1"],
        "values": [[texts(v)] * 2 for v in values],
        "gains": gains,
        "violation": None if sustained else [0, 0, 1],
    }


def grim_cells(end: Json = "1/7") -> Json:
    # Cooperation 9 against 10 (1-d) + 3 d: gain 1 - 7 d.
    # Shirking 3 against 1 (1-d) + 3 d: gain -2 + 2 d.
    shape = ([[9], [3]], [1, -7], [-2, 2])
    return seal(
        "threshold",
        PD,
        method="cells",
        automaton=GRIM,
        uniform_payoffs=PD_AVERAGES,
        cells=[
            pd_cell(*shape, sustained=False, lower="0", upper=end),
            pd_cell(*shape, sustained=True, point=end),
            pd_cell(*shape, sustained=True, lower=end, upper="1"),
        ],
    )


def two_rounds_cells() -> Json:
    # Values 9, 3 + 6 d^2, 3 + 6 d; gain 10 (1-d) + d (3 + 6 d^2) - 9 = (1 - d)(1 - 6 d - 6 d^2).
    shape = ([[9], [3, 0, 6], [3, 6]], [1, -7, 0, 6], [-2, 2])
    end = algebraic([-1, 6, 6], F(0))
    return seal(
        "threshold",
        PD,
        method="cells",
        automaton=TWO_ROUNDS,
        uniform_payoffs=PD_AVERAGES,
        cells=[
            pd_cell(*shape, sustained=False, lower="0", upper=end),
            pd_cell(*shape, sustained=True, point=end),
            pd_cell(*shape, sustained=True, lower=end, upper="1"),
        ],
    )


def alternating_cells() -> Json:
    """Take turns for ever, whatever happens: values with the denominator 1 + d."""
    # One player, payoffs 1 and 0: states play 0 and 1. V0 = (1 + 0 d)/(1+d), V1 = d/(1+d).
    game = {"type": "stage", "payoffs": [["1", "0"]]}
    # Over 1 + d: gain in state 0 by action 1: -(1-d)(1+d); in state 1 by action 0: (1-d)(1+d).
    gains = [[[[], ["-1", "0", "1"]]], [[["1", "0", "-1"], []]]]
    cell = {
        "lower": "0",
        "upper": "1",
        "sustained": False,
        "denominator": ["1", "1"],
        "values": [[["1"]], [["0", "1"]]],
        "gains": gains,
        "violation": [1, 0, 0],
    }
    plan = {"start": 0, "actions": [[0], [1]], "transitions": [[1, 1], [0, 0]]}
    averages = ["1/2"]
    return seal(
        "threshold", game, method="cells", automaton=plan, uniform_payoffs=averages, cells=[cell]
    )


# ---------------------------------------------------------------- signals and receipts


def phi_floor(x: Any) -> Pair:
    """Neighbours on the grid 2^-48 around Phi(x), by mpmath with 60 digits."""
    with mpmath.workdps(60):
        k = min(int(mpmath.floor(mpmath.ncdf(x) * 2**48)), 2**48 - 1)  # far out it says 1
    return F(k, 2**48), F(k + 1, 2**48)


def scalar(x: Pair) -> Json:
    return text(x[0]) if x[0] == x[1] else {"lower": text(x[0]), "upper": text(x[1])}


def flags(alpha: str, eta: str) -> Json:
    return {"type": "flags", "false_alarm": alpha, "detection": eta}


def gaussian(noise: str, dimensions: int, proximity: str, cutoff: str) -> Json:
    with mpmath.workdps(60):
        c, s = F(cutoff), F(noise)
        spread = mpmath.mpf(s.numerator) / s.denominator * mpmath.sqrt(dimensions)
        alpha = phi_floor((mpmath.mpf(c.numerator) / c.denominator - 1) / spread)
        half = (F(1, 2), F(1, 2))
        eta = half if c == 0 else phi_floor(mpmath.mpf(c.numerator) / c.denominator / spread)
        alpha = half if c == 1 else alpha
    p = F(proximity)
    return {
        "type": "gaussian",
        "noise": noise,
        "dimensions": dimensions,
        "proximity": proximity,
        "cutoff": cutoff,
        "false_alarm": scalar((p * alpha[0], p * alpha[1])),
        "detection": scalar((p * eta[0], p * eta[1])),
    }


def interval(value: Json) -> Pair:
    if isinstance(value, str):
        return F(value), F(value)
    return F(value["lower"]), F(value["upper"])


def receipts(recipient: str, n: int, signal: Json) -> tuple[Pair, Pair]:
    """t1 and spread as in the definition, interval arithmetic on non-negative numbers."""
    (a, A), (e, E) = interval(signal["false_alarm"]), interval(signal["detection"])
    low, high = [F(0), F(0)], [F(0), F(0)]  # E0, E1
    for k in range(n):
        weight = math.comb(n - 1, k)
        p, P = weight * a**k * (1 - A) ** (n - 1 - k), weight * A**k * (1 - a) ** (n - 1 - k)
        if recipient == "burnt":
            r0, r1 = F(0), F(-1)
        elif recipient == "treasury":
            r0, r1 = F(k, n - 1), F(k, n - 1) - 1
        else:
            r0, r1 = F(k, n - k), F(-1) if k + 1 < n else F(0)
        low[0], high[0] = low[0] + p * r0, high[0] + P * r0
        low[1], high[1] = low[1] + p * (r0 - r1), high[1] + P * (r0 - r1)
    if a < A:  # identities on enclosures: probabilities add to 1, and what is paid is received
        low[1], high[1] = (low[1], high[1]) if recipient == "unflagged" else (F(1), F(1))
        t1 = (-A, -a) if recipient == "burnt" else (F(0), F(0))
    else:
        t1 = low[0] - A * high[1], high[0] - a * low[1]
    return t1, ((e - A) * low[1], (E - a) * high[1])


LINEAR = {"type": "linear", "benefit": "9/10", "cost": "27/20", "surplus": "1/5"}
V, KAPPA = F(31, 20), F(9, 20)  # 3 * 9/10 + 1/5 - 27/20, and 27/20 - 9/10
FLAGS = flags("1/10", "3/5")


def association(
    sanction: Json,
    *,
    signal: Json = FLAGS,
    lag: int = 1,
    members: int = 3,
    payoffs: Json = LINEAR,
    penalty: str = "0",
    delta: str | None = None,
) -> Json:
    game = {
        "type": "association",
        "members": members,
        "payoffs": payoffs,
        "signal": signal,
        "sanction": sanction,
        "lag": lag,
        "physical_penalty": penalty,
    }
    return game if delta is None else {**game, "discount_factor": delta}


def fine(recipient: str) -> Json:
    return {"type": "fine", "recipient": recipient}


def association_plan(
    recipient: str, fine_paid: str, delta: str, *, violated: str | None = None, **more: Json
) -> Json:
    """Full contribution under a fine, with v and kappa of LINEAR and three members."""
    sanction = {"type": "exclusion"} if recipient == "exclusion" else fine(recipient)
    game = association(sanction, delta=delta, **more)
    rule = "burnt" if recipient == "exclusion" else recipient
    t1, spread = receipts(rule, 3, game["signal"])
    b, f, penalty = F(delta) ** game["lag"], F(fine_paid), F(game["physical_penalty"])
    value = tuple((V + b * f * t) / (1 - b) for t in t1)
    keys: dict[str, Json] = {
        "fine": fine_paid,
        "receipt_contribute": scalar(t1),
        "spread": scalar(spread),
        "membership_value": scalar((value[0], value[1])),
        "contribution_margin": scalar((b * f * spread[0] - KAPPA, b * f * spread[1] - KAPPA)),
        "payment_margin": scalar((value[0] + penalty - f, value[1] + penalty - f)),
    }
    if violated is None:
        return seal("automaton_equilibrium", game, **keys)
    return seal("profitable_deviation", game, violated=violated, **keys)


# ---------------------------------------------------------------- linear programs

Row = tuple[Sequence[Fraction | int], str, Fraction | int]


def solution(
    c: Sequence[Fraction | int], rows: Sequence[Row], x: Sequence[Fraction | int], y: Sequence[Any]
) -> Json:
    """Slacks, reduced costs and value of a pair of solutions found by hand."""
    slacks: list[Fraction] = []
    for a, relation, bound in rows:
        left = sum((F(p) * q for p, q in zip(a, x, strict=True)), F(0))
        slacks.append(bound - left if relation == "<=" else left - bound)
    reduced = [
        sum((F(y[i]) * row[0][j] for i, row in enumerate(rows)), F(0)) - c[j] for j in range(len(c))
    ]
    value = sum((F(p) * q for p, q in zip(c, x, strict=True)), F(0))
    assert value == sum((F(y[i]) * row[2] for i, row in enumerate(rows)), F(0))
    return {
        "primal": texts(x),
        "slacks": texts(slacks),
        "dual": texts(y),
        "reduced_costs": texts(reduced),
        "value": text(value),
    }


def flat_solution(t1: Fraction, spread: Fraction) -> Json:
    """At the vertex: fine = value (phi = 1), and q as large as the effort row allows."""
    rows: list[Row] = [([-KAPPA, spread], ">=", 0), ([0, 1], "<=", 1)]
    y = [-V / KAPPA, t1 + V * spread / KAPPA]
    return solution([V, t1], rows, [spread / KAPPA, 1], y)


def root(rounds: Fraction, lag: int) -> Json:
    """The threshold rounds^(1/lag), for rounds without a rational root of an order dividing lag."""
    k = 0
    for bit in reversed(range(64)):
        if F(k + 2**bit, 2**64) ** lag <= rounds:
            k += 2**bit
    coefficients = [-rounds.numerator, *[0] * (lag - 1), rounds.denominator]
    ends = {"lower": text(F(k, 2**64)), "upper": text(F(k + 1, 2**64))}
    return {"polynomial": texts(coefficients), **ends}


def flat_threshold(recipient: str, *, signal: Json = FLAGS, lag: int = 1, **more: Json) -> Json:
    sanction = {"type": "exclusion"} if recipient == "exclusion" else fine(recipient)
    rule = "burnt" if recipient == "exclusion" else recipient
    t1, spread = receipts(rule, 3, signal)
    game = association(sanction, signal=signal, lag=lag, **more)
    rounds = tuple(1 / (1 + V * s / KAPPA + t) for t, s in zip(t1, spread, strict=True))[::-1]
    if rounds[0] == rounds[1]:
        programs = {"exact": flat_solution(t1[0], spread[0])}
        threshold = text(rounds[0]) if lag == 1 else root(rounds[0], lag)
    else:
        programs = {
            "optimistic": flat_solution(t1[1], spread[1]),
            "pessimistic": flat_solution(t1[0], spread[0]),
        }
        threshold = scalar((rounds[0], rounds[1]))
        if lag > 1:
            with mpmath.workdps(60):
                powers = [
                    mpmath.root(mpmath.mpf(x.numerator) / x.denominator, lag) * 2**48
                    for x in rounds
                ]
                ends = int(mpmath.floor(powers[0])), int(mpmath.ceil(powers[1]))
            threshold = scalar((F(ends[0], 2**48), F(ends[1], 2**48)))
    return seal(
        "threshold",
        game,
        method="linear_program",
        programs=programs,
        round_threshold=scalar((rounds[0], rounds[1])),
        threshold=threshold,
    )


def exact_threshold(game: Json, lp: Json, rounds: Fraction, threshold: Json) -> Json:
    return seal(
        "threshold",
        game,
        method="linear_program",
        programs={"exact": lp},
        round_threshold=text(rounds),
        threshold=threshold,
    )


def table(shirk: Sequence[str], contribute: Sequence[str]) -> Json:
    return {"type": "table", "shirk": list(shirk), "contribute": list(contribute)}


def promises_burnt() -> Json:
    """Each promise at most V: pay the unflagged V and the flagged nothing."""
    n, alpha, gap = 3, F(1, 10), F(1, 2)
    law = [math.comb(2, k) * alpha**k * (1 - alpha) ** (2 - k) for k in range(n)]
    c = [V, *[(1 - alpha) * p for p in law], *[alpha * p for p in law]]
    effort = [-KAPPA, *[gap * p for p in law], *[-gap * p for p in law]]
    rows: list[Row] = [(effort, ">=", 0)]
    rows += [([int(j == i) for j in range(7)], "<=", 1) for i in range(1, 7)]
    x = [gap / KAPPA, 1, 1, 1, 0, 0, 0]
    y = [-V / KAPPA, *[p * (1 - alpha + V * gap / KAPPA) for p in law], 0, 0, 0]
    game = association({"type": "promises", "budget": "burnt"})
    return exact_threshold(game, solution(c, rows, x, y), F(45, 118), "45/118")


TWO = table(["0", "3"], ["-1", "2"])  # two members: kappa = 1, v = 2


def promises_two(budget: str) -> Json:
    """Two members, kappa = 1, v = 2; when both are flagged a balanced rule must forgive."""
    relation = "==" if budget == "balanced" else "<="
    c = [F(2), F(81, 100), F(9, 100), F(9, 100), F(1, 100)]
    effort = [F(-1), F(9, 20), F(1, 20), F(-9, 20), F(-1, 20)]
    rows: list[Row] = [
        (effort, ">=", 0),
        ([0, 2, 0, 0, 0], relation, 2),
        ([0, 0, 1, 1, 0], relation, 2),
        ([0, 0, 0, 0, 2], relation, 2),
    ]
    if budget == "balanced":
        x = [F(1, 2), 1, 2, 0, 1]
        y = [-2, F(171, 200), F(19, 100), F(-9, 200)]
        rounds = F(1, 2)
    else:  # burn everything when both are flagged
        x = [F(11, 20), 1, 2, 0, 0]
        y = [-2, F(171, 200), F(19, 100), 0]
        rounds = F(100, 209)
    game = association({"type": "promises", "budget": budget}, members=2, payoffs=TWO)
    return exact_threshold(game, solution(c, rows, x, y), rounds, text(rounds))


def pair(
    signal: Json,
    *,
    gain: str = "6/5",
    value: str = "1",
    truthful: bool = True,
    cost: str | None = None,
    lag: int = 1,
    delta: str | None = None,
) -> Json:
    game = {
        "type": "pair",
        "gain": gain,
        "value": value,
        "signal": signal,
        "truthful": truthful,
        "side_agreement_cost": cost,
        "lag": lag,
    }
    return game if delta is None else {**game, "discount_factor": delta}


QUARTER = flags("1/4", "1/2")
REPORTS = {"type": "reports", "work": ["1/2", "1/4", "1/4"], "shirk": ["1/4", "1/4", "1/2"]}


def pair_rows(
    effort: Sequence[Fraction | int], m: int, *, truthful: bool, proof: bool
) -> list[Row]:
    width = 1 + 3 * m

    def row(entries: dict[int, int]) -> list[int]:
        return [entries.get(j, 0) for j in range(width)]

    rows: list[Row] = [([*effort, *[0] * (2 * m)], ">=", 0)]
    rows += [(row({1 + i: 1, 1 + m + i: 1, 1 + 2 * m + i: 1}), "==", 1) for i in range(m)]
    if truthful:
        rows += [(row({1 + m + i: 1, 1 + m: -1}), "==", 0) for i in range(1, m)]
    if proof:
        rows += [(row({1 + 2 * m + i: 1, 1 + 2 * m: -1}), "==", 0) for i in range(1, m)]
    return rows


def farkas(
    c: Sequence[Fraction | int], rows: Sequence[Row], y: Sequence[Any], less: int = 0
) -> Json:
    combination = [
        sum((F(y[i]) * row[0][j] for i, row in enumerate(rows)), F(0)) - c[j] for j in range(len(c))
    ]
    bound = sum((F(y[i]) * row[2] for i, row in enumerate(rows)), F(0)) - less
    return {
        "multipliers": texts(y),
        "combination": texts(combination),
        "bound": text(bound),
    }


def pair_never(*, value: str = "1", cost: str | None = None, signal: Json = QUARTER) -> Json:
    """kappa = 6/5, D = 1/4: burning to deter costs at least alpha kappa/D >= v."""
    v, proof = F(value), cost is not None
    (a, A), (_, E) = interval(signal["false_alarm"]), interval(signal["detection"])
    ratio = F(6, 5) / (E - a)
    c = [v, 0, 0, 0, 0, -(1 - A), -a]
    rows = pair_rows([-ratio, 1, -1], 2, truthful=True, proof=proof)
    weight = v / ratio
    y = [-weight, weight, -weight, weight, *([weight] if proof else [])]
    game = pair(signal, value=value, cost=cost)
    return seal("lp_infeasible", game, **farkas(c, rows, y))


def pair_threshold() -> Json:
    """Reports need not be true: the buyer takes what the supplier loses, nothing is burnt."""
    rows = pair_rows([F(-24, 5), 1, -1], 2, truthful=False, proof=False)
    c = [1, 0, 0, 0, 0, F(-3, 4), F(-1, 4)]
    x = [F(5, 24), 1, 0, 0, 1, 0, 0]
    lp = solution(c, rows, x, [F(-5, 24), F(5, 24), 0])
    return exact_threshold(pair(QUARTER, truthful=False), lp, F(24, 29), "24/29")


def pair_gaussian_threshold() -> Json:
    signal = gaussian("1/2", 2, "1", "1/3")
    (a, A), (e, E) = interval(signal["false_alarm"]), interval(signal["detection"])
    programs: dict[str, Json] = {}
    rounds: list[Fraction] = []
    sides = {"optimistic": (E - a, 1 - A, a), "pessimistic": (e - A, 1 - a, A)}
    for side, (gap, quiet, loud) in sides.items():
        ratio = F(6, 5) / gap
        rows = pair_rows([-ratio, 1, -1], 2, truthful=False, proof=False)
        c = [1, 0, 0, 0, 0, -quiet, -loud]
        x, y = [1 / ratio, 1, 0, 0, 1, 0, 0], [-1 / ratio, 1 / ratio, 0]
        programs[side] = solution(c, rows, x, y)
        rounds.append(1 / (1 + 1 / ratio))
    ends = scalar((rounds[0], rounds[1]))
    return seal(
        "threshold",
        pair(signal, truthful=False),
        method="linear_program",
        programs=programs,
        round_threshold=ends,
        threshold=ends,
    )


def reports_threshold() -> Json:
    rows = pair_rows([F(-1, 2), F(1, 4), 0, F(-1, 4)], 3, truthful=False, proof=False)
    c = [3, 0, 0, 0, 0, 0, 0, F(-1, 2), F(-1, 4), F(-1, 4)]
    x = [F(1, 2), 1, 1, 0, 0, 0, 1, 0, 0, 0]
    lp = solution(c, rows, x, [-6, F(3, 2), 0, 0])
    game = pair(REPORTS, gain="1/2", value="3", truthful=False)
    return exact_threshold(game, lp, F(2, 5), "2/5")


def pair_plan(
    signal: Json, continuation: Sequence[str], delta: str, *, violated: bool = False, **more: Json
) -> Json:
    game = pair(signal, delta=delta, **more)
    v, kappa, b = F(game["value"]), F(game["gain"]), F(delta) ** game["lag"]
    stay = [F(x) for x in continuation]
    if signal["type"] == "reports":
        work = sum((F(p) * x for p, x in zip(signal["work"], stay, strict=True)), F(0))
        shirk = sum((F(p) * x for p, x in zip(signal["shirk"], stay, strict=True)), F(0))
        stays, lost = (work, work), (work - shirk, work - shirk)
    else:
        (a, A), (e, E) = interval(signal["false_alarm"]), interval(signal["detection"])
        fall = stay[0] - stay[1]
        stays, lost = (stay[0] - A * fall, stay[0] - a * fall), ((e - A) * fall, (E - a) * fall)
    value = v / (1 - b * stays[0]), v / (1 - b * stays[1])
    margin = b * value[0] * lost[0] - kappa, b * value[1] * lost[1] - kappa
    keys = {
        "continuation": list(continuation),
        "value_supplier": scalar(value),
        "effort_margin": scalar(margin),
    }
    if violated:
        return seal("profitable_deviation", game, violated="effort", **keys)
    return seal("automaton_equilibrium", game, **keys)


def ring(
    *, lag: int = 1, members: int = 4, signal: Json = QUARTER, delta: str | None = None
) -> Json:
    game = {
        "type": "ring",
        "members": members,
        "gain": "6/5",
        "value": "1",
        "signal": signal,
        "lag": lag,
    }
    return game if delta is None else {**game, "discount_factor": delta}


def ring_threshold() -> Json:
    rows: list[Row] = [
        ([F(-6, 5), F(1, 4), 0], ">=", 0),
        ([0, F(1, 3), -1], "==", 0),
        ([0, 1, 0], "<=", 1),
    ]
    lp = solution([1, 0, 0], rows, [F(5, 24), 1, F(1, 3)], [F(-5, 6), 0, F(5, 24)])
    return exact_threshold(ring(), lp, F(24, 29), "24/29")


def ring_never() -> Json:
    """A signal that says nothing: q = 0."""
    rows: list[Row] = [
        ([F(-6, 5), 0, 0], ">=", 0),
        ([0, F(1, 3), -1], "==", 0),
        ([0, 1, 0], "<=", 1),
    ]
    game = ring(signal=flags("1/4", "1/4"))
    return seal("lp_infeasible", game, **farkas([1, 0, 0], rows, [F(-5, 6), 0, 0]))


def ring_plan(fine_paid: str, delta: str, *, violated: str | None = None, lag: int = 1) -> Json:
    b, f = F(delta) ** lag, F(fine_paid)
    value = 1 / (1 - b)  # nobody gains or loses by fines and fees in expectation
    keys: dict[str, Json] = {
        "fine": fine_paid,
        "fee": text(f / 3),
        "membership_value": text(value),
        "effort_margin": text(b * f / 4 - F(6, 5)),
        "payment_margin": text(value - f),
    }
    if violated is None:
        return seal("automaton_equilibrium", ring(lag=lag, delta=delta), **keys)
    return seal("profitable_deviation", ring(lag=lag, delta=delta), violated=violated, **keys)


def flat_never(recipient: str, *, signal: Json, payoffs: Json) -> Json:
    """kappa = 1, v = 1/10 or so: the fine costs more than it can be worth."""
    t1, spread = receipts(recipient, 2, signal)
    shirk, work = F(payoffs["shirk"][-1]), F(payoffs["contribute"][-1])
    kappa, v = shirk - work, work
    rows: list[Row] = [([-kappa, spread[1]], ">=", 0), ([0, 1], "<=", 1)]
    y = [-v / kappa if kappa else F(0), F(0)]
    game = association(fine(recipient), signal=signal, members=2, payoffs=payoffs)
    return seal("lp_infeasible", game, **farkas([v, t1[1]], rows, y))


def promises_never() -> Json:
    """Two members, each promise at most V: v = 1/20 is too little for kappa = 1."""
    law, alpha, gap, kappa = (F(9, 10), F(1, 10)), F(1, 10), F(1, 2), 1
    c = [F(1, 20), *[(1 - alpha) * p for p in law], *[alpha * p for p in law]]
    effort = [-kappa, *[gap * p for p in law], *[-gap * p for p in law]]
    rows: list[Row] = [(effort, ">=", 0)]
    rows += [([int(j == i) for j in range(5)], "<=", 1) for i in range(1, 5)]
    w = F(1, 10)  # any weight from v/kappa to alpha/gap
    y = [-w, *[(1 - alpha + w * gap) * p for p in law], *[(alpha - w * gap) * p for p in law]]
    sanction = {"type": "promises", "budget": "burnt"}
    game = association(sanction, members=2, payoffs=table(["0", "21/20"], ["-1", "1/20"]))
    return seal("lp_infeasible", game, **farkas(c, rows, y, less=1))


# ---------------------------------------------------------------- programs given as such


def program(
    objective: Json, rows: Sequence[tuple[Json, str, Json]], free: Sequence[int], **more: Json
) -> Json:
    listed = [{"coefficients": a, "relation": rel, "constant": b} for a, rel, b in rows]
    marks = [j in free for j in range(len(objective))]
    return {"type": "lp", "objective": objective, "rows": listed, "free": marks, **more}


UNIT_INTERVAL = {"lower": "0", "upper": "1"}


def lp_optimum() -> Json:
    rows: list[Row] = [
        ([1, 0, 0, 1], "<=", 3),
        ([1, 1, 0, 1], "<=", 4),
        ([1, 0, -1, -1], ">=", 4),
    ]
    c = [3, 2, 1, 1]
    game = program(texts(c), [(texts(a), rel, text(b)) for a, rel, b in rows], [2])
    return seal("lp_optimum", game, **solution(c, rows, [3, 1, -1, 0], [2, 2, -1]))


def lp_infeasible() -> Json:
    rows: list[Row] = [([2, 1], "<=", 1), ([1, 0], ">=", 1), ([0, 1], "==", 1)]
    game = program(["0", "0"], [(texts(a), rel, text(b)) for a, rel, b in rows], [1])
    return seal("lp_infeasible", game, **farkas([0, 0], rows, [1, -1, -1]))


def uniform_farkas() -> Json:
    """t x >= 1 and x <= 1: no x at any t in (0, 1). Weights -1 and t leave -1 + t < 0."""
    rows = [([{"polynomial": ["0", "1"]}], ">=", "1"), (["1"], "<=", "1")]
    game = program(["0"], rows, [], parameter=UNIT_INTERVAL)
    keys: Json = {
        "multipliers": [["-1"], ["0", "1"]],
        "combination": [[]],
        "bound": ["-1", "1"],
    }
    return seal("lp_infeasible", game, **keys)


def lp_cells() -> Json:
    """max x + z/2 with z = -1 and x <= t^2: at least 0 iff t^2 >= 1/2."""
    square = {"polynomial": ["0", "0", "1"]}
    rows = [(["0", "1"], "==", "-1"), (["1", "0"], "<=", square)]
    game = program(["1", "1/2"], rows, [1], parameter=UNIT_INTERVAL)
    end = algebraic([-1, 0, 2], F(0))
    value = ["-1/2", "0", "1"]
    # Over the denominator 2 + t, only to have one.
    unit = [2, 1]
    primal = [texts(times([0, 0, 1], unit)), texts(times([-1], unit))]
    below: Json = {
        "lower": "0",
        "upper": end,
        "sustained": False,
        "denominator": ["1"],
        "dual": [["1/2"], ["1"]],
        "reduced_costs": [[], []],
        "value": value,
    }
    above: Json = {
        "sustained": True,
        "denominator": texts(unit),
        "primal": primal,
        "slacks": [[], []],
        "value": texts(times([F(-1, 2), 0, 1], unit)),
    }
    cells = [below, {"point": end, **above}, {"lower": end, "upper": "1", **above}]
    return seal("threshold", game, method="cells", cells=cells)


GAUSSIAN = gaussian("1/2", 2, "9/10", "1/4")
NOTHING = table(["0", "11/10"], ["0", "1/10"])  # two members: kappa = 1, v = 1/10
BLIND = flags("2/5", "1/2")

CERTIFICATES: dict[str, Callable[[], Json]] = {
    "grim_equilibrium": lambda: grim(F(1, 2)),
    "grim_deviation": lambda: grim(F(1, 10), deviation=True),
    "three_players": lambda: three_players(F(3, 5)),
    "grim_cells": grim_cells,
    "two_rounds_cells": two_rounds_cells,
    "alternating_cells": alternating_cells,
    "burnt_plan": lambda: association_plan("burnt", "3", "3/5"),
    "treasury_plan_lag_2": lambda: association_plan("treasury", "3", "4/5", lag=2),
    "unflagged_plan": lambda: association_plan("unflagged", "3", "3/5"),
    "exclusion_plan_penalty": lambda: association_plan("exclusion", "3", "3/5", penalty="1/3"),
    "gaussian_plan": lambda: association_plan("unflagged", "3", "3/5", signal=GAUSSIAN),
    "fine_too_small": lambda: association_plan("burnt", "1", "3/5", violated="contribution"),
    "fine_too_large": lambda: association_plan("burnt", "5", "3/5", violated="payment"),
    "gaussian_fine_too_small": lambda: association_plan(
        "treasury", "1", "3/5", signal=GAUSSIAN, violated="contribution"
    ),
    "burnt_threshold": lambda: flat_threshold("burnt"),
    "treasury_threshold": lambda: flat_threshold("treasury"),
    "unflagged_threshold": lambda: flat_threshold("unflagged"),
    "exclusion_threshold_lag_3": lambda: flat_threshold("exclusion", lag=3),
    "gaussian_threshold": lambda: flat_threshold("unflagged", signal=GAUSSIAN),
    "gaussian_threshold_lag_2": lambda: flat_threshold("burnt", signal=GAUSSIAN, lag=2),
    "promises_burnt": promises_burnt,
    "promises_balanced": lambda: promises_two("balanced"),
    "promises_burning": lambda: promises_two("burning"),
    "flat_never": lambda: flat_never("burnt", signal=BLIND, payoffs=NOTHING),
    "promises_never": promises_never,
    "pair_plan": lambda: pair_plan(FLAGS, ["1", "1/2"], "9/10", gain="1/2", value="3"),
    "pair_plan_reports_lag_2": lambda: pair_plan(
        REPORTS, ["1", "3/4", "1/4"], "9/10", gain="1/2", value="3", lag=2
    ),
    "pair_plan_gaussian": lambda: pair_plan(GAUSSIAN, ["1", "1/2"], "9/10", gain="1/2", value="3"),
    "pair_deviation": lambda: pair_plan(FLAGS, ["1", "1/2"], "1/10", violated=True),
    "pair_never": pair_never,
    "pair_never_gaussian": lambda: pair_never(value="1/10", signal=gaussian("2", 1, "1", "1/2")),
    "pair_never_side_agreements": lambda: pair_never(value="10", cost="0"),
    "pair_threshold": pair_threshold,
    "pair_gaussian_threshold": pair_gaussian_threshold,
    "reports_threshold": reports_threshold,
    "ring_plan": lambda: ring_plan("6", "9/10"),
    "ring_deviation": lambda: ring_plan("4", "9/10", violated="effort"),
    "ring_refusal": lambda: ring_plan("11", "9/10", violated="payment"),
    "ring_threshold": ring_threshold,
    "ring_never": ring_never,
    "lp_optimum": lp_optimum,
    "lp_infeasible": lp_infeasible,
    "uniform_farkas": uniform_farkas,
    "lp_cells": lp_cells,
}
