"""Games with signals, sanctions and moving states: our own times.

No other package known to us solves these games, so there is no ratio.
"""

from __future__ import annotations

import statistics
from typing import Any

from comparison import Case, Comparison
from processes import Worker
from signal_games import CASES

#: Seconds after which a call counts as unanswered.
LIMIT = 300.0
SEED = 1991


def fixed(quick: bool) -> Comparison:
    """Time the named cases, the certificate and the checker's run included."""
    result = Comparison("signals", "signals, sanctions, moving states; certificates included", "-")
    with Worker() as us:
        for name, (what, _) in CASES.items():
            budget = 0.0 if quick else 0.5
            answer = us.ask("our case", limit=LIMIT, case=name, budget=budget)
            result.cases.append(Case(what, answer.get("seconds"), None, _remark(answer)))
            if "seconds" in answer:
                result.found[f"signals.{name}"] = answer["seconds"] * 1000
    return result


def _remark(answer: dict[str, Any]) -> str:
    if "seconds" not in answer:
        return str(answer)
    distance = answer["distance"]
    return answer["status"] + ("" if distance is None else f", distance {distance:.1e}")


def drawn(quick: bool) -> Comparison:
    """Solve random games of two players without payments: how often, how near, how long."""
    title = "no payments, random games of two players, 2 or 3 actions, 2 to 4 signals"
    result = Comparison("signals-random", title, "-")
    times: list[float] = []
    statuses: dict[str, int] = {}
    distances: list[float] = []
    with Worker() as us:
        for seed in range(20 if quick else 100):
            answer = us.ask("our case", limit=LIMIT, seed=SEED + seed, warm=False)
            status = answer.get("status", "no answer")
            statuses[status] = statuses.get(status, 0) + 1
            times += [answer["seconds"]] if "seconds" in answer else []
            distances += [] if answer.get("distance") is None else [answer["distance"]]
    counts = ", ".join(f"{count} {status}" for status, count in sorted(statuses.items()))
    remark = f"median; the slowest took {max(times):.1f} s; {counts}"
    result.cases.append(Case("all", statistics.median(times), None, remark))
    shown = ", ".join(f"{x:.1e}" for x in sorted(distances))
    result.remarks.append(f"distances of the sandwiches, in units of payoff: {shown or 'none'}")
    return result
