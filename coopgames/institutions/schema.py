"""From a parsed case file to a Case: every key checked where it stands."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from typing import Any, TypeVar, get_args

from coopgames.errors import InvalidGameError
from coopgames.games import Exclusion, Fine, Promises
from coopgames.games.sanctions import Budget, Recipient
from coopgames.institutions.activity import OBSERVED, VALUERS, Activity, ValuedBy
from coopgames.institutions.arrangement import OBSERVERS, Arrangement, Observers, Sanction
from coopgames.institutions.case import Case, Columns
from coopgames.institutions.case_file import Document, Section, brief, elements_of
from coopgames.institutions.case_values import (
    DISCOUNT,
    LARGEST_DISCOUNT,
    NUMBER,
    discount_factor,
    members,
    non_negative,
    number,
    period_name,
    periods,
)
from coopgames.institutions.levels import (
    ATTRIBUTES,
    LEVELS,
    PRIMITIVES,
    Attribute,
    Setting,
    nearest,
    primitive_value,
    setting,
    words,
)
from coopgames.institutions.naming import check_name
from coopgames.institutions.standard import EquityStandard, Scale
from coopgames.institutions.table9_file import read_table9

__all__ = ["build_case"]

_NAME = "an identifier"

#: The default scale of simultaneity counts weeks.
WEEKS_PER_YEAR = 52


def build_case(document: Document) -> Case:
    """Return the case of a document.

    Raises
    ------
    InvalidCaseError
        At the first thing that is wrong; the message names file, line and key.
    """
    root = document.section()
    name = root.read("name", check_name, _NAME)
    title, source = root.get("title", words, ""), root.get("source", words, "")
    period, per_year, baseline, largest = _time(root.subsection("time"))
    standard = _standard(root, name)
    arrangements = _named(root, "arrangement", lambda x: _arrangement(x, standard))
    shared = _stakes(root)
    activities = _named(root, "activity", lambda x: _activity(x, shared))
    _check_weeks(root, per_year, activities)
    columns = _columns(root, arrangements, activities)
    table9 = read_table9(root.subsection("table9")) if root.has("table9") else None
    root.finish()
    return Case(
        name,
        title,
        source,
        period,
        per_year,
        baseline,
        largest,
        standard,
        activities,
        arrangements,
        columns,
        table9,
    )


def _time(section: Section) -> tuple[str, int, Fraction, Fraction]:
    period = section.read("period", period_name, "what a period is, a text")
    per_year = section.read("periods_per_year", periods, "an integer >= 1")
    baseline = section.read("baseline", discount_factor, DISCOUNT)
    largest = section.read("largest", discount_factor, DISCOUNT)
    if largest > LARGEST_DISCOUNT:
        raise section.error(
            "largest", f"got {brief(section.table['largest'])}, expected at most 1 - 10^-9"
        )
    if largest < baseline:
        raise section.error("largest", f"got {largest}, expected at least the baseline {baseline}")
    section.finish()
    return period, per_year, baseline, largest


def _standard(root: Section, name: str) -> EquityStandard:
    book = EquityStandard.wanderley_2004()
    if not root.has("scales"):
        return book
    section = root.subsection("scales")
    scales = {
        x: _scale(section.subsection(x), x) if section.has(x) else book.scale(x) for x in ATTRIBUTES
    }
    section.finish()
    return EquityStandard(name, **scales)


def _scale(section: Section, attribute: Attribute) -> Scale:
    def value(number: object, place: str) -> Fraction | int:
        return primitive_value(attribute, number, place)

    domain = PRIMITIVES[attribute].domain
    met, partly, not_met = (section.read(level, value, domain) for level in LEVELS)
    ground, source = section.get("ground", words, ""), section.get("source", words, "")
    section.finish()
    return section.build(lambda: Scale(attribute, met, partly, not_met, ground, source))


N = TypeVar("N", Activity, Arrangement)


def _named(root: Section, key: str, build: Callable[[Section], N]) -> tuple[N, ...]:
    """Return the elements of an array of tables, all of different names."""
    built: dict[str, N] = {}
    for section in root.subsections(key):
        element = build(section)
        if element.name in built:
            raise section.error("name", f"got {element.name!r} again, expected a name of its own")
        built[element.name] = element
    return tuple(built.values())


def _arrangement(section: Section, standard: EquityStandard) -> Arrangement:
    name = section.read("name", check_name, _NAME)
    observers: Observers = section.choice("observers", OBSERVERS)
    sanction = _sanction(section.subsection("sanction"))
    optional: dict[str, Any] = {
        "side_agreement_cost": section.get("side_agreement_cost", non_negative, None),
        "partner_sees": section.get("partner_sees", _visibility, None),
        "physical_penalty": section.get("physical_penalty", non_negative, None),
    }
    title = section.get("title", words, "")
    section.finish()
    return section.build(
        lambda: Arrangement(name, observers, sanction, standard=standard, title=title, **optional)
    )


def _visibility(value: object, place: str) -> Fraction:
    return Fraction(primitive_value("proximity", value, place))


def _sanction(section: Section) -> Sanction:
    kind = section.choice("kind", ("fine", "exclusion", "promises"))
    if kind == "fine":
        recipient = section.choice("recipient", get_args(Recipient))
        cap = section.get("cap", non_negative, None)
        section.finish()
        return section.build(lambda: Fine(recipient, cap))
    if kind == "promises":
        budget = section.choice("budget", get_args(Budget))
        section.finish()
        return Promises(budget)
    section.finish()
    return Exclusion()


Stakes = dict[str, Any]


def _stakes(root: Section) -> Stakes:
    """Return the stakes that all activities share, as far as the file gives them."""
    if not root.has("stakes"):
        return {}
    section = root.subsection("stakes")
    found = _stakes_of(section)
    section.finish()
    return found


def _stakes_of(section: Section) -> Stakes:
    converters: dict[str, Callable[[object, str], object]] = {
        "members": members,
        "benefit": number,
        "cost": number,
        "surplus": number,
    }
    return {x: section.read(x, converters[x], NUMBER) for x in converters if section.has(x)}


def _activity(section: Section, shared: Stakes) -> Activity:
    name = section.read("name", check_name, _NAME)
    stakes: Stakes = {"surplus": 0} | shared | _stakes_of(section)
    for key in ("members", "benefit", "cost"):
        if key not in stakes:
            raise section.missing(key, "a number, here or in [stakes]")
    attributes: dict[str, Any] = {x: _attribute(section, x) for x in ATTRIBUTES}
    valued_by: ValuedBy = section.choice("valued_by", VALUERS)
    documentation: dict[str, Any] = {
        x: section.get(x, words, "") for x in ("title", "ground", "source")
    }
    if section.has("observed"):
        documentation["observed"] = section.choice("observed", OBSERVED)
    section.finish()
    return section.build(
        lambda: Activity(
            name=name,
            valued_by=valued_by,
            **stakes,
            **attributes,
            **documentation,
        )
    )


def _attribute(section: Section, attribute: Attribute) -> Setting:
    def convert(value: object, place: str) -> Setting:
        return setting(attribute, value, place)

    return section.read(attribute, convert, f"a level or {PRIMITIVES[attribute].domain}")


def _check_weeks(root: Section, per_year: int, activities: tuple[Activity, ...]) -> None:
    """Refuse levels of simultaneity that the book's scale, in weeks, would misread."""
    scales = root.table.get("scales", {})
    if per_year == WEEKS_PER_YEAR or "simultaneity" in scales:
        return
    for position, activity in enumerate(activities):
        if isinstance(activity.simultaneity, str):
            raise root.document.error(
                ("activity", position, "simultaneity"),
                f"activity.simultaneity: got {activity.simultaneity!r}, expected a number of "
                f"periods, or a table [scales.simultaneity]: the default scale counts weeks, and "
                f"here a year has {per_year} periods",
            )


def _columns(
    root: Section, arrangements: tuple[Arrangement, ...], activities: tuple[Activity, ...]
) -> Columns:
    names = tuple(x.name for x in arrangements)
    given = root.subsection("columns") if root.has("columns") else None
    order = names if given is None else given.get("order", partial(_order, names=names), names)
    applies: dict[Observers, str | None] = {}
    for who in OBSERVERS:
        fitting = tuple(x.name for x in arrangements if x.observers == who)
        first = fitting[0] if fitting else None
        if given is not None and given.has(who):
            first = given.choice(who, fitting, why=f" (arrangements whose observers are {who!r})")
        applies[who] = first
    if given is not None:
        given.finish()
    for position, activity in enumerate(activities):
        if applies[activity.valued_by] is None:
            raise root.document.error(
                ("activity", position, "valued_by"),
                f"activity.valued_by: got {activity.valued_by!r}, expected an arrangement whose "
                f"observers are {activity.valued_by!r}; the file has none",
            )
    return Columns(order, applies["members"], applies["partner"])


def _order(value: object, place: str, *, names: tuple[str, ...]) -> tuple[str, ...]:
    listed = elements_of(value)
    expected = f"a list of different names out of {', '.join(names)}"
    for name in listed:
        if name not in names:
            raise InvalidGameError(
                f"{place}: got {brief(name)}, expected {expected}{nearest(name, names)}"
            )
    if not listed or len(set(map(str, listed))) != len(listed):
        raise InvalidGameError(f"{place}: got {brief(value)}, expected {expected}")
    return tuple(map(str, listed))
