"""Read the tables under ``[table9]`` of a case file, with errors that name line and key.

::

    [table9]
    draws = 20000              # and seed: of the score
    seed = 2004
    threshold = "1/2"          # a share of draws above this predicts "used"
    coder_knew_the_table = true

    [table9.priors]
    discount_factor = ["93/100", "99/100"]     # per round
    temptation = { low = ["1/10", "1/2"], mid = ["1/2", "3/2"], high = ["3/2", 4] }
    # likewise noise, dimensions, lag, proximity, observe, loss, continuation, kin_weight, outside

    [[table9.arrangement]]     # a column
    name = "family"
    observe = { level = "high", section = "...", quote = "..." }
    # likewise loss, continuation, kin_weight, outside, sanction, size

    [[table9.activity]]        # a row
    name = "capital"
    printed = { family = "X" } # the cells that are not empty
    temptation = { level = "high", section = "...", quote = "..." }
    # likewise noise, dimensions, lag, proximity, valuer, needs
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, TypeVar

from coopgames.errors import invalid
from coopgames.institutions.case_file import Section, elements_of
from coopgames.institutions.levels import exact_number, words
from coopgames.institutions.naming import check_name
from coopgames.institutions.table9 import (
    ACTIVITY_CODINGS,
    ARRANGEMENT_CODINGS,
    PEOPLE,
    PRIORS,
    Coding,
    Prior,
    Table9,
    Table9Activity,
    Table9Arrangement,
)

__all__ = ["read_table9"]

_LEVELS = ("none", "low", "mid", "high")
#: What is coded by other words than the levels of a prior.
_WORDS: dict[str, tuple[str, ...]] = {
    "valuer": ("public", "private"),
    "sanction": ("treasury", "shared", "burnt", "none"),
    "needs": PEOPLE,
    "size": PEOPLE,
}
_PROBABILITIES = ("proximity", "observe", "continuation", "kin_weight")
_POSITIVE = ("noise", "lag")
_INTERVAL = 'a list of two numbers, lower and upper end, such as ["1/10", "1/2"]'
# The level that a primitive is set to when the score is redone without it.
_NEUTRAL = "mid"

T = TypeVar("T", Table9Activity, Table9Arrangement)


def read_table9(section: Section) -> Table9:
    """Return the coded table of a case.

    Raises
    ------
    InvalidCaseError
        At the first thing that is wrong; the message names file, line and key.
    """
    title, source = section.get("title", words, ""), section.get("source", words, "")
    draws = section.read("draws", _positive, "an integer >= 1")
    seed = section.read("seed", _natural, "an integer >= 0")
    threshold = section.read("threshold", _share, "a number in [0, 1]")
    knew = section.read("coder_knew_the_table", _flag, "true or false")
    discount_factor, priors = _priors(section.subsection("priors"))
    arrangements = _named(section, "arrangement", lambda x: _arrangement(x, priors))
    columns = tuple(x.name for x in arrangements)
    activities = _named(section, "activity", lambda x: _activity(x, priors, columns))
    section.finish()
    return Table9(
        title,
        source,
        draws,
        seed,
        threshold,
        knew,
        discount_factor,
        tuple(priors.values()),
        activities,
        arrangements,
    )


def _integer(value: object, place: str, least: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise invalid(place, value, f"an integer >= {least}")
    return value


def _positive(value: object, place: str) -> int:
    return _integer(value, place, 1)


def _natural(value: object, place: str) -> int:
    return _integer(value, place, 0)


def _share(value: object, place: str) -> Fraction:
    checked = exact_number(value, place, "a number in [0, 1]")
    if not 0 <= checked <= 1:
        raise invalid(place, value, "a number in [0, 1]")
    return checked


def _flag(value: object, place: str) -> bool:
    if not isinstance(value, bool):
        raise invalid(place, value, "true or false")
    return value


def _interval(value: Any, place: str) -> tuple[Fraction, Fraction]:
    ends = elements_of(value)
    if len(ends) != 2:
        raise invalid(place, value, _INTERVAL)
    lower, upper = (exact_number(x, place, _INTERVAL) for x in ends)
    if not 0 <= lower <= upper:
        raise invalid(place, value, f"{_INTERVAL}, the lower end >= 0 and not above the upper one")
    return lower, upper


def _discount_factor(value: Any, place: str) -> tuple[Fraction, Fraction]:
    lower, upper = _interval(value, place)
    if not 0 < lower <= upper < 1:
        raise invalid(place, value, f"{_INTERVAL}, both in (0, 1)")
    return lower, upper


def _priors(section: Section) -> tuple[tuple[Fraction, Fraction], dict[str, Prior]]:
    discount_factor = section.read("discount_factor", _discount_factor, _INTERVAL)
    priors = {x: _prior(section.subsection(x), x) for x in PRIORS}
    section.finish()
    return discount_factor, priors


def _prior(section: Section, primitive: str) -> Prior:
    def convert(value: Any, place: str) -> tuple[Fraction, Fraction]:
        lower, upper = _interval(value, place)
        if primitive in _PROBABILITIES and upper > 1:
            raise invalid(place, value, f"{_INTERVAL}, both in [0, 1]")
        if primitive == "outside" and upper >= 1:
            raise invalid(place, value, f"{_INTERVAL}, both in [0, 1)")
        if primitive in _POSITIVE and lower <= 0:
            raise invalid(place, value, f"{_INTERVAL}, both above 0")
        if primitive == "dimensions" and (lower < 1 or lower.denominator * upper.denominator > 1):
            raise invalid(place, value, f"{_INTERVAL}, both integers >= 1")
        return lower, upper

    needed = section.read(_NEUTRAL, convert, _INTERVAL)
    found = {x: section.read(x, convert, _INTERVAL) for x in _LEVELS if section.has(x)}
    found[_NEUTRAL] = needed
    section.finish()
    return Prior(primitive, tuple((x, *found[x]) for x in _LEVELS if x in found))


def _named(section: Section, key: str, build: Callable[[Section], T]) -> tuple[T, ...]:
    built: dict[str, T] = {}
    for table in section.subsections(key):
        element = build(table)
        if element.name in built:
            raise table.error("name", f"got {element.name!r} again, expected a name of its own")
        built[element.name] = element
    return tuple(built.values())


def _codings(
    section: Section, names: tuple[str, ...], priors: dict[str, Prior]
) -> tuple[tuple[str, Coding], ...]:
    return tuple((x, _coding(section.subsection(x), x, priors)) for x in names)


def _coding(section: Section, what: str, priors: dict[str, Prior]) -> Coding:
    options = _WORDS.get(what) or tuple(name for name, _, _ in priors[what].levels)
    level = section.choice("level", options)
    place = section.read("section", words, "where it is said, a text")
    quote = section.read("quote", words, "what it rests on, a text")
    section.finish()
    return Coding(level, place, quote)


def _arrangement(section: Section, priors: dict[str, Prior]) -> Table9Arrangement:
    name = section.read("name", check_name, "an identifier")
    title = section.get("title", words, "")
    codings = _codings(section, ARRANGEMENT_CODINGS, priors)
    section.finish()
    return Table9Arrangement(name, title, codings)


def _activity(
    section: Section, priors: dict[str, Prior], columns: tuple[str, ...]
) -> Table9Activity:
    name = section.read("name", check_name, "an identifier")
    title = section.get("title", words, "")
    printed = section.subsection("printed")
    cells = tuple(
        (x, printed.read(x, _letters, "the letters printed there"))
        for x in columns
        if printed.has(x)
    )
    printed.finish()
    codings = _codings(section, ACTIVITY_CODINGS, priors)
    section.finish()
    return Table9Activity(name, title, codings, cells)


def _letters(value: object, place: str) -> str:
    text = words(value, place)
    if not text:
        raise invalid(place, value, "the letters printed there; leave out an empty cell")
    return text
