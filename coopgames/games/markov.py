"""Games whose state moves: what the players do today decides the game that they play tomorrow.

Discounted stochastic games (Shapley 1953) with finitely many states, for rotating pots, ledgers,
savings and queues. Everybody sees the state and what everybody did.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from coopgames.arithmetic import Arithmetic, Number, Parameter, RationalFunction
from coopgames.arithmetic.grammar import read_exact
from coopgames.errors import invalid
from coopgames.games._arrays import listed, nest, number_source, profiles
from coopgames.games._labels import nested_source, player_labels
from coopgames.games._markov_reading import (
    Labels,
    Law,
    cell_of,
    checked_law,
    in_order,
    law_source,
    read_discount_factor,
    read_labels,
    read_laws,
    read_numbers_of,
    read_payoffs,
    read_states,
    the_parameter,
)

__all__ = ["MarkovGame"]

#: Games with at most this many payoffs are written out in full by ``repr``.
SHOWN_CELLS = 40


@dataclass(frozen=True, slots=True)
class MarkovGame:
    """A discounted game with finitely many states that move with the actions.

    Parameters
    ----------
    states : sequence of str
        Names of the states, distinct.
    actions : sequence of n entries, or mapping state -> such a sequence
        For each player the labels of his actions, or their number; the same in all states, or state
        by state.
    payoffs : mapping state -> nested sequences, shape n x actions of player 1 x ... x of player n
        ``payoffs[state][i][a1]...[an]`` is player ``i``'s payoff in one period; also a sequence in
        the order of the states.
    transitions : mapping state -> nested sequences, shape actions of player 1 x ... x of player n
        ``transitions[state][a1]...[an]`` is the law of the next state: one state, a mapping
        state -> probability, or a sequence of probabilities of all states. A state or a mapping
        that stands earlier than a full profile is the law of all profiles below it.
    discount_factor : number in [0, 1)
    start : str or None
        The state of the first period; None stands for any: then every state is one to check.
    players : sequence of n str, optional
        Player labels; ``"1"``, ``"2"``, ... by default.
    allow_unreached : bool, optional
        Whether states that no play from the start reaches are taken; by default they are an error.

    Attributes
    ----------
    actions : tuple [state][player] of tuples of labels
    cells : tuple [state][player] of payoffs over the profiles in row-major order
    laws : tuple [state][profile in row-major order] of pairs (index of the next state, probability)
        Only states with a positive probability.
    arithmetic : Arithmetic
    parameter : Parameter or None
        What a family leaves free.

    Raises
    ------
    InvalidGameError
        If a shape is wrong, a state has more than 1,000,000 action profiles, a law has a negative
        probability or does not sum to 1, the start is no state, or a state is not reached.
    MixedArithmeticError
        If floats and exact numbers are mixed.
    UnsupportedGameError
        If two parameters or enclosures occur.

    Notes
    -----
    Exact by the types of the numbers. One named parameter (``coopgames.parameter``), in any of the
    numbers, makes the game a family; probabilities and the discount factor must then be what they
    should on the whole open domain of the parameter. Memory O(payoffs + positive probabilities).

    Examples
    --------
    A rotating pot (pasanaku) of two members: each pays 1 in each period, the pot is worth 5 to the
    one whose turn it is, and after a default the group is over.

    >>> pay = {"one": (4, -1), "two": (-1, 4)}
    >>> game = MarkovGame.from_function(
    ...     states=("one", "two", "over"),
    ...     actions={"one": (("pay", "default"),) * 2, "two": (("pay", "default"),) * 2,
    ...              "over": (1, 1)},
    ...     payoff=lambda state, acts: pay[state] if acts == ("pay", "pay")
    ...         else tuple(-1 if a == "pay" else 0 for a in acts),
    ...     transition=lambda state, acts: {"one": "two", "two": "one"}[state]
    ...         if acts == ("pay", "pay") else "over",
    ...     discount_factor="9/10",
    ...     start="one",
    ... )
    >>> game.payoff("one", ("pay", "pay")), game.law("two", ("pay", "default"))
    ((Fraction(4, 1), Fraction(-1, 1)), {'over': Fraction(1, 1)})

    References
    ----------
    Shapley, L. S. (1953), *Stochastic games*, PNAS 39.
    """

    states: tuple[str, ...]
    actions: tuple[Labels, ...]
    cells: tuple[tuple[tuple[Number, ...], ...], ...]
    laws: tuple[tuple[Law, ...], ...]
    discount_factor: Number
    start: str | None
    players: tuple[str, ...]
    arithmetic: Arithmetic
    parameter: Parameter | None

    def __init__(
        self,
        states: Sequence[str],
        actions: Any,
        payoffs: Any,
        transitions: Any,
        discount_factor: object,
        start: str | None = None,
        players: Sequence[str] | None = None,
        *,
        allow_unreached: bool = False,
    ) -> None:
        names = read_states(states, "states")
        labels = read_labels(actions, names)
        index = {name: k for k, name in enumerate(names)}
        if start is not None and (not isinstance(start, str) or start not in index):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise invalid("start", start, "one of the states (an unreachable start)")
        if not isinstance(allow_unreached, bool):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise invalid("allow_unreached", allow_unreached, "True or False")
        shapes = {own: tuple(map(len, own)) for own in set(labels)}
        given = zip(in_order(payoffs, names, "payoffs"), names, labels, strict=True)
        rows = [read_payoffs(p, shapes[own], f"payoffs[{s!r}]") for p, s, own in given]
        given = zip(in_order(transitions, names, "transitions"), names, labels, strict=True)
        raw = [read_laws(t, shapes[own], index, f"transitions[{s!r}]") for t, s, own in given]
        arithmetic, numbers = read_numbers_of(discount_factor, names, rows, raw)
        stream = iter(numbers)
        delta = read_discount_factor(next(stream))
        cells = tuple(tuple(tuple(next(stream) for _ in own) for own in row) for row in rows)
        laws = tuple(
            tuple(
                checked_law([(t, next(stream)) for t, _ in law], f"transitions[{s!r}], profile {k}")
                for k, law in enumerate(row)
            )
            for s, row in zip(names, raw, strict=True)
        )
        object.__setattr__(self, "states", names)
        object.__setattr__(self, "actions", labels)
        object.__setattr__(self, "cells", cells)
        object.__setattr__(self, "laws", laws)
        object.__setattr__(self, "discount_factor", delta)
        object.__setattr__(self, "start", start)
        object.__setattr__(self, "players", player_labels(players, len(labels[0])))
        object.__setattr__(self, "arithmetic", arithmetic)
        object.__setattr__(self, "parameter", the_parameter(numbers))
        if not allow_unreached:
            self._refuse_unreached()

    @classmethod
    def from_function(
        cls,
        states: Sequence[str],
        actions: Any,
        payoff: Callable[[str, tuple[str, ...]], Sequence[object]],
        transition: Callable[[str, tuple[str, ...]], Any],
        discount_factor: object,
        start: str | None = None,
        players: Sequence[str] | None = None,
        *,
        allow_unreached: bool = False,
    ) -> MarkovGame:
        """Build a game from functions of the state and the labels of an action profile.

        Parameters
        ----------
        payoff : callable
            ``payoff(state, profile)`` is the sequence of the payoffs of all players.
        transition : callable
            ``transition(state, profile)`` is a law: a state, a mapping, or all probabilities.
        states, actions, discount_factor, start, players, allow_unreached
            As in :class:`MarkovGame`.

        Examples
        --------
        >>> game = MarkovGame.from_function(
        ...     ["low", "high"], [2], lambda s, a: [int(s == "high") - int(a[0])],
        ...     lambda s, a: {"high": "1/2", "low": "1/2"} if a == ("1",) else "low", "1/2")
        >>> game.payoff("high", [1]), game.law("low", [1])
        ((Fraction(0, 1),), {'low': Fraction(1, 2), 'high': Fraction(1, 2)})
        """
        for argument, given in (("payoff", payoff), ("transition", transition)):
            if not callable(given):
                raise invalid(argument, given, "a function of a state and an action profile")
        names = read_states(states, "states")
        payoffs: list[Any] = []
        transitions: list[Any] = []
        for state, labels in zip(names, read_labels(actions, names), strict=True):
            shape = tuple(map(len, labels))
            named = [tuple(map(_item, labels, a)) for a in profiles(shape)]
            columns: list[tuple[Any, ...]] = []
            for a in named:
                made: Any = payoff(state, a)
                columns.append(listed(made))
                if len(columns[-1]) != len(labels):
                    raise invalid(f"payoff({state!r}, {a!r})", made, f"{len(labels)} payoffs")
            payoffs.append([nest(own, shape) for own in zip(*columns, strict=True)])
            transitions.append(nest([transition(state, a) for a in named], shape))
        return cls(
            names, actions, payoffs, transitions, discount_factor, start, players,
            allow_unreached=allow_unreached,
        )  # fmt: skip

    @property
    def num_players(self) -> int:
        """Number of players."""
        return len(self.players)

    def shape(self, state: str) -> tuple[int, ...]:
        """Return the number of actions of each player in a state."""
        return tuple(map(len, self.actions[self._position(state)]))

    def payoff(self, state: str, profile: Sequence[int | str]) -> tuple[Number, ...]:
        """Return the payoffs of all players in a state at a profile of labels or indices."""
        k = self._position(state)
        cell = cell_of(profile, self.actions[k], "profile")
        return tuple(own[cell] for own in self.cells[k])

    def law(self, state: str, profile: Sequence[int | str]) -> dict[str, Number]:
        """Return the probabilities of the next states that are not 0."""
        k = self._position(state)
        law = self.laws[k][cell_of(profile, self.actions[k], "profile")]
        return {self.states[t]: p for t, p in law}

    def at(self, discount_factor: object) -> MarkovGame:
        """Return the same game at another discount factor."""
        return self._mapped(lambda x: x, discount_factor)

    def fix(self, value: object) -> MarkovGame:
        """Return the member of a family at one value of its parameter.

        Raises
        ------
        InvalidGameError
            If the game is no family, or the value is outside the open domain.

        Examples
        --------
        >>> from coopgames.arithmetic import parameter
        >>> q = parameter("q", 0, 1)
        >>> family = MarkovGame(["a", "b"], [1], [[[q]], [[0]]], [{"a": q, "b": 1 - q}, "a"],
        ...     "1/2")
        >>> family.fix("1/3").law("a", [0])
        {'a': Fraction(1, 3), 'b': Fraction(2, 3)}
        """
        if self.parameter is None:
            raise invalid("value", value, "a game with a parameter to fix")
        point, domain = read_exact(value, "value"), self.parameter
        above = domain.lower is None or point > domain.lower
        if not above or not (domain.upper is None or point < domain.upper):
            raise invalid("value", value, f"a number inside the domain of {domain}")
        return self._mapped(
            lambda x: x.at(point) if isinstance(x, RationalFunction) else x, self.discount_factor
        )

    def reached(self, starts: Iterable[int]) -> set[int]:
        """Return the indices of the states that some play from these states leads to."""
        found = set(starts)
        waiting = list(found)
        while waiting:
            new = {t for law in self.laws[waiting.pop()] for t, _ in law} - found
            found |= new
            waiting += new
        return found

    def __repr__(self) -> str:
        if sum(len(own) for row in self.cells for own in row) > SHOWN_CELLS:
            members = "1 player" if self.num_players == 1 else f"{self.num_players} players"
            sizes = f"{len(self.states)} states, {members}"
            return f"MarkovGame(<{sizes}, {self.arithmetic.name.lower()}>)"
        payoffs, laws = self._nested(lambda x: x)
        actions = {
            s: [list(own) for own in a] for s, a in zip(self.states, self.actions, strict=True)
        }
        parts = [
            repr(list(self.states)),
            repr(actions),
            nested_source(tuple(payoffs)),
            f"[{', '.join(law_source(law) for law in laws)}]",
            number_source(self.discount_factor),
            repr(self.start),
        ]
        if self.players != player_labels(None, self.num_players):
            parts.append(f"players={list(self.players)!r}")
        start = range(len(self.states)) if self.start is None else [self._position(self.start)]
        unreached = len(self.reached(start)) < len(self.states)
        return f"MarkovGame({', '.join(parts)}{', allow_unreached=True' if unreached else ''})"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        # IPython and Hypothesis ask for this; without it they list the fields, not the arguments.
        printer.text(repr(self))

    def _position(self, state: str) -> int:
        if not isinstance(state, str) or state not in self.states:  # pyright: ignore[reportUnnecessaryIsInstance]
            raise invalid("state", state, f"one of the states {', '.join(self.states[:9])}")
        return self.states.index(state)

    def _refuse_unreached(self) -> None:
        if self.start is None:
            return
        reached = self.reached([self._position(self.start)])
        lost = [s for k, s in enumerate(self.states) if k not in reached]
        if lost:
            raise invalid(
                "states", lost[:9], f"states that some play from {self.start!r} reaches; "
                "pass allow_unreached=True to keep the others",
            )  # fmt: skip

    def _nested(self, change: Callable[[Number], Any]) -> tuple[list[Any], list[Any]]:
        """Return payoffs and laws as the constructor takes them, after a change of each number."""
        payoffs: list[Any] = []
        laws: list[Any] = []
        for labels, row, own_laws in zip(self.actions, self.cells, self.laws, strict=True):
            shape = tuple(map(len, labels))
            payoffs.append(tuple(nest([change(x) for x in own], shape) for own in row))
            named = [{self.states[t]: change(p) for t, p in law} for law in own_laws]
            laws.append(nest(named, shape))
        return payoffs, laws

    def _mapped(self, change: Callable[[Number], Any], discount_factor: object) -> MarkovGame:
        """Return the game after a change of each number of its payoffs and laws."""
        payoffs, laws = self._nested(lambda x: _neutral(change(x)))
        delta = change(discount_factor) if isinstance(discount_factor, RationalFunction) else (
            discount_factor
        )  # fmt: skip
        actions = dict(zip(self.states, self.actions, strict=True))
        return MarkovGame(
            self.states, actions, payoffs, laws, delta, self.start, self.players,
            allow_unreached=True,
        )  # fmt: skip


def _neutral(value: Any) -> Any:
    """Return whole numbers as ints, which go with floats as well as with fractions."""
    return int(value) if isinstance(value, Fraction) and value.denominator == 1 else value


def _item(labels: Sequence[str], action: int) -> str:
    return labels[action]
