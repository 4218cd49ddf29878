"""A formula with what it is about, what it assumes, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from coopgames.arithmetic.grammar import read_exact
from coopgames.errors import invalid

__all__ = ["ClosedForm", "RootForm", "symbols", "sympy_module"]

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


def symbols(names: str, **assumptions: bool) -> tuple[Any, ...]:
    """Return SymPy symbols, with the assumptions given or else those of the notation.

    Examples
    --------
    >>> kappa, v = symbols("kappa v")
    >>> kappa.is_positive, v.is_positive
    (True, None)
    """
    sympy = sympy_module()
    given = assumptions or None
    return tuple(sympy.Symbol(name, **(given or NOTATION[name])) for name in names.split())


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
        return tuple(sorted(_free_symbols(self)))

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
        numbers = _numbers(self, values)
        if _first_false((self.condition,), numbers) is not None:
            return None
        return _rational(self.expression.xreplace(numbers))


@dataclass(frozen=True, slots=True)
class RootForm:
    """An unknown that is the only root of an equation in an interval.

    Attributes
    ----------
    institution, unknown : str
        The key under which :func:`coopgames.closed_form` finds it.
    equation : sympy.Expr
        Zero at the unknown; a ratio of polynomials in it once the other numbers are given.
    symbol : sympy.Symbol
        Of the unknown.
    interval : pair of sympy.Expr
        Open; exactly one root of odd order lies in it where ``condition`` holds.
    assumptions, condition, meaning, source
        As for :class:`ClosedForm`.
    """

    institution: str
    unknown: str
    equation: Any
    symbol: Any
    interval: tuple[Any, Any]
    assumptions: tuple[Any, ...]
    condition: Any
    meaning: str
    source: str

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of the numbers that :meth:`at` needs, in alphabetical order."""
        return tuple(sorted(_free_symbols(self)))

    def at(self, **values: object) -> Any:
        """Return the root at exact numbers: a Fraction, a SymPy ``CRootOf``, or None.

        Raises
        ------
        InvalidGameError
            If a parameter is missing or unknown, an assumption fails, or the interval does not hold
            exactly one root.
        """
        sympy = sympy_module()
        numbers = _numbers(self, values)
        if _first_false((self.condition,), numbers) is not None:
            return None
        top = sympy.together(self.equation.xreplace(numbers).doit()).as_numer_denom()[0]
        low, high = (sympy.sympify(end).xreplace(numbers) for end in self.interval)
        roots = [
            r for r in dict.fromkeys(sympy.Poly(top, self.symbol).real_roots()) if low < r < high
        ]
        if len(roots) != 1:
            raise invalid("values", values, f"numbers with one root in the interval, not {roots}")
        return _rational(roots[0])


def _free_symbols(form: ClosedForm | RootForm) -> dict[str, Any]:
    """Return the symbols of a form by name, but for the unknown of an equation."""
    parts: list[Any] = [form.condition, *form.assumptions]
    if isinstance(form, ClosedForm):
        parts.append(form.expression)
    else:
        sympify: Any = sympy_module().sympify
        parts += [form.equation, *(sympify(end) for end in form.interval)]
    found: dict[str, Any] = {}
    for part in parts:
        found |= {str(symbol): symbol for symbol in part.free_symbols}
    if isinstance(form, RootForm):
        found.pop(str(form.symbol), None)
    return found


def _numbers(form: ClosedForm | RootForm, values: dict[str, object]) -> dict[Any, Any]:
    """Return SymPy numbers by symbol, after the assumptions were found to hold."""
    sympy = sympy_module()
    known = _free_symbols(form)
    if set(values) != set(known):
        raise invalid("values", sorted(values), f"values of {', '.join(sorted(known))}")
    exact = {name: _as_assumed(known[name], x) for name, x in values.items()}
    numbers = {known[name]: sympy.Rational(x.numerator, x.denominator) for name, x in exact.items()}
    failed = _first_false(form.assumptions, numbers)
    if failed is not None:
        given = ", ".join(f"{name} = {x}" for name, x in exact.items())
        raise invalid("values", given, f"numbers for which {failed}")
    return numbers


def _rational(value: Any) -> Any:
    return Fraction(int(value.p), int(value.q)) if value.is_Rational else value


def _as_assumed(symbol: Any, value: object) -> Fraction:
    number = read_exact(value, str(symbol))
    if symbol.is_positive and number <= 0:
        raise invalid(str(symbol), value, "a number > 0")
    if symbol.is_nonnegative and number < 0:
        raise invalid(str(symbol), value, "a number >= 0")
    return number


def _first_false(relations: Iterable[Any], numbers: dict[Any, Any]) -> Any:
    """Return the first relation that does not hold, or None."""
    return next((r for r in relations if not bool(r.xreplace(numbers))), None)
