"""How a game whose state moves is read: names, payoffs and laws, all in one arithmetic."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias, cast

from coopgames.arithmetic import Arithmetic, Number, Parameter, RationalFunction, unify
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games._arrays import listed, number_source, read_profile, row_major
from coopgames.games._chances import LOTTERY_TOLERANCE
from coopgames.games._labels import action_labels
from coopgames.games._scaled import read_cells

__all__ = [
    "Labels",
    "Law",
    "cell_of",
    "checked_law",
    "in_order",
    "law_source",
    "read_actions",
    "read_discount_factor",
    "read_labels",
    "read_law",
    "read_laws",
    "read_numbers_of",
    "read_payoffs",
    "read_states",
    "the_parameter",
]

#: The labels of the actions of each player, in one state.
Labels: TypeAlias = tuple[tuple[str, ...], ...]
#: The next states that have a positive chance, in the order of the game, with their chances.
Law: TypeAlias = tuple[tuple[int, Number], ...]
#: A law before its numbers are read.
RawLaw: TypeAlias = tuple[tuple[int, object], ...]

#: Most action profiles of a state.
MAXIMUM_PROFILES = 1_000_000

#: Stands for "every other one" in the keys of a plan, and so is no name of a state.
RESERVED = "otherwise"


def read_states(states: Any, argument: str) -> tuple[str, ...]:
    """Return distinct names."""
    names = listed(states)
    named = bool(names) and all(isinstance(s, str) and s for s in names)
    if not named or len(set(names)) < len(names):
        raise invalid(argument, states, "at least one name, all distinct, each a nonempty str")
    if RESERVED in names:
        raise invalid(argument, RESERVED, f"names other than {RESERVED!r}, which plans use")
    return tuple(map(str, names))


def in_order(table: Any, states: tuple[str, ...], argument: str) -> list[Any]:
    """Return the entries of a mapping state -> entry, or of a sequence, in the order of states."""
    if isinstance(table, Mapping):
        entries = cast("Mapping[Any, Any]", table)
        missing = [s for s in states if s not in entries]
        if missing or len(entries) != len(states):
            named = set(states)
            odd = missing or [s for s in entries if s not in named]
            raise invalid(argument, odd[:3], "exactly one entry for each state")
        return [entries[s] for s in states]
    found = listed(table)
    if len(found) != len(states):
        raise invalid(argument, table, f"one entry for each of {len(states)} states")
    return list(found)


def read_labels(actions: Any, states: tuple[str, ...]) -> tuple[Labels, ...]:
    """Return the labels [state][player]; states with equal action sets share one tuple."""
    entries = in_order(actions, states, "actions") if isinstance(actions, Mapping) else [actions]
    known: dict[Labels, Labels] = {}
    found: list[Labels] = []
    for entry in entries:
        labels = _one_set(entry)
        if found and len(labels) != len(found[0]):
            raise invalid("actions", entry, f"the actions of {len(found[0])} players")
        found.append(known.setdefault(labels, labels))
    return tuple(found) if isinstance(actions, Mapping) else (found[0],) * len(states)


def _one_set(entry: Any) -> Labels:
    expected = "for each player a number of actions >= 1 or their labels"
    # A range is no list of labels, and may be too long to be read.
    given = [() if isinstance(own, range) else own for own in listed(entry)]
    sets = [own if type(own) is int else listed(own) for own in given]
    sizes = tuple(own if isinstance(own, int) else len(own) for own in sets)
    if not sizes or min(sizes) < 1:
        raise invalid("actions", entry, expected)
    if max(sizes) > MAXIMUM_PROFILES or math.prod(sizes) > MAXIMUM_PROFILES:
        raise invalid("actions", entry, f"at most {MAXIMUM_PROFILES:,} action profiles in a state")
    labels = [list(map(str, range(own))) if isinstance(own, int) else own for own in sets]
    return action_labels(labels, sizes)


def read_payoffs(nested: Any, shape: tuple[int, ...], argument: str) -> list[list[object]]:
    """Return the numbers [player][profile in row-major order] of one state, not yet read."""
    full, flat = read_cells(nested, argument)
    if full != (len(shape), *shape):
        raise invalid(argument, nested, f"shape {(len(shape), *shape)}, players x actions")
    block = math.prod(shape)
    return [list(flat[i * block : (i + 1) * block]) for i in range(len(shape))]


def read_laws(
    nested: Any, shape: tuple[int, ...], index: Mapping[str, int], argument: str
) -> list[RawLaw]:
    """Return the laws of one state in row-major order of the profiles, numbers not yet read."""
    if isinstance(nested, str | Mapping) or not shape:
        return [read_law(nested, index, argument)] * math.prod(shape)
    entries = listed(nested)
    if len(entries) != shape[0]:
        raise invalid(argument, nested, f"{shape[0]} entries, one for each action, or one law")
    return [law for item in entries for law in read_laws(item, shape[1:], index, argument)]


def read_law(law: Any, index: Mapping[str, int], argument: str) -> RawLaw:
    """Return one law: a state, a mapping state -> chance, or a chance for each state."""
    if isinstance(law, str):
        pairs: list[tuple[Any, object]] = [(law, 1)]
    elif isinstance(law, Mapping):
        pairs = list(cast("Mapping[Any, object]", law).items())
    else:
        chances = listed(law)
        if len(chances) == len(index):
            return tuple(enumerate(chances))
        expected = f"a state, a mapping state -> chance, or {len(index)} chances"
        raise invalid(argument, law, expected)
    unknown = [s for s, _ in pairs if s not in index]
    if unknown:
        raise invalid(argument, unknown[0], "a law over the states of the game")
    return tuple(sorted(((index[s], p) for s, p in pairs), key=lambda pair: pair[0]))


def read_actions(value: Any, argument: str) -> tuple[int | str, ...]:
    """Return a profile of labels or indices as a plan says it; no game is looked at."""
    actions = listed(value)
    if not actions or not all(isinstance(a, str) or type(a) is int for a in actions):
        raise invalid(argument, value, "one action for each player, an index or a label")
    return actions


def cell_of(profile: Any, labels: Labels, argument: str) -> int:
    """Return the row-major position of a profile of labels or indices."""
    given = [profile] if isinstance(profile, str | int) else list(listed(profile))
    for i, own in enumerate(labels[: len(given)]):
        if isinstance(given[i], str):
            if given[i] not in own:
                raise invalid(argument, profile, f"an action of {', '.join(own)}")
            given[i] = own.index(given[i])
    if len(given) != len(labels):
        raise invalid(argument, profile, f"a profile of {len(labels)} actions")
    indices = read_profile(given, len(labels), argument)
    if not all(a < len(own) for a, own in zip(indices, labels, strict=True)):
        raise invalid(argument, profile, f"actions below {tuple(map(len, labels))}")
    return row_major(indices, tuple(map(len, labels)))


# --- all numbers of a game ----------------------------------------------------------------------


def _unify(
    values: list[object], names: Callable[[], Iterator[str]]
) -> tuple[Arithmetic, list[Number]]:
    """Return numbers of one arithmetic; they are named one by one only where it matters."""
    kinds = set(map(type, values))
    if kinds <= {int, Fraction}:
        made = {x: Fraction(x) for x in set(cast("list[int | Fraction]", values))}
        return Arithmetic.EXACT, [made[cast("int", x)] for x in values]
    # What is not finite, or beyond the range of floats, takes the other way, to be named.
    if kinds <= {int, float} and all(abs(x) < 1e300 for x in cast("list[float]", values)):
        return Arithmetic.FLOAT, [float(x) for x in cast("list[float]", values)]
    arithmetic, read = unify(dict(zip(names(), values, strict=True)))
    if arithmetic is Arithmetic.ENCLOSED:
        raise UnsupportedGameError("a MarkovGame takes no enclosures, give exact numbers")
    return arithmetic, list(read.values())


def read_numbers_of(
    discount_factor: object,
    names: tuple[str, ...],
    rows: list[list[list[object]]],
    raw: list[list[RawLaw]],
) -> tuple[Arithmetic, list[Number]]:
    """Read the discount factor, the payoffs and the probabilities, in this order."""
    values = [discount_factor, *(x for row in rows for own in row for x in own)]
    values += [p for row in raw for law in row for _, p in law]

    def named() -> Iterator[str]:
        yield "discount_factor"
        for s, row in zip(names, rows, strict=True):
            for i, own in enumerate(row):
                yield from (f"payoffs[{s!r}], player {i}, profile {k}" for k in range(len(own)))
        for s, laws in zip(names, raw, strict=True):
            for k, law in enumerate(laws):
                yield from (f"transitions[{s!r}], profile {k}, entry {t}" for t, _ in law)

    return _unify(values, named)


@dataclass(frozen=True, slots=True)
class _Signs:
    """Whether a number is >= 0, and whether it is > 0, on the whole domain of its parameter."""

    weak: bool
    strict: bool


def _signs(value: Number) -> _Signs:
    if not isinstance(value, RationalFunction):
        return _Signs(not value < 0, value > 0)
    weak = all(sign >= 0 for _, _, sign in value.sign_cells())
    return _Signs(weak, weak and bool(value.numerator) and not value.roots())


def _domain(value: Number) -> str:
    return f" for all {value.parameter}" if isinstance(value, RationalFunction) else ""


def read_discount_factor(value: Number) -> Number:
    """Return a discount factor in [0, 1), for a family on its whole domain."""
    if not (_signs(value).weak and _signs(1 - value).strict):
        raise invalid("discount_factor", value, f"a number in [0, 1){_domain(value)}")
    return value


def checked_law(pairs: Sequence[tuple[int, Number]], argument: str) -> Law:
    """Return a law without its zeros; negative chances and wrong sums are refused."""
    if len(pairs) == 1 and pairs[0][1] == 1:
        return tuple(pairs)
    for _, chance in pairs:
        if not (_signs(chance).weak if isinstance(chance, RationalFunction) else chance >= 0):
            raise invalid(argument, chance, f"chances >= 0{_domain(chance)}")
    total: Any = sum(p for _, p in pairs)  # pyright: ignore[reportUnknownVariableType]
    close = abs(total - 1) <= LOTTERY_TOLERANCE if isinstance(total, float) else total == 1
    if not close:
        raise invalid(argument, total, "chances that sum to 1")
    return tuple((s, p) for s, p in pairs if p != 0)


def the_parameter(values: Sequence[Number]) -> Parameter | None:
    """Return the one parameter of the numbers of a family; poles in its domain are refused."""
    ratios = {x for x in values if isinstance(x, RationalFunction)}
    for x in ratios:
        if RationalFunction(x.parameter, x.denominator).roots():
            raise invalid("payoffs", x, f"numbers without a pole in {x.parameter}")
    return next(iter(ratios)).parameter if ratios else None


def law_source(law: Any) -> str:
    """Return the Python expression of the laws of a state; a sure state by its name."""
    if isinstance(law, tuple):
        return f"[{', '.join(map(law_source, cast('tuple[Any, ...]', law)))}]"
    pairs = list(cast("dict[str, Number]", law).items())
    if len(pairs) == 1:
        return repr(pairs[0][0])
    return f"{{{', '.join(f'{s!r}: {number_source(p)}' for s, p in pairs)}}}"
