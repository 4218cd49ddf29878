"""Conditions between the numbers of an institution, decided for a whole family of them at once."""

from __future__ import annotations

from coopgames.arithmetic import Number, RationalFunction
from coopgames.arithmetic.algebraic import AlgebraicNumber
from coopgames.errors import UndecidedComparisonError, invalid

__all__ = ["exceeds", "refuse_below", "where_exceeds"]


def refuse_below(
    name: str, value: Number, other_name: str, other: Number, *, strictly: bool = False
) -> None:
    """Refuse a number that is below another one, of a family one that is so anywhere.

    Parameters
    ----------
    name : str
        Of the number, for the message.
    value : number
    other_name : str
    other : number
        What it may not be below. Either may be a ratio of polynomials in the free parameter of a
        family: then the condition must hold at every value in the open domain of the parameter.
    strictly : bool, optional
        Whether the two may not be equal either.

    Raises
    ------
    InvalidGameError
        If it is below (or, strictly, not above) the other, or if enclosures do not tell.

    Examples
    --------
    >>> from coopgames import parameter
    >>> refuse_below("worth", 3, "cost", 2, strictly=True)
    >>> refuse_below("worth", 3, "cost", parameter("cost", 0, 3), strictly=True)
    >>> refuse_below("worth", 3, "cost", parameter("cost", 0, 4))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    coopgames.errors.InvalidGameError: worth: got 3, expected ... only for cost in (0, 3]
    """
    sign = ">" if strictly else ">="
    expected = f"a number {sign} {other_name} = {other}"
    if isinstance(value, RationalFunction) or isinstance(other, RationalFunction):
        difference = value - other
        # Of one parameter, and so another ratio (a constant one if both depend on it alike).
        assert isinstance(difference, RationalFunction)
        if not _fits_everywhere(difference, strictly):
            where = _where(difference, strictly)
            raise invalid(name, value, f"{expected} at every value of the parameter, {where}")
        return
    try:
        fits = value > other if strictly else value >= other
    except UndecidedComparisonError:
        fits = False  # enclosures that overlap: a part of what is enclosed does not fit
    if not fits:
        raise invalid(name, value, expected)


def exceeds(value: Number, other: Number) -> bool | None:
    """Return whether a number is above another one; None if that differs within a family.

    Enclosures that overlap give None as well.

    Examples
    --------
    >>> from coopgames import parameter
    >>> exceeds(2, 2), exceeds(parameter("x", 3, 4), 2), exceeds(parameter("x", 1, 4), 2)
    (False, True, None)
    """
    if isinstance(value, RationalFunction) or isinstance(other, RationalFunction):
        difference = value - other
        assert isinstance(difference, RationalFunction)
        if _fits_everywhere(difference, strictly=True):
            return True
        return False if _fits_everywhere(-difference, strictly=False) else None
    try:
        return bool(value > other)
    except UndecidedComparisonError:
        return None


def where_exceeds(value: Number, other: Number) -> str:
    """Return in words where in a family a number is above another one."""
    difference = value - other
    if not isinstance(difference, RationalFunction):
        return "which the enclosures do not tell"
    return _where(difference, strictly=True)


def _fits_everywhere(difference: RationalFunction, strictly: bool) -> bool:
    """Return whether a difference is positive (or not negative) on the whole open domain."""
    signs = [sign for _, _, sign in difference.sign_cells()]
    if not strictly:
        return min(signs) >= 0
    # Between two positive cells there may still be a zero.
    return min(signs) > 0 and not difference.roots()


def _where(difference: RationalFunction, strictly: bool) -> str:
    """Return in words at which values of the parameter a difference fits."""
    domain = difference.parameter
    zeros = () if strictly else difference.roots() if difference.numerator else ()
    parts: list[str] = []
    for low, high, sign in difference.sign_cells():
        if sign > 0:
            left, right = ("[" if low in zeros else "("), ("]" if high in zeros else ")")
            parts.append(f"{left}{_end(low, '-oo')}, {_end(high, 'oo')}{right}")
    if not parts:
        return f"which holds for no {domain.name} in its domain"
    return f"which holds only for {domain.name} in {' and '.join(parts)}"


def _end(end: object, infinite: str) -> str:
    if end is None:
        return infinite
    return str(float(end)) if isinstance(end, AlgebraicNumber) else str(end)
