"""Penal codes: public strategy profiles with public lotteries, and a punishment for each player."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from coopgames.arithmetic import Arithmetic, NumberField
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games._arrays import read_profile
from coopgames.games._chances import (
    LOTTERY_TOLERANCE,
    Lottery,
    Probability,
    field_of,
    in_one_arithmetic,
    read_index,
    read_list,
    read_lottery,
    read_pair,
    source_of,
    words_of,
)
from coopgames.games.automaton import OTHERWISE, Automaton
from coopgames.games.stage import StageGame

__all__ = ["LOTTERY_TOLERANCE", "Lottery", "PenalCode", "Probability"]

#: Codes with at most this many states are written out by ``repr``.
SHOWN_STATES = 12

State = tuple[tuple[int, ...], Lottery]


@dataclass(frozen=True, slots=True)
class PenalCode:
    """A public strategy profile: states, public lotteries between them, and punishments.

    In a state the players take its action profile. If all obey, the state's lottery, drawn in
    public, chooses the next state. If player ``i`` alone disobeys, play goes to
    ``punishments[i]``; if several do, to ``punishments[0]``.

    Checks of a code look at every state that some history leads to, on the path of play or after
    deviations; a state that none leads to is in no subgame and does not matter.

    Parameters
    ----------
    start : sequence of (state, probability)
        The lottery over the states of the first period.
    states : sequence of (profile, lottery)
        Profiles are action indices, one for each player; lotteries as ``start``.
    punishments : sequence of int
        The state that follows when player ``i`` alone disobeys, for each player.

    Attributes
    ----------
    start, states, punishments : tuples
        Lotteries have ascending states. Probabilities are Fractions, elements of one number field
        (:class:`coopgames.arithmetic.FieldElement`), or all floats.

    Raises
    ------
    InvalidGameError
        If a state does not exist or is drawn twice, a probability is not positive, or a lottery
        does not sum to 1 (floats: within 1e-9).
    MixedArithmeticError
        If floats and exact numbers are mixed.

    References
    ----------
    Abreu (1988), *On the theory of infinitely repeated games with discounting*, for punishments
    that do not depend on what the deviation was.

    Examples
    --------
    Work together half of the time until somebody shirks, then never again:

    >>> PenalCode(
    ...     start=[(0, 1)],
    ...     states=[((0, 0), [(0, "1/2"), (1, "1/2")]), ((1, 1), [(1, 1)])],
    ...     punishments=[1, 1],
    ... )
    PenalCode([(0, 1)], [((0, 0), [(0, '1/2'), (1, '1/2')]), ((1, 1), [(1, 1)])], [1, 1])

    In words:

    >>> print(PenalCode([(0, "1/3"), (1, "2/3")], [((1, 1), [(0, 1)]), ((0, 0), [(1, 1)])], [0, 0]))
    start: 1/3 state 0, 2/3 state 1
    state 0: actions (1, 1), then state 0
    state 1: actions (0, 0), then state 1
    after a deviation by player 1: state 0; by player 2: state 0
    """

    start: Lottery
    states: tuple[State, ...]
    punishments: tuple[int, ...]

    def __init__(
        self,
        start: Iterable[Sequence[Any]],
        states: Iterable[Sequence[Any]],
        punishments: Iterable[int],
    ) -> None:
        listed = [
            read_pair(state, f"states[{k}]", "(profile, lottery)")
            for k, state in enumerate(read_list(states, "states"))
        ]
        if not listed:
            raise invalid("states", listed, "at least one state")
        guilty = tuple(
            read_index(s, len(listed), f"punishments[{i}]")
            for i, s in enumerate(read_list(punishments, "punishments"))
        )
        if len(guilty) < 2:
            raise invalid("punishments", guilty, "one state for each of two or more players")
        places = [read_profile(p, len(guilty), f"states[{k}]") for k, (p, _) in enumerate(listed)]
        lotteries = [read_lottery(start, len(listed), "start")] + [
            read_lottery(lottery, len(listed), f"states[{k}]")
            for k, (_, lottery) in enumerate(listed)
        ]
        first, *others = in_one_arithmetic(lotteries)
        object.__setattr__(self, "start", first)
        object.__setattr__(self, "states", tuple(zip(places, others, strict=True)))
        object.__setattr__(self, "punishments", guilty)

    @property
    def num_players(self) -> int:
        """Number of players."""
        return len(self.punishments)

    @property
    def lotteries(self) -> tuple[Lottery, ...]:
        """The lottery after obedience in each state."""
        return tuple(lottery for _, lottery in self.states)

    @property
    def arithmetic(self) -> Arithmetic:
        """Whether the probabilities are exact or floats."""
        return Arithmetic.FLOAT if isinstance(self.start[0][1], float) else Arithmetic.EXACT

    @property
    def field(self) -> NumberField | None:
        """The field of the irrational probabilities; None if there are none."""
        return field_of((self.start, *self.lotteries))

    @property
    def is_deterministic(self) -> bool:
        """Whether every lottery has one state."""
        return not self._lots()

    def automaton(self, stage: StageGame) -> Automaton:
        """Return the code as an automaton of a stage game, if it draws no lots.

        The states are called ``"state 0"``, ``"state 1"``, ...

        Raises
        ------
        UnsupportedGameError
            If a lottery has more than one state.
        InvalidGameError
            If a profile does not exist in the stage game.

        Examples
        --------
        >>> from coopgames.games import prisoners_dilemma
        >>> code = PenalCode([(0, 1)], [((0, 0), [(0, 1)]), ((1, 1), [(1, 1)])], [1, 1])
        >>> code.automaton(prisoners_dilemma(3, 2, 0, -1)).next_state("state 0", (1, 0))
        'state 1'
        """
        if not self.is_deterministic:
            raise UnsupportedGameError(
                f"lottery: got {source_of(self._lots()[0])}, expected one state in each lottery: "
                "an automaton draws no lots"
            )
        self.check_profiles(stage)
        names = tuple(f"state {k}" for k in range(len(self.states)))
        action = {name: profile for name, (profile, _) in zip(names, self.states, strict=True)}
        transition = {
            name: self._moves(state, stage, names)
            for name, state in zip(names, self.states, strict=True)
        }
        return Automaton(names, names[self.start[0][0]], action, transition)

    def check_profiles(self, stage: StageGame) -> None:
        """Refuse a stage game with other players, or without an action of the code.

        Raises
        ------
        InvalidGameError
        """
        if stage.num_players != self.num_players:
            raise invalid("stage", stage, f"a game of {self.num_players} players, as in the code")
        for k, (profile, _) in enumerate(self.states):
            if any(a >= size for a, size in zip(profile, stage.shape, strict=True)):
                raise invalid(f"states[{k}]", profile, f"action indices below {stage.shape}")

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row for each state: profile, lottery, chance to start, who is punished."""
        chance = dict(self.start)
        return [
            {
                "state": k,
                "profile": profile,
                "lottery": lottery,
                "start": chance.get(k, 0),
                "punishes": tuple(i for i, s in enumerate(self.punishments) if s == k),
            }
            for k, (profile, lottery) in enumerate(self.states)
        ]

    def __repr__(self) -> str:
        if len(self.states) > SHOWN_STATES:
            return f"PenalCode(<{len(self.states)} states, {self.num_players} players>)"
        states = ", ".join(
            f"({profile!r}, {source_of(lottery)})" for profile, lottery in self.states
        )
        return f"PenalCode({source_of(self.start)}, [{states}], {list(self.punishments)!r})"

    def __str__(self) -> str:
        lines = [f"start: {words_of(self.start)}"]
        for k, (profile, lottery) in enumerate(self.states):
            lines.append(f"state {k}: actions {profile}, then {words_of(lottery)}")
        guilty = [f"by player {i + 1}: state {s}" for i, s in enumerate(self.punishments)]
        return "\n".join([*lines, f"after a deviation {'; '.join(guilty)}"])

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        # IPython and Hypothesis ask for this; without it they list the fields, not the arguments.
        printer.text(repr(self))

    def _lots(self) -> list[Lottery]:
        return [lottery for lottery in (self.start, *self.lotteries) if len(lottery) > 1]

    def _moves(
        self, state: State, stage: StageGame, names: Sequence[str]
    ) -> dict[tuple[int, ...] | str, str]:
        profile, lottery = state
        moves: dict[tuple[int, ...] | str, str] = {profile: names[lottery[0][0]]}
        for player, punishment in enumerate(self.punishments):
            if punishment == self.punishments[0]:
                continue  # where everything goes that is not listed
            for action in range(stage.shape[player]):
                if action != profile[player]:
                    deviation = (*profile[:player], action, *profile[player + 1 :])
                    moves[deviation] = names[punishment]
        moves[OTHERWISE] = names[self.punishments[0]]
        return moves
