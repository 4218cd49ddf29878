from __future__ import annotations

from fractions import Fraction

import pytest

from coopgames.arithmetic import GRID_BITS, Enclosure, as_scalar, ends, outward
from coopgames.errors import InvalidGameError, MixedArithmeticError

F = Fraction


def test_grid() -> None:
    assert GRID_BITS == 48


def test_ends_and_back() -> None:
    x = Enclosure(F(1, 4), F(1, 2))
    assert ends(x) == (F(1, 4), F(1, 2))
    assert ends(F(1, 3)) == (F(1, 3), F(1, 3))
    assert as_scalar(*ends(x)) == x
    assert as_scalar(F(1, 3), F(1, 3)) == F(1, 3)
    assert type(as_scalar(1, 1)) is Fraction


def test_floats_are_refused() -> None:
    with pytest.raises(MixedArithmeticError):
        ends(0.5)  # type: ignore[arg-type]
    with pytest.raises(MixedArithmeticError):
        as_scalar(0.5, 0.5)  # type: ignore[arg-type]
    with pytest.raises(MixedArithmeticError):
        outward(0.5, 1)  # type: ignore[arg-type]


def test_outward() -> None:
    assert outward(F(1, 3), F(2, 3), 2) == Enclosure(F(1, 4), F(3, 4))
    assert outward(F(-1, 3), F(1, 4), 2) == Enclosure(F(-1, 2), F(1, 4))
    assert outward(F(1, 3), F(1, 3)).width == F(1, 2**48)
    assert outward(F(5, 4), F(5, 4), 0) == Enclosure(F(1), F(2))


def test_outward_refuses() -> None:
    with pytest.raises(InvalidGameError, match="bits"):
        outward(F(0), F(1), -1)
    with pytest.raises(InvalidGameError, match="lower"):
        outward(F(1), F(0))
    with pytest.raises(InvalidGameError, match="lower"):
        as_scalar(1, 0)
