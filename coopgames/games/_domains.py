"""Inequalities between numbers, one of which may contain a parameter with a domain."""

from __future__ import annotations

from coopgames.arithmetic import Number, RationalFunction

__all__ = ["at_least"]


def at_least(value: Number, bound: Number) -> bool:
    """Tell whether ``value >= bound``, for a parameter: on the whole of its domain.

    A parameter with an infinite end passes: no solver takes it, so nothing can be wrong yet.

    Examples
    --------
    >>> from coopgames.arithmetic import parameter
    >>> share = parameter("share", 0, 1)
    >>> at_least(share, 0), at_least(share, share * 2)
    (True, False)
    """
    difference = value - bound
    if not isinstance(difference, RationalFunction):
        return not value < bound
    constant = difference.constant()
    if constant is not None:
        return constant >= 0
    domain = difference.parameter
    if domain.lower is None or domain.upper is None:
        return True
    return all(sign >= 0 for _, _, sign in difference.sign_cells())
