"""Polynomials in one variable over any ordered field, as lists, lowest degree first."""

from __future__ import annotations

from collections.abc import Sequence
from math import comb
from typing import Any, TypeAlias

from flint import fmpq

__all__ = ["Polynomial", "at", "below", "difference", "product", "scaled", "sum_of"]

Polynomial: TypeAlias = list[Any]


def sum_of(a: Sequence[Any], b: Sequence[Any]) -> Polynomial:
    """Return a + b."""
    long, short = (a, b) if len(a) >= len(b) else (b, a)
    return [x + y for x, y in zip(long, short, strict=False)] + list(long[len(short) :])


def difference(a: Sequence[Any], b: Sequence[Any]) -> Polynomial:
    """Return a - b."""
    return sum_of(a, [-x for x in b])


def scaled(a: Sequence[Any], factor: Any) -> Polynomial:
    """Return a times a number."""
    return [x * factor for x in a]


def product(a: Sequence[Any], b: Sequence[Any]) -> Polynomial:
    """Return a times b."""
    result: Polynomial = [a[0] - a[0]] * (len(a) + len(b) - 1)
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            result[i + j] = result[i + j] + x * y
    return result


def at(a: Sequence[Any], t: Any) -> Any:
    """Return the value at `t`."""
    value = a[-1]
    for x in reversed(a[:-1]):
        value = value * t + x
    return value


def below(a: Sequence[Any], t: fmpq, strict: bool) -> bool:
    """Tell whether all Bernstein coefficients on [0, t] are <= 0; strict: and the value at t < 0.

    Then the polynomial is <= 0 on [0, t], and < 0 on (0, t] if strict: the last coefficient is the
    value at t, and every coefficient has a positive weight inside.
    """
    n = len(a) - 1
    powers = [x * t**k for k, x in enumerate(a)]
    for k in range(n + 1):
        # Inside [0, t] each Bernstein polynomial is positive: one negative coefficient will do.
        value = sum((powers[j] * fmpq(comb(k, j), comb(n, j)) for j in range(1, k + 1)), powers[0])
        if value > 0 or (strict and k == n and not value < 0):
            return False
    return True
