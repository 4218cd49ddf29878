"""Play an automaton out, with or without trembling hands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from coopgames.arithmetic import Enclosure, RationalFunction
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games import (
    Automaton,
    PerfectMonitoring,
    PublicAutomaton,
    PublicMonitoring,
    RepeatedGame,
    StageGame,
)
from coopgames.games._arrays import row_major

__all__ = ["Simulation", "simulate"]

Profile = tuple[int, ...]
Chances = Sequence[float]


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
    signals : tuple of str
        Labels of the public signals that were drawn, one each period; empty under perfect
        monitoring.
    """

    states: tuple[str, ...]
    profiles: tuple[Profile, ...]
    payoffs: tuple[tuple[Any, ...], ...]
    discounted: tuple[Any, ...]
    signals: tuple[str, ...] = ()

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row for each period."""
        rows: list[dict[str, object]] = [
            {"period": t, "state": state, "profile": profile, "payoffs": payoffs}
            for t, (state, profile, payoffs) in enumerate(
                zip(self.states, self.profiles, self.payoffs, strict=True)
            )
        ]
        for row, signal in zip(rows, self.signals, strict=False):  # none: perfect monitoring
            row["signal"] = signal
        return rows


def simulate(
    game: RepeatedGame,
    automaton: Automaton | PublicAutomaton,
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
        A stage game under perfect or public monitoring.
    automaton : Automaton, or PublicAutomaton under public monitoring
    periods : int, optional
        At least 1.
    tremble : float, optional
        Probability with which each player, independently in each period, plays an action drawn
        evenly from all actions instead of the prescribed one.
    rng : numpy Generator, seed or None, optional
        Source of the trembles, of the public signals and of public lotteries.
    script : sequence of action profiles or None, optional
        What is played in the first periods instead of what is prescribed; ``None`` for obedience.

    Raises
    ------
    InvalidGameError
        If an argument is out of its range, or the automaton does not fit the game.
    UnsupportedGameError
        If the automaton is of the kind for another monitoring, or a probability is no number.

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
    moves = _moves(game, automaton, stage)
    state, states, profiles = moves.start, list[str](), list[Profile]()
    signals: list[str] = []
    for period in range(periods):
        scripted = script[period] if period < len(script) else None
        played = moves.actions[state] if scripted is None else _scripted(scripted, stage)
        played = _trembling(played, stage, tremble, generator)
        states.append(automaton.states[state])
        profiles.append(played)
        state, signal = moves.after(state, row_major(played, stage.shape), generator)
        if signal is not None:
            signals.append(signal)
    players = range(stage.num_players)
    payoffs = tuple(tuple(stage.payoff(i, a) for i in players) for a in profiles)
    discounted = _discounted(game, payoffs)
    return Simulation(tuple(states), tuple(profiles), payoffs, discounted, tuple(signals))


@dataclass(frozen=True, slots=True)
class _Moves:
    """Where play goes: by the profile, or by a signal that is drawn and perhaps a lottery."""

    start: int
    actions: tuple[Profile, ...]
    transitions: tuple[tuple[Any, ...], ...]
    laws: tuple[Chances, ...] = ()
    signals: tuple[str, ...] = ()

    def after(
        self, state: int, cell: int, generator: np.random.Generator
    ) -> tuple[int, str | None]:
        """Return the next state and the label of the signal (None under perfect monitoring)."""
        if not self.laws:
            return self.transitions[state][cell], None
        signal = _draw(self.laws[cell], generator)
        lottery = self.transitions[state][signal]
        target = lottery[_draw([float(p) for _, p in lottery], generator)][0]
        return target, self.signals[signal]


def _moves(game: RepeatedGame, automaton: Automaton | PublicAutomaton, stage: StageGame) -> _Moves:
    if isinstance(automaton, Automaton):
        tables = automaton.tables(stage)
        return _Moves(tables.start, tables.actions, tables.transitions)
    monitoring = game.monitoring
    assert isinstance(monitoring, PublicMonitoring)
    if any(isinstance(p, RationalFunction | Enclosure) for law in monitoring.laws for p in law):
        raise UnsupportedGameError("monitoring: got a parameter or an enclosure, expected numbers")
    laws = tuple([float(p) for p in law] for law in monitoring.laws)  # type: ignore[arg-type]
    public = automaton.tables(stage, monitoring)
    return _Moves(public.start, public.actions, public.transitions, laws, monitoring.signals)


def _draw(chances: Chances, generator: np.random.Generator) -> int:
    """Draw a position; what is certain costs no random number."""
    if len(chances) == 1:
        return 0
    total = sum(chances)
    return int(generator.choice(len(chances), p=[p / total for p in chances]))


def _checked(
    game: RepeatedGame, automaton: Automaton | PublicAutomaton, periods: int, tremble: float
) -> StageGame:
    if not isinstance(game, RepeatedGame):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("game", game, "a RepeatedGame")
    if not isinstance(automaton, Automaton | PublicAutomaton):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("automaton", automaton, "an Automaton or a PublicAutomaton")
    needed = PerfectMonitoring if isinstance(automaton, Automaton) else PublicMonitoring
    if not isinstance(game.stage, StageGame) or not isinstance(game.monitoring, needed):
        raise UnsupportedGameError(
            "game: simulate plays stage games, an Automaton under perfect monitoring and a "
            "PublicAutomaton under PublicMonitoring"
        )
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
