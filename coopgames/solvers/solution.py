"""What every solver returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from types import MappingProxyType
from typing import Generic, TypeVar

from coopgames.arithmetic import Arithmetic
from coopgames.arithmetic.printing import fraction_source
from coopgames.certificates import Certificate

__all__ = ["Solution", "Status"]

T = TypeVar("T")


class Status(Enum):
    """How a computation ended; the values are sentences for the reader."""

    PROVED = "The answer is exact and its certificate was accepted by the independent checker."
    REFUTED = "The plan is not an equilibrium: the certificate holds a profitable deviation."
    NEVER = "It is sustained at no discount factor below 1: the certificate is a refutation."
    FLOAT = "Computed from floats, to rounding; floats carry no certificate."
    BRACKETED = (
        "An inner and an outer set in exact arithmetic, the answer lies between them; "
        "the checker accepted no certificate of them."
    )
    EXACT_UNCERTIFIED = (
        "The answer is exact arithmetic, without a certificate: no kind covers it, or the checker "
        "refused it as too much work."
    )
    SANDWICH = "An inner and an outer set are proved; the answer lies between them."
    UNDECIDED = (
        "The data or the computation are enclosures, and the question is not decided on all of "
        "them."
    )


@dataclass(frozen=True, slots=True)
class Solution(Generic[T]):
    """An answer with its evidence.

    Parameters
    ----------
    value : object
        The answer; its type is said by each solver.
    status : Status
    certificate : Certificate or None
        Evidence that :func:`coopgames.verify` accepts; ``None`` is explained by the status.
    method : str
        What was done, in one line, with the class of strategies that the answer is about.
    arithmetic : Arithmetic
    diagnostics : mapping
        Further results, such as binding constraints; read-only.
    """

    value: T
    status: Status
    certificate: Certificate | None
    method: str
    arithmetic: Arithmetic
    diagnostics: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        object.__setattr__(self, "diagnostics", MappingProxyType(dict(self.diagnostics)))

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        # Read-only mappings are neither pickled nor copied.
        values = self.value, self.status, self.certificate, self.method, self.arithmetic
        return type(self), (*values, dict(self.diagnostics))

    def __repr__(self) -> str:
        value = self.value
        # Python's own repr refuses integers of more than 4,300 digits.
        shown = fraction_source(value) if isinstance(value, Fraction) else repr(value)
        return f"Solution({shown}, {self.status.name}, {self.method!r})"

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row with value, status, method and arithmetic."""
        row: dict[str, object] = {
            "value": self.value,
            "status": self.status.name,
            "method": self.method,
            "arithmetic": self.arithmetic.name,
        }
        return [row]

    def _repr_html_(self) -> str:
        from html import escape

        cells = "".join(
            f"<tr><th>{escape(name)}</th><td>{escape(str(value))}</td></tr>"
            for name, value in self.to_rows()[0].items()
        )
        return f"<table>{cells}</table>"
