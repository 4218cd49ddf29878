"""Public lotteries over states: read, checked, and brought into one arithmetic."""

from __future__ import annotations

import math
import numbers
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

from coopgames.arithmetic import AlgebraicNumber, FieldElement, NumberField
from coopgames.arithmetic.grammar import read_exact
from coopgames.errors import MixedArithmeticError, invalid
from coopgames.games._arrays import number_source

__all__ = [
    "LOTTERY_TOLERANCE",
    "Lottery",
    "Probability",
    "field_of",
    "in_one_arithmetic",
    "read_index",
    "read_list",
    "read_lottery",
    "read_pair",
    "source_of",
    "words_of",
]

#: Float probabilities may miss the sum 1 by this much.
LOTTERY_TOLERANCE = 1e-9

Probability: TypeAlias = Fraction | FieldElement | float
Lottery: TypeAlias = tuple[tuple[int, Probability], ...]


def read_list(value: Any, argument: str) -> list[Any]:
    """Return what is in an iterable."""
    try:
        return list(value)
    except TypeError:
        raise invalid(argument, value, "a sequence") from None


def read_pair(value: Any, argument: str, expected: str) -> tuple[Any, Any]:
    """Return the two parts of a pair."""
    try:
        first, second = value
    except (TypeError, ValueError):
        raise invalid(argument, value, f"a pair {expected}") from None
    return first, second


def read_index(value: object, below: int, argument: str) -> int:
    """Return an index of a state."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < below:
        raise invalid(argument, value, f"a state, an index below {below}")
    return value


def read_lottery(pairs: Iterable[Any], states: int, argument: str) -> Lottery:
    """Return a lottery in ascending order of the states; its sum is not looked at yet."""
    listed = read_list(pairs, argument)
    entries = [read_pair(entry, argument, "(state, probability)") for entry in listed]
    lottery = sorted(
        ((read_index(s, states, argument), _probability(p, argument)) for s, p in entries),
        key=lambda entry: entry[0],
    )
    if len({s for s, _ in lottery}) != len(lottery):
        raise invalid(argument, entries, "each state at most once in a lottery")
    if not all(p > 0 for _, p in lottery):
        raise invalid(argument, entries, "positive probabilities")
    return tuple(lottery)


def _probability(value: Any, argument: str) -> Probability:
    if isinstance(value, FieldElement):
        known = value.number() if value.is_rational else value
        assert not isinstance(known, AlgebraicNumber)
        return known
    if isinstance(value, AlgebraicNumber):
        raise invalid(argument, value, "irrational probabilities as elements of one NumberField")
    is_float = isinstance(value, numbers.Real) and not isinstance(value, numbers.Rational)
    if is_float and math.isfinite(float(value)):
        return float(value)
    return read_exact(value, argument)


def in_one_arithmetic(lotteries: Sequence[Lottery]) -> list[Lottery]:
    """Return the lotteries, with a probability of 1 written as the others are, once they add up."""
    if not any(isinstance(p, float) for lottery in lotteries for _, p in lottery):
        field_of(lotteries)
    else:
        lotteries = [tuple((s, _as_float(p)) for s, p in lottery) for lottery in lotteries]
    for lottery in lotteries:
        missing = sum(p for _, p in lottery) - 1  # pyright: ignore[reportUnknownVariableType]
        close = abs(missing) <= LOTTERY_TOLERANCE if isinstance(missing, float) else missing == 0
        if not close:
            raise invalid("lottery", source_of(lottery), "probabilities that sum to 1")
    return list(lotteries)


def _as_float(value: Probability) -> float:
    if isinstance(value, float) or value == 1:
        return float(value)
    raise MixedArithmeticError(
        f"lottery: got the exact probability {value} beside floats; write all probabilities as "
        "floats, or all as Fractions"
    )


def field_of(lotteries: Iterable[Lottery]) -> NumberField | None:
    """Return the one field of the irrational probabilities, if there are any."""
    fields = {p.field for lottery in lotteries for _, p in lottery if isinstance(p, FieldElement)}
    if len(fields) > 1:
        raise invalid("lottery", sorted(map(str, fields)), "probabilities of one number field")
    return fields.pop() if fields else None


def source_of(lottery: Lottery) -> str:
    """Return the Python expression of a lottery, as short as it can be."""
    return f"[{', '.join(f'({s}, {number_source(p)})' for s, p in lottery)}]"


def words_of(lottery: Lottery) -> str:
    """Return a lottery in words; irrational probabilities are shown to ten digits."""
    if len(lottery) == 1:
        return f"state {lottery[0][0]}"
    shown = [(f"{float(p):.10g}" if isinstance(p, FieldElement) else str(p), s) for s, p in lottery]
    return ", ".join(f"{chance} state {s}" for chance, s in shown)
