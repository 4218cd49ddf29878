"""Exact values of numbers known to many digits: rational, or all in one number field.

What is recognised here is a guess, good enough that chance would need many digits to make it; the
checks that follow are the proof.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from flint import fmpq, fmpz, fmpz_mat

from coopgames.arithmetic import AlgebraicNumber, FieldElement, NumberField
from coopgames.errors import InvalidGameError

__all__ = ["recognised", "simplest"]

MAX_DEGREE = 8


def recognised(values: Sequence[fmpq], bits: int) -> tuple[list[Any], NumberField | None] | None:
    """Return exact numbers for values that are right to `bits` binary digits, or None.

    Returns
    -------
    list of fmpq or FieldElement
    NumberField or None
        None if all values are rational.
    """
    rational = [simplest(x, bits) for x in values]
    irrational = [k for k, x in enumerate(rational) if x is None]
    if not irrational:
        return list(rational), None
    for k in irrational:
        root = _algebraic(values[k], bits)
        if root is None:
            continue
        field = NumberField(root)
        found = [
            _in_field(x, field, bits) if known is None else known
            for x, known in zip(values, rational, strict=True)
        ]
        if None not in found:
            return [x if isinstance(x, FieldElement) else field.element(x) for x in found], field
    return None


def simplest(x: fmpq, bits: int) -> fmpq | None:
    """Return the first convergent of `x` within ``2**-bits``, unless its denominator is too large.

    Any number has such a convergent with half of the digits, and a number with a large partial
    quotient (near discount factor 1 there are some) with somewhat fewer: a third is asked for.
    """
    tolerance = fmpq(1, 1 << bits)
    limit = fmpz(1) << (bits // 3)
    whole = x.floor()
    h0, h1, k0, k1 = fmpz(1), whole, fmpz(0), fmpz(1)
    rest = x - whole
    while abs(fmpq(h1, k1) - x) > tolerance:
        if not rest or k1 > limit:
            return None
        turned = 1 / rest
        a = turned.floor()
        rest = turned - a
        h0, h1, k0, k1 = h1, a * h1 + h0, k1, a * k1 + k0
    return fmpq(h1, k1)


def _relation(values: Sequence[fmpq], bits: int) -> list[int] | None:
    """Return small integers with sum c_i v_i = 0, by lattice reduction, or None.

    A relation counts only if its coefficients are much shorter than those that chance gives.
    """
    n = len(values)
    scale = fmpz(1) << bits
    rows = [
        [int(i == j) for j in range(n)] + [int((v * scale).floor())] for i, v in enumerate(values)
    ]
    shortest = fmpz_mat(rows).lll()
    first = [int(shortest[0, j]) for j in range(n + 1)]
    if max(map(abs, first)).bit_length() > bits // (n + 1):
        return None
    return first[:n]


def _algebraic(x: fmpq, bits: int) -> AlgebraicNumber | None:
    powers = [fmpq(1), x]
    for _ in range(2, MAX_DEGREE + 1):
        powers.append(powers[-1] * x)
        found = _relation(powers, bits)
        if found is not None and found[-1]:
            center = Fraction(int(x.p), int(x.q))
            gap = Fraction(1, 1 << (bits // 2))
            try:
                root = AlgebraicNumber.root(found, center - gap, center + gap)
            except InvalidGameError:
                return None
            return root if isinstance(root, AlgebraicNumber) else None
    return None


def _in_field(x: fmpq, field: NumberField, bits: int) -> FieldElement | None:
    low = field.root.refine(bits)[0]
    theta = fmpq(low.numerator, low.denominator)
    powers = [fmpq(1)]
    for _ in range(field.degree - 1):
        powers.append(powers[-1] * theta)
    found = _relation([x, *powers], bits)
    if found is None or not found[0]:
        return None
    return field.from_coefficients([Fraction(-c, found[0]) for c in found[1:]])
