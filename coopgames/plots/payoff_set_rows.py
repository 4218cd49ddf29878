"""The data of the figure of payoff sets: every point that it shows, as exact text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeAlias, cast

from coopgames.arithmetic import AlgebraicNumber, number
from coopgames.arithmetic.printing import polynomial_text
from coopgames.errors import invalid
from coopgames.games import StageGame
from coopgames.games._arrays import profiles
from coopgames.solvers.feasible import feasible_payoffs, individually_rational_payoffs
from coopgames.solvers.payoff_set import PayoffSet
from coopgames.solvers.solution import Solution, Status

__all__ = ["EQUILIBRIUM", "INNER", "NASH", "THREAT", "Equilibria", "Row", "payoff_set_rows"]

EQUILIBRIUM = "equilibrium"
INNER = "equilibrium (inner set)"
THREAT = "least in equilibrium"
NASH = "static Nash"

Row: TypeAlias = dict[str, str]
_Set: TypeAlias = "PayoffSet | Solution[PayoffSet]"
Equilibria: TypeAlias = "Mapping[Any, _Set] | Iterable[_Set]"


def payoff_set_rows(
    stage: StageGame,
    *,
    mixed: bool = False,
    equilibrium: PayoffSet | Solution[PayoffSet] | None = None,
    equilibria: Equilibria | None = None,
    nash: Solution[Any] | Iterable[Any] | None = None,
) -> list[Row]:
    """Return what the figure shows: vertices, profiles and minmax payoffs, as text.

    Parameters
    ----------
    stage : StageGame
        Two players.
    mixed : bool, optional
        Which minmax: in pure actions (default) or mixed.
    equilibrium : PayoffSet or Solution, optional
        A set to be drawn on top.
    equilibria : mapping from discount factors to sets, or sequence of sets, optional
        Several such sets. The sets of a sequence must know their discount factors, as those of
        :func:`coopgames.equilibrium_payoffs` do.
    nash : sequence of profiles or Solution, optional
        Static equilibria to be marked: what ``pure_nash`` or ``nash_equilibria`` found.

    Returns
    -------
    list of dict
        Columns ``what``, ``label``, ``discount_factor``, ``payoff_1``, ``payoff_2``, ``player_1``,
        ``player_2``. Irrational numbers have their polynomial beside ten digits.

    Raises
    ------
    UnsupportedGameError
        Unless the game has two players and numbers for payoffs.
    InvalidGameError
        If a set is no PayoffSet or has no discount factor, or a profile does not fit the game.

    Examples
    --------
    >>> from coopgames.games import prisoners_dilemma
    >>> rows = payoff_set_rows(prisoners_dilemma(3, 2, 0, -1))
    >>> rows[-1]["what"], rows[-1]["payoff_1"]
    ('minmax (pure)', '0')
    """
    rational = individually_rational_payoffs(stage, mixed)
    names = _player(stage.players[0]), _player(stage.players[1])
    rows: list[Row] = []
    rows += _set_rows("feasible", "", feasible_payoffs(stage).value, names)
    rows += _set_rows("individually rational", "", rational.value, names)
    taken: set[str] = set()
    for what, delta, payoffs in _equilibria(equilibrium, equilibria):
        if delta in taken:
            raise invalid("equilibria", delta, "one set for each discount factor")
        taken.add(delta)
        rows += _set_rows(what, delta, payoffs, names)
        if payoffs.vertices:
            least = tuple(min(v[i] for v in payoffs.vertices) for i in (0, 1))
            rows.append(_row(THREAT, "", delta, least, names))
    cells = list(zip(*stage.cells, strict=True))
    for profile, payoffs in zip(profiles(stage.shape), cells, strict=True):
        rows.append(_row("profile", _actions(stage, profile), "", payoffs, names))
    if nash is not None:
        rows += [_row(NASH, *_static(stage, profile), names) for profile in _profiles(nash)]
    least = cast("tuple[Any, ...]", rational.diagnostics["minmax"])
    rows.append(_row(f"minmax ({'mixed' if mixed else 'pure'})", "", "", least, names))
    return rows


def _player(name: str) -> str:
    return f"player {name}" if name.isdigit() else name


def _set_rows(what: str, delta: str, payoffs: PayoffSet, names: tuple[str, str]) -> list[Row]:
    if not payoffs.vertices:
        # An empty set has a row too: that it is empty is what there is to say.
        return [_row(what, "empty", delta, (None, None), names)]
    return [_row(what, "vertex", delta, vertex, names) for vertex in payoffs.vertices]


def _row(
    what: str, label: str, delta: str, payoffs: Sequence[object], names: tuple[str, str]
) -> Row:
    return {
        "what": what,
        "label": label,
        "discount_factor": delta,
        "payoff_1": _text(payoffs[0]),
        "payoff_2": _text(payoffs[1]),
        "player_1": names[0],
        "player_2": names[1],
    }


def _text(value: object) -> str:
    """Return a number so that its first word is what is drawn, and all of it what is meant."""
    if isinstance(value, AlgebraicNumber):
        return f"{float(value):.10g} (root of {polynomial_text(value.polynomial)})"
    return "" if value is None else str(value)


# --- equilibrium sets ---------------------------------------------------------------------------


def _equilibria(
    single: PayoffSet | Solution[PayoffSet] | None, several: Equilibria | None
) -> Iterator[tuple[str, str, PayoffSet]]:
    """Return (what, discount factor, set) for each set; the larger discount factors come first."""
    if single is not None:
        what, payoffs = _payoff_set(single, "equilibrium")
        yield what, _text(_own_discount_factor(payoffs)), payoffs
    if several is None:
        return
    found: list[tuple[Any, str, PayoffSet]] = []
    if isinstance(several, Mapping):
        for key, value in cast("Mapping[Any, _Set]", several).items():
            found.append((_discount_factor(key), *_payoff_set(value, "equilibria")))
    else:
        for value in several:
            what, payoffs = _payoff_set(value, "equilibria")
            delta = _own_discount_factor(payoffs)
            if delta is None:
                expected = "sets that know their discount factor, or a mapping {factor: set}"
                raise invalid("equilibria", payoffs, expected)
            found.append((delta, what, payoffs))
    for delta, what, payoffs in sorted(found, key=lambda entry: -float(entry[0])):
        yield what, _text(delta), payoffs


def _payoff_set(value: object, argument: str) -> tuple[str, PayoffSet]:
    what = EQUILIBRIUM
    if isinstance(value, Solution):
        answer = cast("Solution[Any]", value)
        what = INNER if answer.status in (Status.SANDWICH, Status.BRACKETED) else EQUILIBRIUM
        value = answer.value
    if not isinstance(value, PayoffSet):
        raise invalid(argument, value, "a PayoffSet")
    return what, value


def _own_discount_factor(payoffs: PayoffSet) -> object:
    return None if payoffs.origin is None else payoffs.origin.game.discount_factor


def _discount_factor(key: object) -> Fraction | AlgebraicNumber | float:
    value = key if isinstance(key, AlgebraicNumber) else number(key, "equilibria")
    if not isinstance(value, Fraction | AlgebraicNumber | float):
        raise invalid("equilibria", key, "numbers as discount factors")
    return value


# --- profiles -----------------------------------------------------------------------------------


def _actions(stage: StageGame, profile: Sequence[int]) -> str:
    return ", ".join(stage.actions[i][a] for i, a in enumerate(profile))


def _profiles(nash: Solution[Any] | Iterable[Any]) -> list[Any]:
    found: Any = nash.value if isinstance(nash, Solution) else nash
    try:
        return list(found)
    except TypeError:
        raise invalid("nash", found, "profiles: what pure_nash or nash_equilibria found") from None


def _static(stage: StageGame, profile: Any) -> tuple[str, str, tuple[Any, Any]]:
    """Return label, discount factor (none) and payoffs of a pure or mixed profile."""
    expected = f"a profile of action indices or of mixed actions for {stage.shape} actions"
    try:
        first, second = profile
    except (TypeError, ValueError):
        raise invalid("nash", profile, expected) from None
    sides: tuple[Any, Any] = (first, second)
    if all(type(a) is int and 0 <= a < k for a, k in zip(sides, stage.shape, strict=True)):
        return _actions(stage, sides), "", (stage.payoff(0, sides), stage.payoff(1, sides))
    if any(isinstance(x, str) or not hasattr(x, "__len__") for x in sides) or (
        tuple(map(len, sides)) != stage.shape
    ):
        raise invalid("nash", profile, expected)
    chances = [number(p, "nash") * number(q, "nash") for p in first for q in second]  # type: ignore[operator]
    payoffs: list[Any] = [
        sum((c * x for c, x in zip(chances, cells, strict=True) if c), start=Fraction(0))
        for cells in cast("tuple[Any, ...]", stage.cells)
    ]
    return "mixed", "", (payoffs[0], payoffs[1])
