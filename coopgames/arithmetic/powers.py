"""The polynomial whose roots are the powers of another polynomial's roots.

It is the characteristic polynomial of a power of the companion matrix. Over the integers the
entries explode, so it is computed modulo many primes of 62 bits and put together by the Chinese
remainder theorem, with a proved bound on the coefficients.

Examples
--------
>>> power_polynomial(flint.fmpz_poly([-1, -1, 1]), 5)
x^2 + (-11)*x + (-1)
"""

from __future__ import annotations

from collections.abc import Iterator
from math import isqrt

import flint

from coopgames.arithmetic.polynomials import coefficients_of

__all__ = ["power_polynomial"]

_LARGEST = (1 << 62) - 1


def power_polynomial(p: flint.fmpz_poly, k: int) -> flint.fmpz_poly:
    """Return ``lead**k`` times the product of ``x - root**k`` over the roots of `p`.

    Notes
    -----
    With M the Mahler measure, the coefficients are at most ``2**n M(p)**k`` in absolute value, and
    ``M(p)`` is at most the Euclidean norm of the coefficients (Landau 1905).

    Examples
    --------
    >>> power_polynomial(flint.fmpz_poly([-3, 2]), 2)
    4*x + (-9)
    """
    if k == 1:
        return p
    coefficients = coefficients_of(p)
    degree = len(coefficients) - 1
    norm = isqrt(sum(c * c for c in coefficients)) + 1
    needed = 2 * (1 << degree) * norm**k + 1
    residues, modulus = [0] * (degree + 1), 1
    primes = _primes(coefficients[-1])
    while modulus < needed:
        prime = next(primes)
        image = _modulo(coefficients, k, prime)
        inverse = pow(modulus, -1, prime)
        residues = [
            r + modulus * ((image[i] - r) * inverse % prime) for i, r in enumerate(residues)
        ]
        modulus *= prime
    return flint.fmpz_poly([r - modulus if 2 * r > modulus else r for r in residues])


def _modulo(coefficients: tuple[int, ...], k: int, prime: int) -> list[int]:
    degree = len(coefficients) - 1
    lead = coefficients[-1] % prime
    inverse = pow(lead, -1, prime)
    companion = flint.nmod_mat(degree, degree, prime)
    for i in range(degree):
        companion[i, degree - 1] = -coefficients[i] * inverse % prime
        if i:
            companion[i, i - 1] = 1
    scale = pow(lead, k, prime)
    return [int(c) * scale % prime for c in (companion**k).charpoly().coeffs()]


def _primes(lead: int) -> Iterator[int]:
    """Yield the primes below 2**62 that do not divide `lead`, downwards."""
    candidate = _LARGEST
    while True:
        if flint.fmpz(candidate).is_prime() and lead % candidate:
            yield candidate
        candidate -= 2
