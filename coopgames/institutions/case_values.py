"""Single values of a case file: converters that name the place and what was expected."""

from __future__ import annotations

from fractions import Fraction

from coopgames.errors import invalid
from coopgames.institutions.activity import check_members
from coopgames.institutions.levels import exact_number, words

__all__ = [
    "DISCOUNT",
    "LARGEST_DISCOUNT",
    "NUMBER",
    "discount_factor",
    "members",
    "non_negative",
    "number",
    "period_name",
    "periods",
]

NUMBER = 'an integer or a text such as "3/20"'
DISCOUNT = "a discount factor in (0, 1)"

#: A period is a day or longer, and an association has names for its members.
MAXIMUM_PERIODS_PER_YEAR = 366
MAXIMUM_MEMBERS = 100_000
#: Closer to 1 the range that reports show would have no width on paper.
LARGEST_DISCOUNT = 1 - Fraction(1, 10**9)


def number(value: object, place: str) -> Fraction:
    """Return an exact number."""
    return exact_number(value, place, NUMBER)


def non_negative(value: object, place: str) -> Fraction:
    """Return an exact number >= 0."""
    checked = number(value, place)
    if checked < 0:
        raise invalid(place, value, "a number >= 0")
    return checked


def members(value: object, place: str) -> object:
    """Return a number of members, from 2 to 100,000."""
    checked = check_members(value, place)
    if isinstance(checked, int) and checked > MAXIMUM_MEMBERS:
        raise invalid(place, value, f"at most {MAXIMUM_MEMBERS:,} members")
    return checked


def period_name(value: object, place: str) -> str:
    """Return what a period is, in words."""
    period = words(value, place)
    if not period:
        raise invalid(place, value, "what a period is, a text that is not empty")
    return period


def discount_factor(value: object, place: str) -> Fraction:
    """Return a discount factor in (0, 1)."""
    checked = exact_number(value, place, DISCOUNT)
    if not 0 < checked < 1:
        raise invalid(place, value, DISCOUNT)
    return checked


def periods(value: object, place: str) -> int:
    """Return the number of periods in a year, from 1 to 366."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise invalid(place, value, "an integer >= 1")
    if value > MAXIMUM_PERIODS_PER_YEAR:
        raise invalid(place, value, f"at most {MAXIMUM_PERIODS_PER_YEAR}, a period of a day")
    return value
