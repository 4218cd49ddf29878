'''Cases: a set of activities and arrangements in one TOML file, with sources.

A case file is read with :func:`load_case`. This is a complete one:

>>> text = """
... name = "irrigation"                  # an identifier
... title = "Cleaning a shared channel"  # optional, like source
...
... [time]
... period = "month"
... periods_per_year = 12
... baseline = "99/100"      # discount factor per period
... largest = "999/1000"     # end of the range that reports show
...
... [stakes]                 # common to all activities, unless an activity says otherwise
... members = 12
... benefit = "1/5"          # of one contribution, to every member
... cost = "7/5"
... surplus = 0              # what only members get in a round
...
... [[arrangement]]
... name = "treasury"
... observers = "members"    # "members": public flags; "partner": the partner reports
... sanction = { kind = "fine", recipient = "treasury" }
...
... [[activity]]
... name = "cleaning"
... concreteness = "met"     # a level: "met", "partly", "not"
... simplicity = 2           # or the primitive itself: here two dimensions
... simultaneity = 1
... proximity = "4/5"
... valued_by = "members"    # or "partner"
... """
>>> import pathlib, tempfile
>>> with tempfile.TemporaryDirectory() as folder:
...     file = pathlib.Path(folder) / "irrigation.toml"
...     _ = file.write_text(text, encoding="utf-8")
...     case = load_case(file)
>>> cleaning = case.activity("cleaning")
>>> cleaning.gain, cleaning.value
(Fraction(6, 5), Fraction(1, 1))
>>> case.column_for(cleaning).name
'treasury'

Keys. Numbers are integers or texts such as ``"3/20"`` or ``"0.15"``; a float is refused.

=========================  ======================================================================
``name``                   identifier of the case
``title``, ``source``      optional texts
``[time]``                 ``period`` (text), ``periods_per_year`` (at most 366), ``baseline`` and
                           ``largest`` (discount factors per period)
``[scales.ATTRIBUTE]``     optional: ``met``, ``partly``, ``not``, and ``ground``, ``source``; by
                           default those of :meth:`EquityStandard.wanderley_2004`, in weeks (so
                           with another period levels of simultaneity need a scale of their own)
``[stakes]``               optional: ``members`` (at most 100,000), ``benefit``, ``cost``,
                           ``surplus`` (0 by default)
``[[arrangement]]``        ``name``, ``observers``, ``sanction``; optional ``title``; with
                           ``observers = "members"`` also ``physical_penalty``; with
                           ``observers = "partner"`` also ``side_agreement_cost`` (left out: no
                           side agreements; 0: free) and ``partner_sees`` (in place of proximity)
``sanction``               ``kind``: ``"fine"`` (``recipient``: ``"burnt"``, ``"treasury"``,
                           ``"unflagged"``; optional ``cap``), ``"exclusion"``; with
                           ``observers = "partner"`` also ``"promises"`` (``budget``:
                           ``"burning"`` or ``"burnt"``)
``[columns]``              optional: ``order`` (names of arrangements), ``members`` and
                           ``partner`` (which one applies to what members, a partner can value);
                           by default all in the order of the file, and the first arrangement of
                           each kind of observers
``[[activity]]``           ``name``, the four attributes, ``valued_by``; optional ``title``,
                           ``ground``, ``source``, ``observed`` and any key of ``[stakes]``
``[table9]``               optional: a coded table of which arrangements are used for which
                           activities; see :mod:`coopgames.institutions.table9_file`
=========================  ======================================================================
'''

from __future__ import annotations

import os
from dataclasses import dataclass, field
from fractions import Fraction
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from coopgames.errors import InvalidCaseError, invalid
from coopgames.institutions.activity import Activity
from coopgames.institutions.case_file import brief, decode, parse, read
from coopgames.institutions.levels import nearest
from coopgames.institutions.naming import check_name

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from coopgames.institutions.arrangement import Arrangement
    from coopgames.institutions.standard import EquityStandard
    from coopgames.institutions.table9 import Table9

__all__ = ["Case", "Columns", "cases", "load_case"]


@dataclass(frozen=True, slots=True)
class Columns:
    """Which arrangements a case compares, and which one applies to whom.

    Attributes
    ----------
    order : tuple of str
        Names of arrangements, in the order of the table's columns.
    members, partner : str or None
        The arrangement of the activities that members, that only a partner can value.
    """

    order: tuple[str, ...]
    members: str | None = None
    partner: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """Activities and arrangements to be compared, with the sources of every coding.

    Attributes
    ----------
    name, title, source : str
    period : str
        What a period is.
    periods_per_year : int
    baseline : Fraction
        Discount factor per period at which verdicts are reported.
    largest : Fraction
        Largest discount factor per period of the range that reports show.
    standard : EquityStandard
    activities : tuple of Activity
    arrangements : tuple of Arrangement
    columns : Columns
    table9 : Table9 or None
        A coded table of which arrangements are used, where the file has one.

    Examples
    --------
    >>> case = load_case("wanderley2004")
    >>> len(case.activities), case.baseline
    (13, Fraction(993, 1000))
    >>> [case.column_for(case.activity(x)).name for x in ("faena", "subcontracting")]
    ['treasury', 'reports']
    """

    name: str
    title: str
    source: str
    period: str
    periods_per_year: int
    baseline: Fraction
    largest: Fraction
    standard: EquityStandard = field(repr=False)
    activities: tuple[Activity, ...] = field(repr=False)
    arrangements: tuple[Arrangement, ...] = field(repr=False)
    columns: Columns = field(repr=False)
    table9: Table9 | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        check_name(self.name, "name")
        for argument in ("activities", "arrangements"):
            names = [x.name for x in getattr(self, argument)]
            twice = sorted({x for x in names if names.count(x) > 1})
            if twice or not names:
                raise invalid(argument, names, "at least one, all of different names")
        known = {x.name for x in self.arrangements}
        named = (*self.columns.order, self.columns.members, self.columns.partner)
        unknown = [x for x in named if x is not None and x not in known]
        if unknown:
            raise invalid("columns", unknown[0], f"one of {', '.join(sorted(known))}")

    @property
    def label(self) -> str:
        """The title, or the name in words."""
        return self.title or self.name.replace("_", " ")

    def activity(self, name: str) -> Activity:
        """Return the activity of that name (InvalidGameError lists the names)."""
        for activity in self.activities:
            if activity.name == name:
                return activity
        raise _no_such("activity", name, tuple(x.name for x in self.activities))

    def arrangement(self, name: str) -> Arrangement:
        """Return the arrangement of that name (InvalidGameError lists the names)."""
        for arrangement in self.arrangements:
            if arrangement.name == name:
                return arrangement
        raise _no_such("arrangement", name, tuple(x.name for x in self.arrangements))

    def column_for(self, activity: Activity) -> Arrangement:
        """Return the arrangement that applies to an activity, by who can value it."""
        name = self.columns.members if activity.valued_by == "members" else self.columns.partner
        if name is None:
            raise invalid(
                "activity", activity.name, f"one valued by others than {activity.valued_by}"
            )
        return self.arrangement(name)

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row per activity: its coding, its stakes, what was observed, its source."""
        return [
            {
                "activity": x.name,
                "title": x.label,
                "concreteness": x.concreteness,
                "simplicity": x.simplicity,
                "simultaneity": x.simultaneity,
                "proximity": x.proximity,
                "valued_by": x.valued_by,
                "gain": x.gain,
                "value": x.value,
                "observed": x.observed,
                "ground": x.ground,
                "source": x.source,
            }
            for x in self.activities
        ]


def _no_such(kind: str, name: str, names: tuple[str, ...]) -> Exception:
    return invalid(kind, name, f"one of {', '.join(names)}" + nearest(name, names))


def _shipped() -> dict[str, Traversable]:
    folder = files("coopgames.institutions").joinpath("cases")
    found = {x.name: x for x in folder.iterdir() if x.name.endswith(".toml")}
    return {name.removesuffix(".toml"): found[name] for name in sorted(found)}


def cases() -> tuple[str, ...]:
    """Return the names of the cases that come with the package.

    Examples
    --------
    >>> "wanderley2004" in cases()
    True
    """
    return tuple(_shipped())


def load_case(path_or_name: str | os.PathLike[str]) -> Case:
    """Read a case: a shipped one by its name, or a TOML file by its path.

    Parameters
    ----------
    path_or_name : str or path
        A text without a separator that does not end in ``.toml`` is a name.

    Raises
    ------
    InvalidCaseError
        If there is no such case, or the file cannot be read or is not a case. The message is
        ``FILE:LINE: KEY: what is wrong and what was expected``.

    Examples
    --------
    >>> load_case("wanderley2004").activity("celebration").simultaneity
    'not'
    """
    # Imported here: a program that declares its institutions in Python needs no reader.
    from coopgames.institutions.schema import build_case

    if _is_name(path_or_name):
        name = str(path_or_name)
        shipped = _shipped()
        if name not in shipped:
            names = tuple(shipped)
            raise InvalidCaseError(
                f"case: got {brief(name)}, expected the path of a .toml file or one of "
                f"{', '.join(names)}{nearest(name, names)}"
            )
        data, file = shipped[name].read_bytes(), shipped[name].name
    else:
        file = brief(os.fspath(path_or_name), quoted=False, limit=4096)
        data = read(Path(path_or_name), file)
    return build_case(parse(decode(data, file), file))


def _is_name(path_or_name: object) -> bool:
    if isinstance(path_or_name, os.PathLike):
        return False
    if not isinstance(path_or_name, str):
        raise InvalidCaseError(
            f"case: got {brief(path_or_name)}, expected the name of a case or the path of a file"
        )
    separators = {"/", os.sep}
    return not path_or_name.endswith(".toml") and separators.isdisjoint(path_or_name)
