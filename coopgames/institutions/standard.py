"""The equity standard of an association: what each level of each attribute means in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import cast

from coopgames.errors import invalid
from coopgames.institutions.levels import (
    ATTRIBUTES,
    LEVELS,
    PRIMITIVES,
    Attribute,
    Level,
    Setting,
    nearest,
    primitive_value,
    words,
)

__all__ = ["EquityStandard", "Scale"]

#: The sentence of the seed that states all four attributes (chapter 7).
CRITERIA = (
    "be concrete, simple, performed in a short time or simultaneously by members "
    "physically proximate"
)
CRITERIA_SOURCE = "Wanderley (2004), 7, Social resources for defensive joint efforts"


@dataclass(frozen=True, slots=True)
class Scale:
    """The number that each level of one attribute stands for.

    Parameters
    ----------
    attribute : str
        One of ``concreteness`` (noise), ``simplicity`` (dimensions), ``simultaneity`` (lag in
        periods), ``proximity`` (probability that a sanctioner sees).
    met, partly, not_met : exact numbers
        Value of the primitive at each level, never better at a lower level.
    ground, source : str, optional
        Why: a quote or a reason, and where it is.

    Raises
    ------
    InvalidGameError
        If a value is outside its domain, or a lower level is better than a higher one.

    Examples
    --------
    >>> scale = Scale("simultaneity", 1, 4, 26)
    >>> scale.value("not")
    26
    """

    attribute: Attribute
    met: Fraction | int
    partly: Fraction | int
    not_met: Fraction | int
    ground: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        if self.attribute not in ATTRIBUTES:
            expected = f"one of {', '.join(ATTRIBUTES)}" + nearest(self.attribute, ATTRIBUTES)
            raise invalid("attribute", self.attribute, expected)
        values: list[Fraction | int] = []
        for field in ("met", "partly", "not_met"):
            checked = primitive_value(
                self.attribute, getattr(self, field), f"{self.attribute}.{field}"
            )
            object.__setattr__(self, field, checked)
            values.append(checked)
        order = values if PRIMITIVES[self.attribute].more_is_better else values[::-1]
        if not order[0] >= order[1] >= order[2]:
            shown = tuple(str(x) for x in values)
            raise invalid(self.attribute, shown, "met at least as good as partly, partly as not")
        for field in ("ground", "source"):
            object.__setattr__(self, field, words(getattr(self, field), field))

    def value(self, level: Level) -> Fraction | int:
        """Return the primitive's value at a level."""
        if level not in LEVELS:
            raise invalid("level", level, f"one of {', '.join(LEVELS)}" + nearest(level, LEVELS))
        return {"met": self.met, "partly": self.partly, "not": self.not_met}[level]


@dataclass(frozen=True, slots=True)
class EquityStandard:
    """How an association values contributions: one scale for each of the four attributes.

    Wanderley (2004, chapter 7) finds that the producers' associations can sanction only what
    their members can compare; she states four conditions for that. A standard says what each
    condition is worth, as a primitive of the game, when it is met, partly met, or not met.

    Parameters
    ----------
    name : str
    concreteness, simplicity, simultaneity, proximity : Scale

    Examples
    --------
    >>> standard = EquityStandard.wanderley_2004()
    >>> standard.value("concreteness", "partly"), standard.value("simultaneity", "not")
    (Fraction(1, 2), 26)
    """

    name: str
    concreteness: Scale
    simplicity: Scale
    simultaneity: Scale
    proximity: Scale

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", words(self.name, "name"))
        for attribute in ATTRIBUTES:
            scale = getattr(self, attribute)
            if not isinstance(scale, Scale) or scale.attribute != attribute:
                raise invalid(attribute, scale, f"the Scale of {attribute}")

    @classmethod
    def wanderley_2004(cls) -> EquityStandard:
        """Return the standard of the producers' associations; the period is a week.

        The attributes are the book's; the numbers are this project's choice, stated and fixed
        before any game was solved.
        """
        ground = f'"{CRITERIA}"'

        def scale(attribute: Attribute, *values: str | int) -> Scale:
            met, partly, not_met = (primitive_value(attribute, x, attribute) for x in values)
            return Scale(attribute, met, partly, not_met, ground, CRITERIA_SOURCE)

        return cls(
            "wanderley_2004",
            scale("concreteness", "1/4", "1/2", 1),
            scale("simplicity", 1, 3, 6),
            scale("simultaneity", 1, 4, 26),
            scale("proximity", "9/10", "6/10", "3/10"),
        )

    @property
    def scales(self) -> tuple[Scale, ...]:
        """The four scales, in the order of the attributes."""
        return (self.concreteness, self.simplicity, self.simultaneity, self.proximity)

    def scale(self, attribute: Attribute) -> Scale:
        """Return the scale of an attribute."""
        if attribute not in ATTRIBUTES:
            expected = f"one of {', '.join(ATTRIBUTES)}" + nearest(attribute, ATTRIBUTES)
            raise invalid("attribute", attribute, expected)
        return cast("Scale", getattr(self, attribute))

    def value(self, attribute: Attribute, setting: Setting) -> Fraction | int:
        """Return the primitive's value: that of the level, or the number itself if one is given."""
        if isinstance(setting, str):
            return self.scale(attribute).value(setting)
        return primitive_value(attribute, setting, attribute)

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row per attribute: symbol, meaning, the three values, ground and source."""
        return [
            {
                "attribute": scale.attribute,
                "symbol": PRIMITIVES[scale.attribute].symbol,
                "primitive": PRIMITIVES[scale.attribute].meaning,
                "met": scale.met,
                "partly": scale.partly,
                "not": scale.not_met,
                "ground": scale.ground,
                "source": scale.source,
            }
            for scale in self.scales
        ]
