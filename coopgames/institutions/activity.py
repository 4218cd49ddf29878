"""Activities: what is to be done together, its stakes, and its four attributes."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal, get_args

from coopgames.arithmetic import Number, RationalFunction
from coopgames.errors import InvalidGameError, invalid
from coopgames.institutions.explanation import Explanation, explain
from coopgames.institutions.levels import ATTRIBUTES, Setting, nearest, setting, stake, words
from coopgames.institutions.naming import check_name
from coopgames.institutions.under import repeated_game

if TYPE_CHECKING:
    from coopgames.games import RepeatedGame
    from coopgames.institutions.arrangement import Arrangement

__all__ = ["OBSERVED", "VALUERS", "Activity", "Observed", "ValuedBy"]

ValuedBy = Literal["members", "partner"]
Observed = Literal["cooperation", "occasional", "none"]

VALUERS: tuple[ValuedBy, ...] = get_args(ValuedBy)
OBSERVED: tuple[Observed, ...] = get_args(Observed)


@dataclass(frozen=True, slots=True)
class Activity:
    """A joint activity: stakes, the four attributes of the equity standard, and who can value it.

    Each attribute is a level, ``"met"``, ``"partly"`` or ``"not"``, which the equity standard of
    an arrangement turns into a number; or that number itself.

    Parameters
    ----------
    name : str
        An identifier; it names rows and certificate files.
    members : int
        Number of members, at least 2 (or a parameter of a family).
    cost, benefit, surplus : exact numbers
        Cost of contributing; what one contribution gives to *every* member, the contributor
        included; what only members get in a round. Any one unit of money.
    concreteness : level or exact number > 0
        Number: noise of the valuation of one dimension, as a share of a full contribution.
    simplicity : level or int from 1 to 1,000,000
        Number: dimensions that have to be valued and added up.
    simultaneity : level or int from 1 to 1,000
        Number: periods between giving and the settling of accounts.
    proximity : level or exact number in (0, 1]
        Number: probability that somebody entitled to sanction sees the act.
    valued_by : {"members", "partner"}
        Who can tell what a contribution was worth.
    title, ground, source : str, optional
        The name for people; the quote or reason for the levels; chapter and section.
    observed : {"cooperation", "occasional", "none", ""}, optional
        What the source reports of the activity.

    Raises
    ------
    InvalidGameError
        If an argument is outside its domain; the message names it.
    MixedArithmeticError
        If a number is a float.

    Notes
    -----
    The stage game is the linear public good ``benefit * contributions + surplus - cost * own``
    (Wanderley 2004, chapters 5 and 7: communal work, marches, assemblies). In a pair the supplier's
    gain from shirking and the joint value of a round are the same two numbers, so that comparing
    the two changes the valuer alone.

    Examples
    --------
    >>> levels = "met", "met", "met", "met"
    >>> faena = Activity("faena", 20, "23/20", "3/20", "3/20", *levels, "members")
    >>> faena.gain, faena.value
    (Fraction(1, 1), Fraction(2, 1))
    """

    name: str
    members: int | RationalFunction
    cost: Number
    benefit: Number
    surplus: Number
    concreteness: Setting
    simplicity: Setting
    simultaneity: Setting
    proximity: Setting
    valued_by: ValuedBy
    _: KW_ONLY
    title: str = field(default="", repr=False)
    ground: str = field(default="", repr=False)
    source: str = field(default="", repr=False)
    observed: Observed | Literal[""] = field(default="", repr=False)

    def __post_init__(self) -> None:
        check_name(self.name, "name")
        check_members(self.members, "members")
        for argument in ("cost", "benefit", "surplus"):
            object.__setattr__(self, argument, stake(getattr(self, argument), argument))
        for attribute in ATTRIBUTES:
            object.__setattr__(self, attribute, setting(attribute, getattr(self, attribute)))
        if self.valued_by not in VALUERS:
            expected = f"one of {', '.join(VALUERS)}" + nearest(self.valued_by, VALUERS)
            raise invalid("valued_by", self.valued_by, expected)
        for argument in ("title", "ground", "source"):
            object.__setattr__(self, argument, words(getattr(self, argument), argument))
        if self.observed not in ("", *OBSERVED):
            expected = f"one of {', '.join(OBSERVED)}" + nearest(self.observed, OBSERVED)
            raise invalid("observed", self.observed, expected)

    @property
    def label(self) -> str:
        """The title, or the name in words."""
        return self.title or self.name.replace("_", " ")

    @property
    def gain(self) -> Number:
        """One-round gain from shirking, ``cost - benefit`` (kappa)."""
        return self.cost - self.benefit

    @property
    def value(self) -> Number:
        """Value of a round in which all contribute, relative to being out (v).

        ``members * benefit - cost + surplus``.
        """
        return self.members * self.benefit - self.cost + self.surplus

    def replace(self, **changes: Any) -> Activity:
        """Return a copy with other fields, checked like a new activity.

        Examples
        --------
        >>> levels = "not", "not", "not", "not"
        >>> order = Activity("order", 20, "23/20", "3/20", "3/20", *levels, "partner")
        >>> order.replace(valued_by="members", simplicity=2).simplicity
        2
        """
        fields = tuple(self.__dataclass_fields__)
        for argument, value in changes.items():
            if argument not in fields or argument == "_":
                raise InvalidGameError(
                    f"replace: got {argument}={value!r}, expected a field of Activity"
                    + nearest(argument, fields)
                )
        return replace(self, **changes)

    def restore(self, *attributes: str) -> Activity:
        """Return a copy in which the named attributes are met.

        Examples
        --------
        >>> levels = "not", "not", "not", "not"
        >>> order = Activity("order", 20, "23/20", "3/20", "3/20", *levels, "partner")
        >>> restored = order.restore("concreteness", "proximity")
        >>> restored.concreteness, restored.simplicity
        ('met', 'not')
        """
        for attribute in attributes:
            if attribute not in ATTRIBUTES:
                expected = f"one of {', '.join(ATTRIBUTES)}" + nearest(attribute, ATTRIBUTES)
                raise invalid("attributes", attribute, expected)
        changes: dict[str, Any] = dict.fromkeys(attributes, "met")
        return replace(self, **changes)

    def under(self, arrangement: Arrangement, discount_factor: object = None) -> RepeatedGame:
        """Return the repeated game of this activity under an arrangement.

        Parameters
        ----------
        arrangement : Arrangement
        discount_factor : number in [0, 1), optional
            Per period; by default the family in ``parameter("delta", 0, 1)``.

        Examples
        --------
        >>> from coopgames.games import Fine
        >>> from coopgames.institutions import Arrangement
        >>> levels = "met", "met", "partly", "met"
        >>> feria = Activity("feria", 20, "23/20", "3/20", "3/20", *levels, "members")
        >>> game = feria.under(Arrangement("treasury", "members", Fine("treasury")), "9/10")
        >>> game.lag, game.stage.gain_from_shirking
        (4, Fraction(1, 1))
        """
        return repeated_game(self, arrangement, discount_factor)

    def explain(self, arrangement: Arrangement) -> Explanation:
        """Return the table attribute, level, primitive, value, source: before anything is solved.

        Examples
        --------
        >>> from coopgames.games import Fine
        >>> from coopgames.institutions import Arrangement
        >>> levels = "met", "met", "met", "met"
        >>> faena = Activity("faena", 20, "23/20", "3/20", "3/20", *levels, "members")
        >>> print(faena.explain(Arrangement("treasury", "members", Fine("treasury"))).title)
        faena under treasury
        """
        return explain(self, arrangement)


def check_members(value: object, argument: str) -> int | RationalFunction:
    """Return the number of members, at least 2, or a parameter of a family."""
    if isinstance(value, RationalFunction):
        return value
    if isinstance(value, bool) or not isinstance(value, int) or value < 2:
        raise invalid(argument, value, "an integer >= 2")
    return value
