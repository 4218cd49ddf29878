"""Numbers of an institution in the author's words: what they count, their unit, their domain."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from coopgames.arithmetic import Enclosure, Number, RationalFunction, parameter
from coopgames.arithmetic.grammar import read_exact
from coopgames.errors import invalid

__all__ = ["PER_PERIOD", "Quantity", "chance", "choice", "count", "patience", "quantity"]

PER_PERIOD = "a period"


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number (or choice) of an institution.

    Attributes
    ----------
    words : str
        What it is, in the author's words where she has any.
    unit : str
        Money a round, utils, members, periods, ...; ``"-"`` for a pure number.
    symbol : str
        In the theory notes.
    least, most : Fraction or None
        The domain; None is an end that is not bounded.
    open_least, open_most : bool
        Whether that end is left out.
    integral : bool
    options : tuple of str
        For a choice; empty for a number.
    attribute : str
        The attribute of the equity standard that it expresses, or ``"-"``.
    """

    words: str
    unit: str
    symbol: str
    least: Fraction | None = None
    most: Fraction | None = None
    open_least: bool = False
    open_most: bool = False
    integral: bool = False
    options: tuple[str, ...] = ()
    attribute: str = "-"

    @property
    def domain(self) -> str:
        """The domain in words, for error messages."""
        if self.options:
            return f"one of {', '.join(self.options)}"
        kind = "an integer" if self.integral else "a number"
        ends: list[str] = []
        if self.least is not None:
            ends.append(f"{'>' if self.open_least else '>='} {self.least}")
        if self.most is not None:
            ends.append(f"{'<' if self.open_most else '<='} {self.most}")
        return " ".join([kind, " and ".join(ends)]).strip()

    def contains(self, value: Number) -> bool:
        """Whether a number lies in the domain (an enclosure or a parameter: as a whole).

        Of a ratio of polynomials other than the parameter itself nothing is asked here: the game
        that is made of it checks what must hold.
        """
        if isinstance(value, RationalFunction):
            if value != RationalFunction(value.parameter, (0, 1)):
                return True
            low, high = value.parameter.lower, value.parameter.upper
            # Its domain is open, so its ends may be ends of this one.
            above = self.least is None or (low is not None and low >= self.least)
            return above and (self.most is None or (high is not None and high <= self.most))
        low, high = (value.lower, value.upper) if isinstance(value, Enclosure) else (value, value)
        above = self.least is None or (low > self.least if self.open_least else low >= self.least)
        below = self.most is None or (high < self.most if self.open_most else high <= self.most)
        return above and below

    def free(self, name: str) -> RationalFunction:
        """Return the number as a parameter over its domain.

        Raises
        ------
        InvalidGameError
            If it is a choice or counts something, or an end of the domain is not bounded.
        """
        if self.options or self.integral:
            raise invalid("parameter", name, "a quantity that is not a choice or a whole number")
        if self.least is None or self.most is None:
            advice = f"coopgames.parameter({name!r}, lower, upper), as its domain is unbounded"
            raise invalid("parameter", name, advice)
        return parameter(name, self.least, self.most)


def quantity(
    words: str,
    unit: str,
    symbol: str,
    default: object,
    *,
    least: object = None,
    most: object = None,
    above: object = None,
    below: object = None,
    attribute: str = "-",
) -> Any:
    """Return a dataclass field for a number.

    Parameters
    ----------
    words, unit, symbol : str
    default : exact number
    least, most : exact number, optional
        Closed ends of the domain.
    above, below : exact number, optional
        Open ends of the domain.
    attribute : str, optional
        Of the equity standard.
    """
    low, high = least if above is None else above, most if below is None else below
    made = Quantity(
        words,
        unit,
        symbol,
        None if low is None else read_exact(low, "least"),
        None if high is None else read_exact(high, "most"),
        above is not None,
        below is not None,
        attribute=attribute,
    )
    return field(default=default, metadata={"quantity": made})


def count(
    words: str,
    unit: str,
    symbol: str,
    default: int,
    *,
    least: int = 1,
    most: int | None = None,
    attribute: str = "-",
) -> Any:
    """Return a dataclass field for a whole number."""
    top = None if most is None else Fraction(most)
    low = Fraction(least)
    made = Quantity(words, unit, symbol, low, top, integral=True, attribute=attribute)
    return field(default=default, metadata={"quantity": made})


def chance(
    words: str, symbol: str, default: object, *, attribute: str = "-", **ends: object
) -> Any:
    """Return a dataclass field for a probability, in [0, 1] or between narrower ends."""
    given = dict(ends)
    if "above" not in given:
        given.setdefault("least", 0)
    if "below" not in given:
        given.setdefault("most", 1)
    return quantity(words, "-", symbol, default, attribute=attribute, **given)  # type: ignore[arg-type]


def patience(default: object, *, words: str = "discount factor") -> Any:
    """Return the dataclass field of the discount factor per period."""
    return quantity(words, PER_PERIOD, "delta", default, least=0, below=1)


def choice(words: str, default: str, *options: str, attribute: str = "-") -> Any:
    """Return a dataclass field for one of several words."""
    made = Quantity(words, "-", "-", options=options, attribute=attribute)
    return field(default=default, metadata={"quantity": made})
