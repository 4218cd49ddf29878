"""How an activity becomes a game, line by line, before anything is solved."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from coopgames.arithmetic import Enclosure
from coopgames.institutions.levels import ATTRIBUTES, PRIMITIVES, Attribute
from coopgames.institutions.primitives import (
    dimensions_of,
    lag_of,
    noise_of,
    signals_of,
    visibility_of,
)

if TYPE_CHECKING:
    from coopgames.institutions.activity import Activity
    from coopgames.institutions.arrangement import Arrangement

__all__ = ["Explanation", "ExplanationRow", "explain"]

_VALUE_OF = {
    "concreteness": noise_of,
    "simplicity": dimensions_of,
    "simultaneity": lag_of,
    "proximity": visibility_of,
}
_WHO = {
    "members": "public flags, one per member",
    "partner": "the partner alone sees, and reports",
}
_NO_VALUE = "-"


class ExplanationRow(NamedTuple):
    """One line: what is said of the activity, what it becomes in the game, and why."""

    attribute: str
    level: str
    primitive: str
    symbol: str
    value: object
    source: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """A table from the words about an activity to the primitives of its game.

    Attributes
    ----------
    title : str
        Activity and arrangement.
    rows : tuple of ExplanationRow
        Attribute, level, primitive, symbol, value, source. Values are exact numbers, certified
        enclosures, or ``"-"`` where there is none.

    Examples
    --------
    >>> from coopgames.games import Fine
    >>> from coopgames.institutions import Activity, Arrangement
    >>> levels = "met", "met", "met", "met"
    >>> faena = Activity("faena", 20, "23/20", "3/20", "3/20", *levels, "members")
    >>> explanation = faena.explain(Arrangement("treasury", "members", Fine("treasury")))
    >>> [str(row.value) for row in explanation.rows[:4]]
    ['1/4', '1', '1', '9/10']
    """

    title: str
    rows: tuple[ExplanationRow, ...]

    def to_rows(self) -> list[dict[str, object]]:
        """Return the rows as dictionaries, for a data frame."""
        return [row._asdict() for row in self.rows]

    def _cells(self) -> list[tuple[str, ...]]:
        lines = [ExplanationRow._fields]
        lines += [tuple(map(shown, row)) for row in self.rows]
        return lines

    def __str__(self) -> str:
        lines = self._cells()
        widths = [max(len(line[k]) for line in lines) for k in range(len(lines[0]))]
        table = (
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
            for line in lines
        )
        return "\n".join((self.title, *table))

    def _repr_html_(self) -> str:
        head, *body = self._cells()
        parts = [f"<table><caption>{escape(self.title)}</caption><thead><tr>"]
        parts += [f"<th>{escape(cell)}</th>" for cell in head]
        parts.append("</tr></thead><tbody>")
        for line in body:
            cells = "".join(f"<td>{escape(cell)}</td>" for cell in line)
            parts.append(f"<tr>{cells}</tr>")
        parts.append("</tbody></table>")
        return "".join(parts)


def shown(value: object) -> str:
    """Return a value as one line of plain text.

    Examples
    --------
    >>> shown(Enclosure(0, 1)), shown("two  blanks")
    ('0.500000', 'two blanks')
    """
    if isinstance(value, Enclosure):
        return f"{float(value):.6f}"
    return " ".join(str(value).split())


def explain(activity: Activity, arrangement: Arrangement) -> Explanation:
    """Return the table of an activity under an arrangement; see :meth:`Activity.explain`."""
    rows = [_attribute_row(attribute, activity, arrangement) for attribute in ATTRIBUTES]
    rows += [_valuer_row(activity, arrangement), _sanction_row(arrangement)]
    rows += [*_stake_rows(activity), *_signal_rows(activity, arrangement)]
    return Explanation(f"{activity.label} under {arrangement.label}", tuple(rows))


def _attribute_row(
    attribute: Attribute, activity: Activity, arrangement: Arrangement
) -> ExplanationRow:
    primitive = PRIMITIVES[attribute]
    given = getattr(activity, attribute)
    criterion = arrangement.standard.scale(attribute).source
    if attribute == "proximity" and arrangement.partner_sees is not None:
        level, source = "replaced", f"arrangement {arrangement.name}: partner_sees"
    elif isinstance(given, str):
        level = given
        source = "; ".join(
            f"{word} {where}"
            for word, where in (("criterion:", criterion), ("level:", activity.source))
            if where
        )
    else:
        level, source = "given", activity.source
    value = _VALUE_OF[attribute](activity, arrangement)
    return ExplanationRow(attribute, level, primitive.meaning, primitive.symbol, value, source)


def _valuer_row(activity: Activity, arrangement: Arrangement) -> ExplanationRow:
    meaning = _WHO[arrangement.observers]
    if arrangement.observers == "partner" and arrangement.side_agreement_cost is not None:
        meaning += f"; a side agreement costs {shown(arrangement.side_agreement_cost)}"
    if activity.valued_by != arrangement.observers:
        meaning += " (a thought experiment)"
    return ExplanationRow(
        "valued by", activity.valued_by, meaning, _NO_VALUE, _NO_VALUE, activity.source
    )


def _sanction_row(arrangement: Arrangement) -> ExplanationRow:
    where = f"arrangement {arrangement.name}"
    return ExplanationRow(
        "sanction", _NO_VALUE, arrangement.sanction_label, _NO_VALUE, _NO_VALUE, where
    )


def _stake_rows(activity: Activity) -> tuple[ExplanationRow, ...]:
    gain = ExplanationRow(
        "stakes", "given", "gain from one shirk", "kappa", activity.gain, "cost - benefit"
    )
    value = ExplanationRow(
        "stakes",
        "given",
        "value of a round in which all contribute",
        "v",
        activity.value,
        "members * benefit - cost + surplus",
    )
    return gain, value


def _signal_rows(activity: Activity, arrangement: Arrangement) -> tuple[ExplanationRow, ...]:
    measure = signals_of(activity, arrangement)
    alpha, eta = measure.false_alarm, measure.detection
    rows = (
        ("false alarm", "alpha", alpha, "pi Phi(-1/(2 sigma sqrt(d)))"),
        ("detection", "eta", eta, "pi Phi(1/(2 sigma sqrt(d)))"),
        ("detection gain", "D", eta - alpha, "eta - alpha"),
    )
    return tuple(
        ExplanationRow("signals", "derived", meaning, symbol, value, formula)
        for meaning, symbol, value, formula in rows
    )
