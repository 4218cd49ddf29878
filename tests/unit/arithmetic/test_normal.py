from __future__ import annotations

from fractions import Fraction

import flint
import pytest

from coopgames.arithmetic import (
    Enclosure,
    arb_to_enclosure,
    normal,
    normal_cdf,
    normal_cdf_ball,
    power_root,
)
from coopgames.arithmetic.normal import integer_root, rational_root
from coopgames.errors import InvalidGameError, MixedArithmeticError, NotConvergedError

F = Fraction
CELLS = 2**48


def cell(k: int) -> Enclosure:
    return Enclosure(F(k, CELLS), F(k + 1, CELLS))


@pytest.mark.parametrize(
    ("x", "decimal"),
    [
        # Abramowitz and Stegun (1964), table 26.1
        (F(1), "0.841344746068543"),
        (F(-1), "0.158655253931457"),
        (F(2), "0.977249868051821"),
        (F(-2), "0.022750131948179"),
        (F(1, 2), "0.691462461274013"),
        (F(-3), "0.001349898031630"),
    ],
)
def test_tabulated_values(x: F, decimal: str) -> None:
    value = normal_cdf(x)
    assert isinstance(value, Enclosure)
    assert abs(value.midpoint - F(decimal)) <= F(1, 10**15) + value.width
    assert value.lower.denominator <= CELLS
    assert value.width == F(1, CELLS)


def test_zero_is_exact() -> None:
    assert normal_cdf(F(0)) == normal_cdf(F(0), over_sqrt=F(3)) == F(1, 2)


def test_tails() -> None:
    for x in (F(-10), F(-9), F(-(10**50))):
        assert normal_cdf(x) == cell(0)
        assert normal_cdf(-x) == cell(CELLS - 1)
    assert normal_cdf(F(-7)) == cell(360)
    assert normal_cdf(F(10**6), over_sqrt=F(10**12)) == normal_cdf(F(1))
    assert normal_cdf(F(1, 10**400)) == cell(CELLS // 2)
    assert normal_cdf(F(-1, 10**400)) == cell(CELLS // 2 - 1)


def test_over_sqrt() -> None:
    assert normal_cdf(F(3), over_sqrt=F(9)) == normal_cdf(F(1))
    assert normal_cdf(F(1), over_sqrt=F(2)) == normal_cdf(F(2), over_sqrt=F(8))


@pytest.mark.parametrize("variance", [0, -1, "x", True])
def test_over_sqrt_must_be_positive(variance: object) -> None:
    with pytest.raises(InvalidGameError, match="over_sqrt"):
        normal_cdf(F(1), over_sqrt=variance)  # type: ignore[arg-type]


def test_floats_are_refused() -> None:
    with pytest.raises(MixedArithmeticError, match="x: got the float"):
        normal_cdf(0.5)  # type: ignore[arg-type]


def test_precision_is_doubled_and_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = normal_cdf(F(1, 3))
    before = flint.ctx.prec
    monkeypatch.setattr(normal, "_FIRST_PRECISION", 2)
    assert normal_cdf(F(1, 3)) == expected
    monkeypatch.setattr(normal, "_LAST_PRECISION", 8)
    with pytest.raises(NotConvergedError, match="for x = 1/3"):
        normal_cdf(F(1, 3))
    assert flint.ctx.prec == before


def test_ball_keeps_relative_accuracy() -> None:
    for x in (-35, -1, 1, 35):
        ball = normal_cdf_ball(flint.arb(x))
        assert ball > 0
        assert ball.rad() < ball * flint.arb(2) ** -35
    assert normal_cdf_ball(flint.arb(1)) + normal_cdf_ball(flint.arb(-1)) - 1 < 1e-14
    assert normal_cdf_ball(flint.arb(0, 1)).contains(flint.arb(1) / 2)


def test_arb_to_enclosure() -> None:
    assert arb_to_enclosure(flint.arb(3) / 4) == Enclosure(F(3, 4), F(3, 4))
    ball = flint.arb(2).sqrt()
    box = arb_to_enclosure(ball)
    assert box.lower**2 < 2 < box.upper**2
    assert box.midpoint == F(int(ball.mid().fmpq().p), int(ball.mid().fmpq().q))
    wide = arb_to_enclosure(flint.arb(1, 0.25))
    assert wide.lower <= F(3, 4)
    assert wide.upper >= F(5, 4)


@pytest.mark.parametrize("ball", [flint.arb("nan"), flint.arb.pos_inf(), flint.arb(0).log()])
def test_balls_that_are_not_finite(ball: flint.arb) -> None:
    with pytest.raises(InvalidGameError, match="ball"):
        arb_to_enclosure(ball)


@pytest.mark.parametrize(
    ("value", "k", "root"),
    [
        (F(4, 9), 2, F(2, 3)),
        (F(0), 3, F(0)),
        (F(1), 100, F(1)),
        (F(45, 118), 1, F(45, 118)),
        (F(2**52, 3**52), 52, F(2, 3)),
    ],
)
def test_rational_roots(value: F, k: int, root: F) -> None:
    assert power_root(value, k) == root
    assert rational_root(value, k) == root


@pytest.mark.parametrize(("value", "k"), [(F(2), 2), (F(1, 3), 2), (F(18, 49), 52), (F(10**9), 7)])
def test_irrational_roots(value: F, k: int) -> None:
    root = power_root(value, k)
    assert isinstance(root, Enclosure)
    assert root.width == F(1, CELLS)
    assert root.lower**k < value < root.upper**k
    assert (root.lower * CELLS).denominator == 1
    coarse = power_root(value, k, bits=3)
    assert isinstance(coarse, Enclosure)
    assert root in coarse


def test_power_root_refuses() -> None:
    with pytest.raises(InvalidGameError, match="value"):
        power_root(F(-1), 3)
    with pytest.raises(InvalidGameError, match="k"):
        power_root(F(1), 0)
    with pytest.raises(InvalidGameError, match="bits"):
        power_root(F(2), 2, bits=-1)
    with pytest.raises(MixedArithmeticError, match="value"):
        power_root(0.5, 2)  # type: ignore[arg-type]


def test_integer_root() -> None:
    for k in (1, 2, 3, 7):
        for n in range(200):
            root = integer_root(n, k)
            assert root**k <= n < (root + 1) ** k
    assert integer_root(10**3000, 1000) == 1000
    assert integer_root(10**3000 - 1, 1000) == 999
    assert integer_root(5, 10**6) == 1
