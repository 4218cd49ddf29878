"""The exceptions of coopgames: one tree, each branch also the builtin that a caller would expect.

This module is the leaf of the import graph: it imports nothing of ours, so every other module may
raise these errors without a cycle.

Examples
--------
>>> issubclass(InvalidGameError, CoopgamesError) and issubclass(InvalidGameError, ValueError)
True
"""

from __future__ import annotations

__all__ = [
    "CertificateError",
    "CoopgamesError",
    "InvalidCaseError",
    "InvalidGameError",
    "MissingSolverError",
    "MixedArithmeticError",
    "NotConvergedError",
    "UndecidedComparisonError",
    "UnsupportedGameError",
]


class CoopgamesError(Exception):
    """Base of every error that coopgames raises on purpose."""


class InvalidGameError(CoopgamesError, ValueError):
    """An argument does not describe a game, a number or an institution."""


class MixedArithmeticError(CoopgamesError, TypeError):
    """Exact and floating-point numbers meet in one problem."""


class UnsupportedGameError(CoopgamesError, NotImplementedError):
    """The game is well formed, but no solver here covers its type."""


class NotConvergedError(CoopgamesError, RuntimeError):
    """An algorithm stopped before its answer was proved."""


class UndecidedComparisonError(CoopgamesError, ArithmeticError):
    """Two enclosures overlap, so neither is known to be the smaller."""


class CertificateError(CoopgamesError, ValueError):
    """A certificate is malformed or does not prove what it claims."""


class InvalidCaseError(CoopgamesError, ValueError):
    """A case file cannot be read; the message names the file, the key and the line."""


class MissingSolverError(CoopgamesError, ImportError):
    """An optional dependency is not installed; the message names the extra to install."""


def invalid(argument: str, value: object, expected: str) -> InvalidGameError:
    """Build the one message that bad input gets: argument, value received, what was expected.

    Examples
    --------
    >>> str(invalid("members", 0, "an integer >= 2"))
    'members: got 0, expected an integer >= 2'
    """
    try:
        text = repr(value)
    except ValueError:  # Python refuses to print integers of more than 4,300 digits
        text = f"a {type(value).__name__} too long to print"
    shown = text if len(text) <= 120 else text[:117] + "..."
    return InvalidGameError(f"{argument}: got {shown}, expected {expected}")
