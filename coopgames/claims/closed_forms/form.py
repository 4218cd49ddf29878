"""A formula with what it is about, what it assumes, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from coopgames.arithmetic.grammar import read_exact
from coopgames.errors import invalid

__all__ = ["ClosedForm", "symbols", "sympy_module"]

#: Assumptions that SymPy keeps with each symbol of the notation (docs/theory, section 0).
NOTATION: dict[str, dict[str, bool]] = {
    "alpha": {"nonnegative": True},
    "beta": {"positive": True},
    "D": {"positive": True},
    "d": {"positive": True},
    "delta": {"positive": True},
    "ell": {"positive": True},
    "b": {"positive": True},
    "kappa": {"positive": True},
    "n": {"positive": True},
    "pi_seen": {"positive": True},
    "s": {"real": True},
    "sigma": {"positive": True},
    "v": {"real": True},
}


def sympy_module() -> Any:
    """Import SymPy, whose annotations are too partial for a strict type checker."""
    import sympy  # pyright: ignore[reportMissingTypeStubs]

    return sympy


def symbols(names: str) -> tuple[Any, ...]:
    """Return SymPy symbols of the notation, with their assumptions.

    Examples
    --------
    >>> kappa, v = symbols("kappa v")
    >>> kappa.is_positive, v.is_positive
    (True, None)
    """
    sympy = sympy_module()
    return tuple(sympy.Symbol(name, **NOTATION[name]) for name in names.split())


@dataclass(frozen=True, slots=True)
class ClosedForm:
    """A formula for one unknown of one institution.

    Attributes
    ----------
    institution, unknown : str
        The key under which :func:`coopgames.closed_form` finds it.
    expression : sympy.Expr
    assumptions : tuple of sympy relations
        The formula says nothing where one of them fails.
    condition : sympy relation
        Where it is false (and the assumptions hold) no value of the unknown works.
    meaning : str
        What the number is, in one sentence.
    source : str
        Section and number in ``docs/theory``.
    """

    institution: str
    unknown: str
    expression: Any
    assumptions: tuple[Any, ...]
    condition: Any
    meaning: str
    source: str

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of the numbers that :meth:`at` needs, in alphabetical order."""
        found: set[str] = set()
        for relation in (self.expression, self.condition, *self.assumptions):
            found |= {str(symbol) for symbol in relation.free_symbols}
        return tuple(sorted(found))

    def at(self, **values: object) -> Any:
        """Return the value at exact numbers.

        Parameters
        ----------
        **values : exact numbers
            One for each of :attr:`parameters`.

        Returns
        -------
        Fraction, sympy.Expr or None
            A Fraction where the value is rational, otherwise the SymPy number (``.evalf(50)`` gives
            its digits); ``None`` where no value of the unknown works.

        Raises
        ------
        InvalidGameError
            If a parameter is missing or unknown, or an assumption fails.

        Examples
        --------
        >>> from coopgames import closed_form
        >>> form = closed_form("theorem1_treasury", "beta")
        >>> form.at(kappa="9/20", v="31/20", D="1/2")
        Fraction(18, 49)
        """
        sympy = sympy_module()
        if set(values) != set(self.parameters):
            raise invalid("values", sorted(values), f"values of {', '.join(self.parameters)}")
        exact = {name: _in_notation(name, x) for name, x in values.items()}
        numbers = {
            symbols(name)[0]: sympy.Rational(x.numerator, x.denominator)
            for name, x in exact.items()
        }
        failed = _first_false(self.assumptions, numbers)
        if failed is not None:
            given = ", ".join(f"{name} = {x}" for name, x in exact.items())
            raise invalid("values", given, f"numbers for which {failed}")
        if _first_false((self.condition,), numbers) is not None:
            return None
        value = self.expression.subs(numbers)
        return Fraction(int(value.p), int(value.q)) if value.is_Rational else value


def _in_notation(name: str, value: object) -> Fraction:
    number = read_exact(value, name)
    if NOTATION[name].get("positive") and number <= 0:
        raise invalid(name, value, "a number > 0")
    if NOTATION[name].get("nonnegative") and number < 0:
        raise invalid(name, value, "a number >= 0")
    return number


def _first_false(relations: Iterable[Any], numbers: dict[Any, Any]) -> Any:
    """Return the first relation that does not hold, or None."""
    return next((r for r in relations if not bool(r.subs(numbers))), None)
