"""The name and the domain of the one number that a family leaves free.

Examples
--------
>>> print(Parameter("delta", Fraction(0), Fraction(1)))
delta in (0, 1)
"""

from __future__ import annotations

import keyword
from dataclasses import dataclass
from fractions import Fraction

from coopgames.arithmetic.grammar import read_exact
from coopgames.errors import invalid

__all__ = ["Parameter"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A name and the open interval over which it ranges.

    Parameters
    ----------
    name : str
        A Python identifier.
    lower, upper : Fraction or None
        The ends of the open domain; None is an infinite end.

    Raises
    ------
    InvalidGameError
        If the name is no identifier or the domain is empty.

    Examples
    --------
    >>> Parameter("delta", Fraction(0), Fraction(1)).name
    'delta'
    """

    name: str
    lower: Fraction | None = None
    upper: Fraction | None = None

    def __post_init__(self) -> None:
        _check_name(self.name)
        for end in ("lower", "upper"):
            value: object = getattr(self, end)
            if value is not None:
                object.__setattr__(self, end, read_exact(value, end))
        if self.lower is not None and self.upper is not None and self.lower >= self.upper:
            raise invalid("lower", self.lower, f"a lower end below the upper end {self.upper}")

    def __str__(self) -> str:
        low = "-oo" if self.lower is None else str(self.lower)
        high = "oo" if self.upper is None else str(self.upper)
        return f"{self.name} in ({low}, {high})"


def _check_name(name: object) -> None:
    if not isinstance(name, str) or not name.isidentifier() or keyword.iskeyword(name):
        raise invalid("name", name, "an identifier such as 'delta'")
