"""Critical discount factors of the payoff set: from which patience on equilibria can do what.

For two players with public randomization let ``V(d)`` be the set of the payoffs of pure-action
subgame-perfect equilibria at discount factor ``d``, ``g(a)`` the payoffs of a profile, ``b_i(a)``
of player i's best reply to it, ``u_i`` the least payoff of a set, and

    B_d(W) = co { (1-d) g(a) + d w : w in W, w_i >= u_i + (1-d)/d (b_i(a) - g_i(a)) for both i },

so that ``V(d)`` is the largest bounded ``W`` with ``W = B_d(W)``, and ``W`` in ``B_d(W)`` implies
``W`` in ``V(d)`` (Abreu, Pearce and Stacchetti 1990).

**The sets grow with d.** *If W is convex and W lies in B_d(W), then W lies in B_d'(W) for every
d' in (d, 1).* Proof. Let ``v`` in ``W`` be ``(1-d) g(a) + d w`` as above (points between such
points follow by convexity). Put ``w' = (v - (1-d') g(a))/d'``. Then
``w' = s v + (1-s) w`` with ``s = (d'-d)/(d'(1-d))``, which lies in [0, 1]; so ``w'`` is in ``W``,
and ``v = (1-d') g(a) + d' w'``. In terms of ``v`` the incentive constraint reads
``v_i >= (1-d) b_i(a) + d u_i``. Where ``b_i(a) >= u_i`` the right side falls as ``d`` grows, so the
constraint still holds at ``d'``; where ``b_i(a) < u_i`` the right side at ``d'`` is below ``u_i``,
and ``v_i >= u_i`` because ``v`` is in ``W``. QED

Hence ``V(d)`` is contained in ``V(d')``; each property below holds on an up-set of discount
factors, and one number describes it: bisection is sound.

The search guesses in floats, decides exactly at short rationals, and otherwise recognises the
threshold as an algebraic number: a fold (:mod:`coopgames.solvers.critical.fold`) or a constraint
that begins to bind (:mod:`~coopgames.solvers.critical.tight`). That the property fails below a
number is proved by a set that contains all smaller payoff sets
(:mod:`~coopgames.solvers.critical.from_below`, :mod:`~coopgames.solvers.critical.touching`); at
folds by a family of such sets (:mod:`~coopgames.solvers.critical.corridor`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType
from typing import Any, TypeAlias

from coopgames.arithmetic import Arithmetic, Enclosure, number
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games import StageGame
from coopgames.solvers.critical.answers import CriticalDiscountFactor, CriticalDiscountFactors
from coopgames.solvers.critical.properties import EXCEEDS, Property
from coopgames.solvers.critical.solves import Solves
from coopgames.solvers.critical.threshold import Thresholds
from coopgames.solvers.rationalize import rationalize_stage
from coopgames.solvers.solution import Solution, Status

__all__ = ["CriticalDiscountFactor", "CriticalDiscountFactors", "critical_discount_factors"]

Profile: TypeAlias = tuple[int, ...]
OnStep: TypeAlias = Callable[[int, float], None]

METHOD = (
    "exact payoff sets at chosen discount factors, thresholds recognised and proved where exact; "
    "pure-action subgame-perfect equilibria with public randomization"
)


def critical_discount_factors(
    stage: StageGame,
    profiles: Iterable[Sequence[int]] = (),
    *,
    width: object = Fraction(1, 10**12),
    on_step: OnStep | None = None,
) -> Solution[CriticalDiscountFactors]:
    """Return from which discount factor on the equilibrium payoff set has which properties.

    Parameters
    ----------
    stage : StageGame
        Two players, no parameters.
    profiles : iterable of pairs of int, optional
        Action profiles whose payoffs are asked for; if there are none, all profiles whose payoffs
        no other profile dominates weakly.
    width : exact number, optional
        Bound on ``above - below`` where a threshold is not proved exactly. Just below a fold the
        number of steps of a proof is like one over the root of the distance, and the bracket is
        wider.
    on_step : callable, optional
        ``on_step(count, width)`` after each property: exact payoff sets computed so far, and the
        width of its bracket.

    Returns
    -------
    Solution of CriticalDiscountFactors
        Status EXACT_UNCERTIFIED: the checker has certificates of single discount factors, which are
        with each answer, and no kind for a whole interval; ``exact`` says where the proof is
        complete. For floats FLOAT: found exactly for the binary values of the floats, then rounded.
        ``diagnostics["solves"]`` counts the exact solves.

    Raises
    ------
    InvalidGameError
        If an argument is of the wrong kind.
    UnsupportedGameError
        If the game has not two players, or has a parameter.

    Notes
    -----
    About ten exact payoff sets for each distinct threshold; see
    :func:`coopgames.solvers.equilibrium_payoffs` for the cost of one. Discount factors above
    999999/1000000 are not looked at. Of the 835 thresholds between 0 and 1 of 320 random games with
    integer payoffs, two or three actions each, all were recognised and 818 proved.

    References
    ----------
    Abreu, Pearce and Stacchetti (1990), *Toward a theory of discounted repeated games with
    imperfect monitoring*; theory notes, ``docs/theory/algorithms_spe.md``.

    Examples
    --------
    >>> from coopgames.games import prisoners_dilemma
    >>> found = critical_discount_factors(prisoners_dilemma(10, 9, 3, 1)).value
    >>> found.nonempty.value, found.exceeds_static.value, found.contains[0, 0].value
    (Fraction(0, 1), Fraction(1, 7), Fraction(1, 7))
    >>> print(found.polygon.value)
    0.2470471983 (root of x^2 + 190x - 47)
    """
    _check(stage)
    floats = stage.arithmetic is Arithmetic.FLOAT
    exact_stage = rationalize_stage(stage) if floats else stage
    asked = _profiles(stage, profiles)
    limit = number(width, "width")
    if not isinstance(limit, Fraction) or not 0 < limit < 1:
        raise invalid("width", width, "an exact number between 0 and 1")
    solves = Solves(exact_stage)
    asked = asked or [solves.table.profile(a) for a in _efficient(solves)]
    thresholds = Thresholds(solves, limit)

    def begin(wanted: Property) -> CriticalDiscountFactor:
        answer = thresholds.begin(wanted)
        if on_step is not None:
            low, high = answer.below, answer.above
            on_step(solves.count, float(high - low) if low is not None and high else 0.0)
        return _rounded(answer) if floats else answer

    value = CriticalDiscountFactors(
        nonempty=begin(Property("nonempty")),
        segment=begin(Property("segment")),
        polygon=begin(Property("polygon")),
        exceeds_static=begin(_static(solves)),
        contains=MappingProxyType({a: begin(_payoffs(solves, a)) for a in asked}),
    )
    return _solution(value, solves, floats)


def _check(stage: StageGame) -> None:
    if not isinstance(stage, StageGame):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("stage", stage, "a StageGame")
    if stage.num_players != 2:
        raise UnsupportedGameError(f"stage: got {stage.num_players} players, expected 2")
    if stage.arithmetic not in (Arithmetic.EXACT, Arithmetic.FLOAT):
        raise UnsupportedGameError("stage: got a parameter or an enclosure, expected numbers")


def _profiles(stage: StageGame, profiles: Iterable[Sequence[int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for profile in profiles:
        pair: tuple[Any, ...] = tuple(profile)
        if len(pair) != 2 or not all(
            isinstance(a, int) and not isinstance(a, bool) and 0 <= a < n
            for a, n in zip(pair, stage.shape, strict=True)
        ):
            raise invalid("profiles", profile, f"pairs of action indices below {stage.shape}")
        found.append((pair[0], pair[1]))
    return found


def _static(solves: Solves) -> Property:
    """Return the property to exceed the hull of the static equilibria."""
    static = solves.inner(Fraction(0))
    corners = [] if static is None else static.vertices
    shown = tuple(solves.table.normalised(*v) for v in corners)
    return Property(EXCEEDS, tuple(corners), shown)


def _payoffs(solves: Solves, profile: tuple[int, int]) -> Property:
    """Return the property to contain the payoffs of a profile."""
    row = solves.table.rows[profile[0] * solves.table.shape[1] + profile[1]]
    point = row[0], row[1]
    return Property("contains", (point,), (solves.table.normalised(*point),))


def _efficient(solves: Solves) -> list[int]:
    """Return the profiles whose payoffs no other payoffs dominate weakly."""
    points = [(r[0], r[1]) for r in solves.table.rows]
    return [
        a
        for a, p in enumerate(points)
        if not any(q[0] >= p[0] and q[1] >= p[1] and q != p for q in points)
    ]


def _rounded(answer: CriticalDiscountFactor) -> CriticalDiscountFactor:
    """Return an answer about the binary values of floats as the float answer that it is."""
    value = answer.value
    if value is None:
        return replace(answer, certificates=(None, None), exact=False)
    middle = (value.lower + value.upper) / 2 if isinstance(value, Enclosure) else value
    return replace(answer, value=float(middle), certificates=(None, None), exact=False)


def _solution(
    value: CriticalDiscountFactors, solves: Solves, floats: bool
) -> Solution[CriticalDiscountFactors]:
    diagnostics = MappingProxyType({"solves": solves.count})
    if floats:
        method = f"{METHOD}; exact on the binary values of the floats, rounded once"
        return Solution(value, Status.FLOAT, None, method, Arithmetic.FLOAT, diagnostics)
    status = Status.EXACT_UNCERTIFIED
    return Solution(value, status, None, METHOD, Arithmetic.EXACT, diagnostics)
