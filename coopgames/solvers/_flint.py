"""The door between users' Fractions and python-flint's rationals and polynomials."""

from __future__ import annotations

from fractions import Fraction

from flint import fmpq, fmpq_poly

__all__ = ["coefficients", "from_flint", "to_flint"]


def to_flint(value: object) -> fmpq:
    """Return a Fraction as a flint rational."""
    assert isinstance(value, Fraction)
    return fmpq(value.numerator, value.denominator)


def from_flint(value: fmpq) -> Fraction:
    """Return a flint rational as a Fraction."""
    return Fraction(int(value.p), int(value.q))


def coefficients(polynomial: fmpq_poly) -> tuple[Fraction, ...]:
    """Return the coefficients of a flint polynomial, lowest degree first."""
    return tuple(from_flint(c) for c in polynomial.coeffs())
