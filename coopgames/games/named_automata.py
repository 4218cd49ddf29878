"""Automata that the literature knows by name, each with its source."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games._arrays import row_major
from coopgames.games.automaton import OTHERWISE, Automaton, Profile, indices
from coopgames.games.stage import StageGame

__all__ = [
    "finite_punishment",
    "grim_trigger",
    "nash_reversion",
    "stick_and_carrot",
    "stop_rule",
    "tit_for_tat",
]

Actions = Sequence[int | str]


def grim_trigger(stage: StageGame, on_path: Actions, punishment: Actions) -> Automaton:
    """Play one profile until somebody leaves it, then another for ever.

    Parameters
    ----------
    stage : StageGame
    on_path, punishment : action profile
        Labels or indices, one for each player.

    References
    ----------
    Friedman (1971), *A non-cooperative equilibrium for supergames*, with a stage Nash punishment.

    Examples
    --------
    >>> from coopgames.games import prisoners_dilemma
    >>> grim_trigger(prisoners_dilemma(3, 2, 0, -1), (0, 0), (1, 1)).states
    ('on path', 'punishment')
    """
    path = indices(on_path, stage, "on path")
    return Automaton(
        ("on path", "punishment"),
        "on path",
        {"on path": path, "punishment": indices(punishment, stage, "punishment")},
        {"on path": {path: "on path", OTHERWISE: "punishment"}, "punishment": "punishment"},
    )


def nash_reversion(
    stage: StageGame, on_path: Actions, punishments: Actions | Sequence[Actions]
) -> Automaton:
    """Play one profile; who leaves it alone is punished by a static equilibrium for ever.

    Parameters
    ----------
    stage : StageGame
    on_path : action profile
    punishments : action profile, or one for each player
        Pure Nash equilibria of the stage game: one for all, or the one that punishes each player.
        After a joint deviation the first is played.

    Raises
    ------
    InvalidGameError
        If a punishment is not a Nash equilibrium of the stage game.

    References
    ----------
    Friedman (1971), *A non-cooperative equilibrium for supergames*.

    Examples
    --------
    In the battle of the sexes each player is punished by the equilibrium that the other prefers.

    >>> battle = StageGame.from_rows([[(2, 1), (0, 0)], [(0, 0), (1, 2)]])
    >>> plan = nash_reversion(battle, (0, 0), [(1, 1), (0, 0)])
    >>> plan.next_state("on path", (1, 0)), plan.next_state("on path", (0, 1))
    ('against 1', 'against 2')
    """
    path = indices(on_path, stage, "on path")
    chosen = _one_for_each(stage, punishments)
    for profile in chosen:
        if not _is_nash(stage, profile):
            raise invalid("punishments", profile, "a pure Nash equilibrium of the stage game")
    names = tuple(f"against {player}" for player in stage.players)
    return Automaton.from_function(
        stage,
        "on path",
        {"on path": path, **dict(zip(names, chosen, strict=True))},
        lambda state, seen: _after(state, seen, path, names) if state == "on path" else state,
    )


def tit_for_tat(stage: StageGame, cooperate: int | str = 0, defect: int | str = 1) -> Automaton:
    """Cooperate first, then do what the other did in the period before.

    Parameters
    ----------
    stage : StageGame
        Two players.
    cooperate, defect : action
        Label or index, the same for both. Any other action counts as defection.

    Notes
    -----
    Not an equilibrium in every state: after one defection the two take turns, and whether that is
    worth it depends on the stage game (Axelrod 1984; Kalai, Samet and Stanford 1988 for the
    failure of subgame perfection).

    References
    ----------
    Rapoport and Chammah (1965); Axelrod (1984), *The Evolution of Cooperation*.

    Examples
    --------
    >>> from coopgames.games import prisoners_dilemma
    >>> plan = tit_for_tat(prisoners_dilemma(3, 2, 0, -1))
    >>> plan.next_state("both cooperate", (0, 1))
    '1 retaliates'
    """
    if stage.num_players != 2:
        raise UnsupportedGameError(f"stage: got {stage.num_players} players, expected 2")
    friendly = indices((cooperate, cooperate), stage, "both cooperate")
    hostile = indices((defect, defect), stage, "both defect")
    if friendly == hostile:
        raise invalid("defect", defect, "another action than cooperate")
    first, second = stage.players
    names = {
        (True, True): "both cooperate",
        (False, True): f"{first} retaliates",
        (True, False): f"{second} retaliates",
        (False, False): "both defect",
    }
    action = {
        name: tuple(friendly[i] if good[i] else hostile[i] for i in range(2))
        for good, name in names.items()
    }
    return Automaton.from_function(
        stage,
        "both cooperate",
        action,
        lambda _, seen: names[seen[1] == friendly[1], seen[0] == friendly[0]],
    )


def stick_and_carrot(stage: StageGame, carrot: Actions, stick: Actions) -> Automaton:
    """Play the carrot; after any deviation the stick once, and the carrot again if all obeyed.

    Parameters
    ----------
    stage : StageGame
    carrot, stick : action profile

    References
    ----------
    Abreu (1986), *Extremal equilibria of oligopolistic supergames*, theorem 8 and section 4.

    Examples
    --------
    >>> from coopgames.games import prisoners_dilemma
    >>> plan = stick_and_carrot(prisoners_dilemma(3, 2, 0, -1), (0, 0), (1, 1))
    >>> plan.next_state("stick", (1, 1)), plan.next_state("stick", (0, 1))
    ('carrot', 'stick')
    """
    sweet, bitter = indices(carrot, stage, "carrot"), indices(stick, stage, "stick")
    return Automaton(
        ("carrot", "stick"),
        "carrot",
        {"carrot": sweet, "stick": bitter},
        {
            "carrot": {sweet: "carrot", OTHERWISE: "stick"},
            "stick": {bitter: "carrot", OTHERWISE: "stick"},
        },
    )


def finite_punishment(
    stage: StageGame, on_path: Actions, punishment: Actions, periods: int, *, restart: bool = False
) -> Automaton:
    """Punish any deviation for a number of periods, then forget it.

    Parameters
    ----------
    stage : StageGame
    on_path, punishment : action profile
    periods : int
        Length of the punishment, at least 1.
    restart : bool, optional
        Whether a deviation during the punishment starts it anew. If not, the clock runs on, which
        a static equilibrium needs no better.

    References
    ----------
    Green and Porter (1984) and Porter (1983) for reversion of fixed length; Mailath and Samuelson
    (2006), *Repeated Games and Reputations*, section 2.5.

    Examples
    --------
    >>> from coopgames.games import prisoners_dilemma
    >>> plan = finite_punishment(prisoners_dilemma(3, 2, 0, -1), (0, 0), (1, 1), 2)
    >>> plan.states
    ('on path', '2 periods left', '1 period left')
    """
    if isinstance(periods, bool) or not isinstance(periods, int) or periods < 1:  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("periods", periods, "an integer >= 1")
    path, bitter = indices(on_path, stage, "on path"), indices(punishment, stage, "punishment")
    left = [f"{k} period{'s' if k > 1 else ''} left" for k in range(periods, 0, -1)]
    following = dict(zip(left, [*left[1:], "on path"], strict=True))
    return Automaton(
        ("on path", *left),
        "on path",
        {"on path": path, **dict.fromkeys(left, bitter)},
        {
            "on path": {path: "on path", OTHERWISE: left[0]},
            **{
                state: {bitter: target, OTHERWISE: left[0]} if restart else target
                for state, target in following.items()
            },
        },
    )


def stop_rule(stage: StageGame, work: Actions, stop: Actions) -> Automaton:
    """Work together; when one fails to, the others stop until that one works alone once.

    Parameters
    ----------
    stage : StageGame
    work, stop : action profile
        What each does while the work goes on, and while it is interrupted.

    Notes
    -----
    After a default of player i the others play their part of ``stop`` and i is to play his part of
    ``work``; whoever of the others then fails to do what is prescribed changes nothing, and i's own
    refusal prolongs the interruption. Joint defaults are laid at the door of the first player.

    References
    ----------
    Wanderley (2004), ch. 7, "Social resources for defensive joint efforts"; the round with stages
    is in ``docs/theory/defensive.md``, section 2.

    Examples
    --------
    >>> from coopgames.games import prisoners_dilemma
    >>> plan = stop_rule(prisoners_dilemma(3, 2, 0, -1), (0, 0), (1, 1))
    >>> plan.next_state("work", (1, 0)), plan.next_state("until 1 works", (0, 1))
    ('until 1 works', 'work')
    """
    together, apart = indices(work, stage, "work"), indices(stop, stage, "stop")
    names = tuple(f"until {player} works" for player in stage.players)
    penance = {
        name: tuple(together[j] if j == i else apart[j] for j in range(stage.num_players))
        for i, name in enumerate(names)
    }

    def following(state: str, seen: Profile) -> str:
        if state == "work":
            return _after("work", seen, together, names)
        defaulter = names.index(state)
        return "work" if seen[defaulter] == together[defaulter] else state

    return Automaton.from_function(stage, "work", {"work": together, **penance}, following)


def _after(state: str, seen: Profile, prescribed: Profile, names: Sequence[str]) -> str:
    """Return where the play goes: on, to the punishment of who deviated alone, or to the first."""
    culprits = [i for i, (a, b) in enumerate(zip(seen, prescribed, strict=True)) if a != b]
    if not culprits:
        return state
    return names[culprits[0]] if len(culprits) == 1 else names[0]


def _one_for_each(
    stage: StageGame, punishments: Actions | Sequence[Actions]
) -> tuple[Profile, ...]:
    if len(punishments) != stage.num_players:
        raise invalid("punishments", punishments, "an action profile, or one for each player")
    if all(isinstance(entry, int | str) for entry in punishments):
        one = indices(cast("Actions", punishments), stage, "punishments")
        return (one,) * stage.num_players
    return tuple(indices(cast("Actions", p), stage, "punishments") for p in punishments)


def _is_nash(stage: StageGame, profile: Profile) -> bool:
    for player, size in enumerate(stage.shape):
        now = stage.cells[player][row_major(profile, stage.shape)]
        for action in range(size):
            other = (*profile[:player], action, *profile[player + 1 :])
            if stage.cells[player][row_major(other, stage.shape)] > now:
                return False
    return True
