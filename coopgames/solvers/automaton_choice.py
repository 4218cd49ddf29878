"""The normal form in which players choose automata: which plans survive against each other."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from typing import Any

from coopgames.arithmetic import Arithmetic
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games import Automaton, PerfectMonitoring, RepeatedGame, StageGame
from coopgames.games._arrays import row_major
from coopgames.games.automaton import Tables

__all__ = ["automaton_choice"]


def automaton_choice(game: RepeatedGame, automata: Mapping[str, Automaton]) -> StageGame:
    """Return the game in which each player chooses an automaton once and for all.

    Player i moves as the automaton of his choice tells *him*, on what all see; the others may
    follow other automata.

    Parameters
    ----------
    game : RepeatedGame
        A stage game under perfect monitoring, with a numerical discount factor.
    automata : mapping name -> Automaton
        The menu, the same for every player.

    Returns
    -------
    StageGame
        Actions are the names; payoffs are average discounted payoffs of the play that results,
        exact for exact games. A Nash equilibrium of it is an equilibrium *among the automata of
        the menu*, which says nothing about other deviations; ask :func:`check_equilibrium`.

    Raises
    ------
    InvalidGameError
        If the menu is empty or an automaton does not fit the game.

    Notes
    -----
    The joint state runs into a cycle, so payoffs are geometric sums: O(product of the numbers of
    states) for each of the ``len(automata) ** n`` profiles.

    References
    ----------
    Axelrod (1984); Abreu and Rubinstein (1988), *The structure of Nash equilibrium in repeated
    games with finite automata*, where the complexity of the automata has a cost.

    Examples
    --------
    >>> from coopgames.games import Automaton, grim_trigger, prisoners_dilemma
    >>> pd = prisoners_dilemma(3, 2, 0, -1)
    >>> menu = {
    ...     "grim trigger": grim_trigger(pd, (0, 0), (1, 1)),
    ...     "always defect": Automaton(["on"], "on", {"on": (1, 1)}, {"on": "on"}),
    ... }
    >>> automaton_choice(RepeatedGame(pd, "1/2"), menu).payoffs()[0][0]
    (Fraction(2, 1), Fraction(-1, 2))
    """
    stage = _checked(game, automata)
    menu = [automaton.tables(stage) for automaton in automata.values()]
    names = tuple(automata)
    players = range(stage.num_players)
    payoffs = {
        choice: _discounted(stage, game.discount_factor, [menu[k] for k in choice])
        for choice in product(range(len(menu)), repeat=stage.num_players)
    }
    chosen = StageGame.from_function(
        [len(menu)] * stage.num_players, lambda *choice: payoffs[choice]
    )
    return StageGame(chosen.payoffs(), [names for _ in players], stage.players)


def _checked(game: RepeatedGame, automata: Mapping[str, Automaton]) -> StageGame:
    if not isinstance(game, RepeatedGame):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("game", game, "a RepeatedGame")
    if not isinstance(automata, Mapping) or not automata:  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("automata", automata, "a mapping of names to automata, not empty")
    for name, automaton in automata.items():
        if not isinstance(automaton, Automaton):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise invalid(f"automata[{name!r}]", automaton, "an Automaton")
    perfect = isinstance(game.monitoring, PerfectMonitoring)
    if not isinstance(game.stage, StageGame) or not perfect:
        raise UnsupportedGameError("game: automata need a stage game under perfect monitoring")
    if game.arithmetic is Arithmetic.SYMBOLIC:
        raise UnsupportedGameError("game: it has a parameter; choose a discount factor first")
    return game.stage


def _discounted(stage: StageGame, delta: Any, tables: list[Tables]) -> list[Any]:
    """Return the average discounted payoffs of play in which player i follows ``tables[i]``."""
    players = range(stage.num_players)
    state = tuple(table.start for table in tables)
    seen: dict[tuple[int, ...], int] = {}
    flow: list[list[Any]] = []
    while state not in seen:
        seen[state] = len(flow)
        profile = tuple(tables[i].actions[state[i]][i] for i in players)
        cell = row_major(profile, stage.shape)
        flow.append([stage.cells[i][cell] for i in players])
        state = tuple(tables[i].transitions[state[i]][cell] for i in players)
    first = seen[state]
    cycle = flow[first:]
    weight = sum((delta**k for k in range(len(cycle))), start=Fraction(0))
    value = [
        sum((delta**k * row[i] for k, row in enumerate(cycle)), start=0 * cycle[0][i]) / weight
        for i in players
    ]
    for row in reversed(flow[:first]):
        value = [(1 - delta) * g + delta * v for g, v in zip(row, value, strict=True)]
    return value
