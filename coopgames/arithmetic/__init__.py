"""Numbers: exact, enclosed, floating and symbolic, and the border where they enter.

Layers above take their numbers from here only. Users see `fractions.Fraction`,
`AlgebraicNumber`, `Enclosure` and `RationalFunction`; python-flint does the work underneath.

Examples
--------
>>> exact("0.9")
Fraction(9, 10)
>>> print(nth_root(exact("1/3"), 2))
0.5773502692 (root of 3x^2 - 1)
"""

from __future__ import annotations

from coopgames.arithmetic.algebraic import AlgebraicNumber
from coopgames.arithmetic.border import Arithmetic, Number, number, unify
from coopgames.arithmetic.enclosure import Enclosure
from coopgames.arithmetic.grammar import exact
from coopgames.arithmetic.normal import (
    arb_to_enclosure,
    normal_cdf,
    normal_cdf_ball,
    power_root,
)
from coopgames.arithmetic.number_field import FieldElement, NumberField
from coopgames.arithmetic.parameters import Parameter
from coopgames.arithmetic.rational_functions import RationalFunction, parameter
from coopgames.arithmetic.roots import between, nth_root, real_roots, sign_at
from coopgames.arithmetic.scalars import GRID_BITS, as_scalar, ends, outward

__all__ = [
    "GRID_BITS",
    "AlgebraicNumber",
    "Arithmetic",
    "Enclosure",
    "FieldElement",
    "Number",
    "NumberField",
    "Parameter",
    "RationalFunction",
    "arb_to_enclosure",
    "as_scalar",
    "between",
    "ends",
    "exact",
    "normal_cdf",
    "normal_cdf_ball",
    "nth_root",
    "number",
    "outward",
    "parameter",
    "power_root",
    "real_roots",
    "sign_at",
    "unify",
]
