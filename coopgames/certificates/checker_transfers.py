"""Companion of ``checker.py`` for games with payments between the players; standard library only.

Perfect monitoring; before each period but the first the players settle, and each may refuse.

``payment_plan``
    *One-shot deviation principle*: with discounting, a plan is subgame perfect iff after no history
    a player gains by one deviation in an action or by one refusal to settle. The plan returns to
    its path after every settlement, so its payoffs e solve e = g + d * receipts. All margins are
    recomputed: of obedience over the best deviation at each prescribed profile, and of each
    settlement over the punishment that follows a refusal.
``transfer_steps``
    *Liquidity* (Goldluecke and Kranz 2012): profiles with temptation r(a) <= t, the sum of all
    gains from best replies, are sustained together iff (1 - d) t <= d (U - v_1 - ... - v_n), with U
    their largest joint payoff and v_i their least best-reply payoff. Sets grow with t, so the
    largest t that is sustained at d gives the payoffs at d; every t is tried here.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coopgames.certificates.checker import Doc, Stage, need, show
else:  # the checker that loads this file registers itself under this name
    from coopgames_checker import Doc, Stage, need, show

__all__ = ["CLAIMS"]

ZERO, ONE = Fraction(0), Fraction(1)


class Table:
    """Payoffs and best-reply payoffs of a stage game by position in row-major order."""

    def __init__(self, game: Stage) -> None:
        self.shape, self.payoffs, self.players = game.shape, game.payoffs, range(len(game.shape))
        self.size = len(game.payoffs[0])
        self.strides = [1] * len(game.shape)
        for i in reversed(range(len(game.shape) - 1)):
            self.strides[i] = self.strides[i + 1] * game.shape[i + 1]
        self.best = [self.best_replies(i) for i in self.players]

    def best_replies(self, player: int) -> list[Fraction]:
        """Return the largest payoff of a player against the others' part of each profile."""
        stride, count, cells = self.strides[player], self.shape[player], self.payoffs[player]
        best = list(cells)
        for k in range(self.size):
            own = k // stride % count
            if own == 0:
                line = range(k, k + stride * count, stride)
                top = max(cells[j] for j in line)
                for j in line:
                    best[j] = top
        return best

    def position(self, doc: Doc) -> int:
        entries = doc.items(len(self.shape))
        actions = [a.count(0, size - 1) for a, size in zip(entries, self.shape, strict=True)]
        return sum(a * stride for a, stride in zip(actions, self.strides, strict=True))

    def profile(self, position: int) -> list[int]:
        pairs = zip(self.strides, self.shape, strict=True)
        return [position // stride % size for stride, size in pairs]


def check_plan(doc: Doc, game: Stage) -> str:
    """Check a plan with payments: e, v, and that no margin is negative."""
    game.check_uniform(doc)
    table, d, n = Table(game), game.discount, len(game.shape)
    players = range(n)
    profiles = [table.position(entry) for entry in doc["profiles"].items(n + 1)]
    obeyed = [row.rationals(n) for row in doc["after_obedience"].items(n + 1)]
    deviated = [row.rationals(n) for row in doc["after_deviation"].items(n)]
    for row in (*obeyed, *deviated):
        need(sum(row) == 0, "the receipts of a settlement must sum to 0")
    start = [table.payoffs[i][profiles[0]] + d * obeyed[0][i] for i in players]
    doc["payoffs"].equal(start)

    def promised(row: list[Fraction]) -> list[Fraction]:
        return [(1 - d) * row[i] + start[i] for i in players]

    after = [promised(row) for row in obeyed]
    fined = [promised(row) for row in deviated]
    values = [
        [(1 - d) * table.payoffs[i][a] + d * w[i] for i in players]
        for a, w in zip(profiles, after, strict=True)
    ]
    floors = [values[i + 1][i] for i in players]
    doc["punishments"].equal(floors)
    temptations = [
        [(1 - d) * table.best[i][a] + d * fined[i][i] for i in players] for a in profiles
    ]
    for k, entry in enumerate(doc["action_margins"].items(n + 1)):
        margins = [values[k][i] - temptations[k][i] for i in players]
        entry.equal(margins)
        entry.need(min(margins) >= 0, "a deviation in actions gains")
    for w, entry in zip((*after, *fined), doc["consent_margins"].items(2 * n + 1), strict=True):
        margins = [w[i] - floors[i] for i in players]
        entry.equal(margins)
        entry.need(min(margins) >= 0, "a player would rather be punished than settle")
    payoffs = ", ".join(map(show, start))
    about = f"the plan with payments on profile {table.profile(profiles[0])}"
    return (
        f"{about} is a subgame-perfect equilibrium at discount factor {show(d)}, "
        f"average payoffs ({payoffs})"
    )


def found_steps(table: Table) -> list[tuple[Fraction, Fraction, list[Fraction], int, list[int]]]:
    """Return (discount factor, joint payoff, punishments, on path, punishing), ascending."""
    joint = [sum((cells[k] for cells in table.payoffs), ZERO) for k in range(table.size)]
    sums = [sum((b[k] for b in table.best), ZERO) for k in range(table.size)]
    order = sorted(range(table.size), key=lambda k: (sums[k] - joint[k], k))
    top, floors = order[0], [order[0]] * len(table.shape)
    levels = list[tuple[Fraction, Fraction, int, list[int]]]()  # t, U - sum of v, who
    for place, k in enumerate(order):
        t = sums[k] - joint[k]
        top = min((-joint[top], top), (-joint[k], k))[1]
        floors = [min((b[f], f), (b[k], k))[1] for b, f in zip(table.best, floors, strict=True)]
        later = order[place + 1] if place + 1 < table.size else None
        if later is None or sums[later] - joint[later] > t:
            room = joint[top] - sum((b[f] for b, f in zip(table.best, floors, strict=True)), ZERO)
            if not levels or room != levels[-1][1]:  # else a smaller set offers the same
                levels.append((t, room, top, floors))
    steps = list[tuple[Fraction, Fraction, list[Fraction], int, list[int]]]()
    for t, room, on_path, punishing in reversed(levels):
        values = [b[f] for b, f in zip(table.best, punishing, strict=True)]
        d = t / (t + room) if t + room > 0 else ONE if t > 0 else ZERO
        if d < 1 and (not steps or d < steps[-1][0]):
            steps.append((d, joint[on_path], values, on_path, punishing))
    return steps[::-1]


def check_steps(doc: Doc, game: Stage) -> str:
    """Find the step function by enumeration and compare it."""
    game.check_uniform(doc)
    table = Table(game)
    found = found_steps(table)
    for entry, step in zip(doc["steps"].items(len(found)), found, strict=True):
        entry.fields("discount_factor joint_payoff punishments on_path punishing")
        d, joint, floors, on_path, punishing = step
        good = (
            entry["discount_factor"].rational() == d and entry["joint_payoff"].rational() == joint
        )
        entry.need(good, "not the step recomputed from the game")
        entry["punishments"].equal(floors)
        named = [entry["on_path"], *entry["punishing"].items(len(punishing))]
        good = [table.position(x) for x in named] == [on_path, *punishing]
        entry.need(good, "not the first profiles that do it")
    shown = "; ".join(f"from {show(s[0])} on joint payoff {show(s[1])}" for s in found)
    what = shown or "no pure equilibrium below discount factor 1"
    return f"with payments, all pure-action subgame-perfect equilibria together reach: {what}"


CLAIMS: dict[tuple[str, str], tuple[Any, str, str]] = {
    ("payment_plan", "stage"): (
        check_plan,
        "profiles after_obedience after_deviation payoffs punishments action_margins "
        "consent_margins uniform_payoffs",
        "discount_factor",
    ),
    ("transfer_steps", "stage"): (check_steps, "steps uniform_payoffs", ""),
}
