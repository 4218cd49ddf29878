"""Sets of equilibrium payoffs of two players: us and QuantEcon.py, cold and warm, and judged.

The judge is the exact set, whose certificate the independent checker has accepted.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from random import Random
from typing import Any

from comparison import Case, Comparison
from games import Bimatrix, abreu_sannikov, cournot, prisoners_dilemma, random_bimatrix
from polygons import counterclockwise, hausdorff
from processes import Worker, process_time

DELTAS = tuple(map(Fraction, ("0.1", "0.3", "0.5", "0.8", "0.9", "0.95", "0.99")))
#: An answer that is farther from the exact set than this, in units of the payoff range, is wrong.
TOLERANCE = 1e-6
#: Seconds for an exact set that only serves as the judge.
JUDGE_LIMIT = 60.0
SEED = 1990

OURS_COLD = """
import coopgames as cg
from coopgames.solvers.equilibrium_payoffs import equilibrium_payoffs
stage = cg.StageGame([[[9.0, 1.0], [10.0, 3.0]], [[9.0, 10.0], [1.0, 3.0]]])
print(len(equilibrium_payoffs(cg.RepeatedGame(stage, 0.9)).value.vertices))
"""
THEIRS_COLD = """
from quantecon.game_theory import NormalFormGame, RepeatedGame
stage = NormalFormGame([[[9, 9], [1, 10]], [[10, 1], [3, 3]]])
print(len(RepeatedGame(stage, 0.9).equilibrium_payoffs().vertices))
"""


def cold(quick: bool) -> Comparison:
    result = Comparison(
        "cold", "PD payoff set at 0.9, fresh process, imports included", "quantecon"
    )
    ours = process_time(OURS_COLD, 3 if quick else 7)
    theirs = process_time(THEIRS_COLD, 1 if quick else 3)
    case = Case("interpreter, import, first call", ours, theirs)
    result.cases.append(case)
    if case.ratio is not None:
        result.found["cold.ratio"] = case.ratio
    return result


@dataclass
class Judge:
    """Exact sets, each computed once."""

    worker: Worker
    known: dict[tuple[str, Fraction], dict[str, Any]] = field(default_factory=dict[Any, Any])

    def exact(self, game: Bimatrix, delta: Fraction) -> dict[str, Any]:
        """Return the worker's answer about the exact set."""
        key = (game.name, delta)
        if key not in self.known:
            task = {"payoffs": game.exact(), "delta": str(delta), "warm": False}
            self.known[key] = self.worker.ask("our exact set", limit=JUDGE_LIMIT, **task)
        return self.known[key]

    def error(self, game: Bimatrix, delta: Fraction, answer: list[list[float]]) -> float | None:
        """Return the distance from the exact set in payoff ranges; None if that is not known."""
        exact = self.exact(game, delta)
        if exact.get("status") != "PROVED":
            return None
        vertices = counterclockwise(answer) if answer else []
        return hausdorff(vertices, exact["answer"]) / game.range


def named(quick: bool) -> list[Bimatrix]:
    sizes = (5, 15) if quick else (5, 15, 30, 50)
    return [prisoners_dilemma(), abreu_sannikov(), *map(cournot, sizes)]


def warm(quick: bool) -> list[Comparison]:
    title = "float payoff sets, warm, certificate included"
    defaults = Comparison("defaults", f"{title}, against defaults", "quantecon")
    minmax = Comparison("minmax", f"{title}, against a start at the pure minmax", "quantecon")
    with Worker() as judging, Worker() as us, Worker() as them:
        judge = Judge(judging)
        for game in named(quick):
            for delta in DELTAS[::3] if quick else DELTAS:
                task = {"payoffs": game.exact(), "delta": str(delta)}
                ours = us.ask("our float set", **task)
                for comparison, start in ((defaults, "default"), (minmax, "minmax")):
                    theirs = them.ask("quantecon set", start=start, **task)
                    comparison.cases.append(_case(judge, game, delta, ours, theirs))
    for comparison in (defaults, minmax):
        comparison.summarize()
        wrong = [c for c in comparison.cases if "WRONG" in c.remark]
        comparison.remarks.append(f"wrong answers: {len(wrong)}; they are left out of the ratios")
    return [defaults, minmax]


def _case(
    judge: Judge, game: Bimatrix, delta: Fraction, ours: dict[str, Any], theirs: dict[str, Any]
) -> Case:
    name = f"{game.name}, {float(delta):g}"
    remarks = [_worth(judge, game, delta, "us", ours), _worth(judge, game, delta, "peer", theirs)]
    if "answer" in ours and ours["excess"] is None:
        remarks.append("our certificate is missing")
    times = ours.get("seconds"), theirs.get("seconds")
    fair = "WRONG" not in remarks[1]
    return Case(name, *times, "; ".join(filter(None, remarks)), fair)


def _worth(judge: Judge, game: Bimatrix, delta: Fraction, who: str, answer: dict[str, Any]) -> str:
    """Say what is wrong with an answer; nothing if it is right."""
    if "error" in answer:
        return f"{who}: {answer['error'].partition(':')[0]}"
    error = judge.error(game, delta, answer["answer"])
    if error is None:
        return f"{who}: not judged"
    return f"{who} WRONG by {error:.2g} of the range" if error > TOLERANCE else ""


def patience(quick: bool) -> Comparison:
    """Time towards delta = 1: the work must not grow like 1/(1 - delta)."""
    result = Comparison("patience", "our time at 0.999999 over our time at 0.9", "at 0.999999")
    uncertified = 0
    with Worker() as us:
        for game in _patient_games(5 if quick else 40):
            base = us.ask("our float set", payoffs=game.exact(), delta="9/10")
            late = us.ask("our float set", payoffs=game.exact(), delta="999999/1000000")
            remark = late.get("error", "")
            if "answer" in late and late["excess"] is None:
                remark = "not certified"
            uncertified += bool(remark)
            result.cases.append(Case(game.name, base.get("seconds"), late.get("seconds"), remark))
    result.summarize()
    result.found["patience.uncertified"] = uncertified
    result.remarks.append(f"not certified at 0.999999: {uncertified}")
    return result


def _patient_games(count: int) -> Iterator[Bimatrix]:
    yield prisoners_dilemma()
    yield abreu_sannikov()
    yield cournot(15)
    random = Random(SEED)
    for number in range(count):
        rows, columns = random.randint(2, 5), random.randint(2, 5)
        game = random_bimatrix(random, rows, columns, 9)
        yield Bimatrix(f"{game.name}, number {number + 1}", game.first, game.second)


def exact(quick: bool) -> Comparison:
    """Exact sets of random 3x3 games, both proofs made and checked, apart by kind of corner."""
    result = Comparison("exact", "exact payoff sets of random 3x3 integer games, proved", "-")
    random = Random(SEED)
    times: dict[bool, list[float]] = {False: [], True: []}
    checks: dict[bool, list[float]] = {False: [], True: []}
    unproved = 0
    with Worker() as us:
        for _ in range(150 if quick else 1500):
            game = random_bimatrix(random, 3, 3, 9)
            delta = Fraction(random.randint(1, 19), 20)
            task = {"payoffs": game.exact(), "delta": str(delta), "budget": 0.0}
            answer = us.ask("our exact set", **task)
            if answer.get("status") == "PROVED":
                times[answer["irrational"]].append(answer["seconds"])
                checks[answer["irrational"]].append(answer["checking"])
            else:
                unproved += 1
    for irrational, kind in ((False, "rational"), (True, "irrational")):
        if times[irrational]:
            middle = statistics.median(times[irrational])
            result.found[f"exact.{kind}"] = middle * 1000
            worst = max(times[irrational])
            count = len(times[irrational])
            checking = statistics.median(checks[irrational]) * 1000
            remark = (
                f"median of {count} games, {checking:.2g} ms of it the checker's run; "
                f"the slowest took {worst * 1000:.0f} ms"
            )
            result.cases.append(Case(f"{kind} corners", middle, None, remark))
    result.remarks.append(f"not proved: {unproved}")
    return result
