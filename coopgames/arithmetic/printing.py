"""How numbers and polynomials are written, in plain text and in LaTeX.

Examples
--------
>>> polynomial_text((-1, 0, 3)), polynomial_source((1, -1), "delta")
('3x^2 - 1', '1 - delta')
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from coopgames.arithmetic.grammar import digits

__all__ = [
    "enclosure_text",
    "fraction_source",
    "fraction_text",
    "parameter_latex",
    "polynomial_latex",
    "polynomial_source",
    "polynomial_text",
]

_SHOWN_DECIMALS = 20

# fmt: off
_GREEK = frozenset({
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda",
    "mu", "nu", "xi", "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega",
})
# fmt: on


def polynomial_text(coefficients: Sequence[int]) -> str:
    """Return the polynomial in x, highest degree first, such as ``3x^2 - 1``.

    Examples
    --------
    >>> polynomial_text((5, -1, 0, 1))
    'x^3 - x + 5'
    """
    powers = [
        (c, "" if i == 0 else "x" if i == 1 else f"x^{i}") for i, c in enumerate(coefficients)
    ]
    return _joined(powers[::-1], "")


def polynomial_latex(
    coefficients: Sequence[int], name: str = "x", *, ascending: bool = False
) -> str:
    r"""Return the polynomial in LaTeX.

    Examples
    --------
    >>> polynomial_latex((-1, 0, 3)), polynomial_latex((1, -1), "delta", ascending=True)
    ('3x^{2} - 1', '1 - \\delta')
    """
    symbol = parameter_latex(name)
    powers = [
        (c, "" if i == 0 else symbol if i == 1 else f"{symbol}^{{{i}}}")
        for i, c in enumerate(coefficients)
    ]
    return _joined(powers if ascending else powers[::-1], "")


def polynomial_source(coefficients: Sequence[int], name: str) -> str:
    """Return the polynomial as Python source, lowest degree first.

    Examples
    --------
    >>> polynomial_source((0, -2, 1), "delta")
    '-2*delta + delta**2'
    """
    powers = [
        (c, "" if i == 0 else name if i == 1 else f"{name}**{i}")
        for i, c in enumerate(coefficients)
    ]
    return _joined(powers, "*")


def parameter_latex(name: str) -> str:
    r"""Return a parameter's name in LaTeX: Greek names become letters.

    Examples
    --------
    >>> parameter_latex("delta"), parameter_latex("p"), parameter_latex("fine_size")
    ('\\delta', 'p', '\\mathrm{fine\\_size}')
    """
    if name in _GREEK:
        return "\\" + name
    if len(name) == 1:
        return name
    escaped = name.replace("_", r"\_")
    return rf"\mathrm{{{escaped}}}"


def fraction_text(value: Fraction) -> str:
    """Return the fraction as ``p/q``, or ``p`` when it is an integer, at any length.

    Examples
    --------
    >>> fraction_text(Fraction(-3, 4)), fraction_text(Fraction(2))
    ('-3/4', '2')
    """
    top = digits(value.numerator)
    return top if value.denominator == 1 else f"{top}/{digits(value.denominator)}"


def fraction_source(value: Fraction) -> str:
    """Return the repr of a fraction, at any length.

    Examples
    --------
    >>> fraction_source(Fraction(1, 2))
    'Fraction(1, 2)'
    """
    return f"Fraction({digits(value.numerator)}, {digits(value.denominator)})"


def enclosure_text(lower: Fraction, upper: Fraction) -> str:
    """Return a decimal centre and a radius that covers both ends, or the fraction of a point.

    Examples
    --------
    >>> enclosure_text(Fraction(1, 3), Fraction(1, 3) + Fraction(1, 10**6))
    '0.3333338 (± 6e-7)'
    """
    if lower == upper:
        return fraction_text(lower)
    decimals = min(_SHOWN_DECIMALS, max(0, -_decade(upper - lower) + 1))
    step = Fraction(1, 10**decimals)
    centre = round(((lower + upper) / 2) / step) * step
    # The radius covers the rounding of the centre, so the line printed is itself true.
    radius = max(upper - centre, centre - lower)
    decade = _decade(radius)
    leading = math.ceil(radius / Fraction(10) ** decade)
    if leading == 10:
        leading, decade = 1, decade + 1
    return f"{_decimal_text(centre, decimals)} (± {leading}e{decade})"


def _joined(powers: Sequence[tuple[int, str]], times: str) -> str:
    text = ""
    for coefficient, power in powers:
        if coefficient == 0:
            continue
        size = digits(abs(coefficient))
        term = size if not power else power if size == "1" else f"{size}{times}{power}"
        if not text:
            text = f"-{term}" if coefficient < 0 else term
        else:
            text += f" - {term}" if coefficient < 0 else f" + {term}"
    return text or "0"


def _decade(x: Fraction) -> int:
    """Return the exponent e with 10**e <= x < 10**(e + 1), for x > 0, without floats."""
    guess = len(digits(x.numerator)) - len(digits(x.denominator))
    return guess if Fraction(10) ** guess <= x else guess - 1


def _decimal_text(x: Fraction, decimals: int) -> str:
    scaled = digits(abs(int(x * 10**decimals))).rjust(decimals + 1, "0")
    sign = "-" if x < 0 else ""
    return sign + (f"{scaled[:-decimals]}.{scaled[-decimals:]}" if decimals else scaled)
