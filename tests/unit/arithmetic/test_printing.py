from __future__ import annotations

import pytest

from coopgames.arithmetic.printing import (
    parameter_latex,
    polynomial_latex,
    polynomial_source,
    polynomial_text,
)


@pytest.mark.parametrize(
    ("coefficients", "text", "latex", "source"),
    [
        ((), "0", "0", "0"),
        ((0, 0), "0", "0", "0"),
        ((-1, 0, 3), "3x^2 - 1", "3x^{2} - 1", "-1 + 3*x**2"),
        ((1, -1), "-x + 1", "-x + 1", "1 - x"),
        ((0, 1, -1), "-x^2 + x", "-x^{2} + x", "x - x**2"),
        ((-5,), "-5", "-5", "-5"),
        ((0, -2), "-2x", "-2x", "-2*x"),
    ],
)
def test_polynomials(coefficients: tuple[int, ...], text: str, latex: str, source: str) -> None:
    assert polynomial_text(coefficients) == text
    assert polynomial_latex(coefficients) == latex
    assert polynomial_source(coefficients, "x") == source


def test_parameters() -> None:
    assert parameter_latex("delta") == r"\delta"
    assert parameter_latex("q") == "q"
    assert parameter_latex("detection_rate") == r"\mathrm{detection\_rate}"
    assert polynomial_latex((1, -1), "delta", ascending=True) == r"1 - \delta"
