"""Play an automaton out, with or without trembling hands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games import Automaton, PerfectMonitoring, RepeatedGame, StageGame
from coopgames.games._arrays import row_major

__all__ = ["Simulation", "simulate"]

Profile = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Simulation:
    """A history of play.

    Attributes
    ----------
    states : tuple of str
        State at the beginning of each period.
    profiles : tuple of action profiles
        What was played, as indices.
    payoffs : tuple of tuples
        Payoffs of each period, one for each player.
    discounted : tuple of numbers
        Average discounted payoffs over the periods simulated, for each player: the weights
        ``(1 - delta) delta^t`` of the later periods are missing.
    """

    states: tuple[str, ...]
    profiles: tuple[Profile, ...]
    payoffs: tuple[tuple[Any, ...], ...]
    discounted: tuple[Any, ...]

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row for each period."""
        return [
            {"period": t, "state": state, "profile": profile, "payoffs": payoffs}
            for t, (state, profile, payoffs) in enumerate(
                zip(self.states, self.profiles, self.payoffs, strict=True)
            )
        ]


def simulate(
    game: RepeatedGame,
    automaton: Automaton,
    periods: int = 20,
    *,
    tremble: float = 0.0,
    rng: np.random.Generator | int | None = None,
    script: Sequence[Sequence[int] | None] = (),
) -> Simulation:
    """Play an automaton out for some periods.

    Parameters
    ----------
    game : RepeatedGame
        A stage game under perfect monitoring.
    automaton : Automaton
    periods : int, optional
        At least 1.
    tremble : float, optional
        Probability with which each player, independently in each period, plays an action drawn
        evenly from all actions instead of the prescribed one.
    rng : numpy Generator, seed or None, optional
        Source of the trembles (SPEC 7).
    script : sequence of action profiles or None, optional
        What is played in the first periods instead of what is prescribed; ``None`` for obedience.

    Raises
    ------
    InvalidGameError
        If an argument is out of its range, or the automaton does not fit the game.

    Examples
    --------
    >>> from coopgames.games import grim_trigger, prisoners_dilemma
    >>> pd = prisoners_dilemma(3, 2, 0, -1)
    >>> played = simulate(RepeatedGame(pd, "1/2"), grim_trigger(pd, (0, 0), (1, 1)), 3,
    ...                   script=[None, (1, 0)])
    >>> played.profiles, played.discounted[0]
    (((0, 0), (1, 0), (1, 1)), Fraction(7, 4))
    """
    stage = _checked(game, automaton, periods, tremble)
    generator = np.random.default_rng(rng)
    tables = automaton.tables(stage)
    state, states, profiles = tables.start, list[str](), list[Profile]()
    for period in range(periods):
        scripted = script[period] if period < len(script) else None
        played = tables.actions[state] if scripted is None else _scripted(scripted, stage)
        played = _trembling(played, stage, tremble, generator)
        states.append(automaton.states[state])
        profiles.append(played)
        state = tables.transitions[state][row_major(played, stage.shape)]
    players = range(stage.num_players)
    payoffs = tuple(tuple(stage.payoff(i, a) for i in players) for a in profiles)
    return Simulation(tuple(states), tuple(profiles), payoffs, _discounted(game, payoffs))


def _checked(game: RepeatedGame, automaton: Automaton, periods: int, tremble: float) -> StageGame:
    if not isinstance(game, RepeatedGame):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("game", game, "a RepeatedGame")
    if not isinstance(automaton, Automaton):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("automaton", automaton, "an Automaton")
    perfect = isinstance(game.monitoring, PerfectMonitoring)
    if not isinstance(game.stage, StageGame) or not perfect:
        raise UnsupportedGameError("game: simulate plays stage games under perfect monitoring")
    if isinstance(periods, bool) or not isinstance(periods, int) or periods < 1:  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("periods", periods, "an integer >= 1")
    if not 0 <= tremble <= 1:
        raise invalid("tremble", tremble, "a probability")
    return game.stage


def _scripted(profile: Sequence[int], stage: StageGame) -> Profile:
    good = len(profile) == stage.num_players and all(
        0 <= a < size for a, size in zip(profile, stage.shape, strict=True)
    )
    if not good:
        raise invalid("script", profile, f"action profiles within {stage.shape}, or None")
    return tuple(profile)


def _trembling(
    profile: Profile, stage: StageGame, tremble: float, generator: np.random.Generator
) -> Profile:
    if not tremble:
        return profile
    slips = generator.random(len(profile)) < tremble
    drawn = generator.integers(stage.shape)
    return tuple(int(d) if s else a for a, s, d in zip(profile, slips, drawn, strict=True))


def _discounted(game: RepeatedGame, payoffs: Sequence[tuple[Any, ...]]) -> tuple[Any, ...]:
    delta: Any = game.discount_factor
    value: list[Any] = [0 * x for x in payoffs[0]]
    for now in reversed(payoffs):
        value = [(1 - delta) * g + delta * v for g, v in zip(now, value, strict=True)]
    return tuple(value)
