"""Equilibria of one round: all extreme ones beside Gambit, pure ones beside QuantEcon.py."""

from __future__ import annotations

import json
from fractions import Fraction
from functools import partial
from random import Random
from typing import Any

from comparison import Case, Comparison
from games import random_bimatrix
from processes import Worker

#: Actions of each player, and how many games of that size.
SIZES = ((6, 5), (8, 5), (10, 1), (12, 3), (15, 1))
#: Gambit takes minutes from here on.
MOST_FOR_GAMBIT = 10
#: Seconds that either side gets for one game.
LIMIT = 240.0
SEED = 1951


def extreme(quick: bool, gambit: str) -> Comparison:
    """Compare random integer n x n games; ``gambit`` is a Python that has pygambit."""
    title = "all extreme equilibria of random integer n x n games, exact and proved complete"
    result = Comparison("extreme", title, "gambit enummixed")
    with Worker() as us, Worker(gambit) as them:
        for size, count in SIZES[:2] if quick else SIZES:
            random = Random(SEED + size)
            games = [random_bimatrix(random, size, size, 100).exact() for _ in range(count)]
            ours = [us.ask("our extreme equilibria", limit=LIMIT, payoffs=g) for g in games]
            theirs: list[dict[str, Any]] = []
            if size <= MOST_FOR_GAMBIT:
                # Gambit's time at the largest size it is asked for is seconds: once is enough.
                again = {"warm": size < MOST_FOR_GAMBIT, "budget": 0.0}
                ask = partial(them.ask, "gambit nash", limit=LIMIT, **again)
                theirs = [ask(payoffs=g) for g in games]
            name = f"n = {size}, {count} game{'s' * (count > 1)}"
            result.cases.append(_case(name, ours, theirs))
            slowest = [a["seconds"] for a in ours if "seconds" in a]
            if len(slowest) == count:
                result.found[f"extreme.seconds_{size}"] = max(slowest)
    result.summarize()
    return result


def _case(name: str, ours: list[dict[str, Any]], theirs: list[dict[str, Any]]) -> Case:
    """Compare the sums of the times over all games of one size."""
    failed = [f"us: {a['error']}" for a in ours if "error" in a]
    if failed:
        return Case(name, None, None, failed[0])
    total = sum(a["seconds"] for a in ours)
    remark = f"{sum(len(a['answer']) for a in ours)} equilibria, {_statuses(ours)}"
    if not theirs:
        return Case(name, total, None, f"{remark}; gambit was not asked")
    if any(a.get("late") for a in theirs):
        # The limit is a lower bound of the peer's time.
        least = sum(a.get("seconds", LIMIT) for a in theirs)
        return Case(name, total, least, f"{remark}; gambit: not ready after {LIMIT:g} s")
    failed = [f"{remark}; gambit: {a['error']}" for a in theirs if "error" in a]
    if failed:
        return Case(name, total, None, failed[0])
    pairs = [
        (_canonical(a["answer"]), _canonical(b["answer"]))
        for a, b in zip(ours, theirs, strict=True)
    ]
    different = sum(a != b for a, b in pairs)
    verdict = f"DIFFERENT in {different} games" if different else "the same"
    seconds = sum(a["seconds"] for a in theirs)
    return Case(name, total, seconds, f"{remark}; {verdict}", not different)


def _statuses(answers: list[dict[str, Any]]) -> str:
    return " and ".join(sorted({a["status"] for a in answers}))


def _canonical(equilibria: Any) -> set[str]:
    return {json.dumps([[str(Fraction(p)) for p in x] for x in profile]) for profile in equilibria}


def pure(quick: bool) -> Comparison:
    players = 10 if quick else 16
    title = f"pure equilibria of {players} players with two actions"
    result = Comparison("pure", title, "quantecon brute force")
    task = {"players": players, "seed": SEED}
    with Worker() as us, Worker() as them:
        ours = us.ask("our pure equilibria", limit=LIMIT, **task)
        theirs = them.ask("quantecon pure", limit=2 * LIMIT, warm=False, **task)
    remarks = [
        f"{who}: {a['error']}" for who, a in (("us", ours), ("peer", theirs)) if "error" in a
    ]
    if not remarks:
        same = sorted(ours["answer"]) == sorted(theirs["answer"])
        remarks = [
            f"{len(ours['answer'])} equilibria, {ours['status']}",
            "the same" if same else "DIFFERENT",
        ]
    case = Case(
        f"2^{players} profiles", ours.get("seconds"), theirs.get("seconds"), "; ".join(remarks)
    )
    result.cases.append(case)
    if case.ratio is not None and not quick:
        result.found["pure.ratio"] = case.ratio
    return result
