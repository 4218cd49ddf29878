"""Every simple plan with payments, one by one: a slow twin of the step function.

A plan is a profile for the path and one against each player. Its payments exist iff the largest
temptation among its profiles, weighted by (1 - delta), is at most delta times what the joint payoff
leaves above the punishments. Nothing is sorted and nothing is shared with the solver.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from coopgames.games import StageGame

Profile = tuple[int, ...]


def best_payoff(stage: StageGame, player: int, profile: Profile) -> Fraction:
    replies = [
        stage.payoff(player, (*profile[:player], a, *profile[player + 1 :]))
        for a in range(stage.shape[player])
    ]
    return max(replies)


def plans(stage: StageGame) -> Iterator[tuple[Fraction, Fraction, list[Fraction]]]:
    """Yield (critical discount factor, joint payoff, punishments) of every plan that has one."""
    players = range(stage.num_players)
    everything = list(product(*map(range, stage.shape)))
    joint = {a: sum(stage.payoff(i, a) for i in players) for a in everything}
    best = {a: [best_payoff(stage, i, a) for i in players] for a in everything}
    temptation = {a: sum(best[a]) - joint[a] for a in everything}
    for on_path, *punishing in product(everything, repeat=stage.num_players + 1):
        floors = [best[a][i] for i, a in enumerate(punishing)]
        room = joint[on_path] - sum(floors)
        worst = max(temptation[a] for a in (on_path, *punishing))
        if worst == 0 and room >= 0:
            yield Fraction(0), joint[on_path], floors
        elif worst > 0 and room > 0:
            yield worst / (worst + room), joint[on_path], floors


def at(
    table: list[tuple[Fraction, Fraction, list[Fraction]]], delta: Fraction
) -> tuple[Fraction, list[Fraction]] | None:
    """Return the largest joint payoff and the least punishments over the plans that work."""
    sustained = [(joint, floors) for critical, joint, floors in table if critical <= delta]
    if not sustained:
        return None
    return max(s[0] for s in sustained), [
        min(f) for f in zip(*(s[1] for s in sustained), strict=True)
    ]
