"""Equilibria with payments and burning, for every discount factor at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from flint import fmpq

from coopgames.arithmetic import Arithmetic
from coopgames.arithmetic.grammar import read_exact
from coopgames.arithmetic.printing import fraction_text
from coopgames.errors import invalid
from coopgames.games import RepeatedGame
from coopgames.games._arrays import read_profile
from coopgames.solvers._flint import from_flint, to_flint
from coopgames.solvers.acceptance import accepted
from coopgames.solvers.public.liquidity import LiquidityFunctions, liquidity_functions
from coopgames.solvers.public.liquidity_certificate import (
    SupportedPlan,
    payoffs_certificate,
    plan_at,
)
from coopgames.solvers.public.liquidity_promises import TransferPromises
from coopgames.solvers.public.liquidity_reading import some_discount_factor
from coopgames.solvers.public.signal_game import Profile, SignalGame, read_signal_game
from coopgames.solvers.solution import Solution, Status

__all__ = [
    "STRATEGIES",
    "PublicTransferEquilibria",
    "PublicTransferPlan",
    "changes",
    "plan_of",
    "solve_at",
]

STRATEGIES = (
    "pure-action perfect public equilibria with public randomization, voluntary payments and "
    "burning"
)


@dataclass(frozen=True, slots=True)
class PublicTransferPlan:
    """The plan of play that reaches the largest joint payoff, and the punishments behind it.

    Numbers are Fractions; floats in the answer to a game in floats.

    Attributes
    ----------
    discount_factor : number
    liquidity : number
        ``discount_factor / (1 - discount_factor)`` times the joint payoff less all punishments:
        what promises after a signal may add up to, in payoffs of one period.
    joint_payoff : number
        Largest sum of average payoffs before a payment stage.
    punishments : tuple of numbers
        Least average payoff of each player. The payoffs of equilibria before a payment stage are
        all ``u`` with ``u_i >= punishments[i]`` and ``sum(u) <= joint_payoff``.
    on_path : action profile
        Played in every period unless somebody refuses to pay.
    punishing : tuple of n action profiles
        Played in the next period after player i alone has refused to pay.
    excess : tuple, [profile][player][signal]
        What each player is promised beyond his punishment, in payoffs of one period: for the path,
        then for each punishment.
    """

    discount_factor: Any
    liquidity: Any
    joint_payoff: Any
    punishments: tuple[Any, ...]
    on_path: Profile
    punishing: tuple[Profile, ...]
    excess: tuple[tuple[tuple[Any, ...], ...], ...]

    @property
    def promises(self) -> tuple[tuple[tuple[Any, ...], ...], ...]:
        """Average payoffs from the payment stage after each signal on, [profile][player][signal].

        What is missing to the joint payoff is burnt, and payments make up the rest. At discount
        factor 0 they are the punishments: nothing can be promised.
        """
        delta = self.discount_factor
        rate = (1 - delta) / delta if delta else Fraction(0)
        return tuple(
            tuple(
                tuple(v + rate * x for x in row)
                for v, row in zip(self.punishments, block, strict=True)
            )
            for block in self.excess
        )

    def __repr__(self) -> str:
        joint, delta = (
            fraction_text(x) if isinstance(x, Fraction) else x
            for x in (self.joint_payoff, self.discount_factor)
        )
        return (
            f"PublicTransferPlan(on_path={self.on_path}, punishing={self.punishing}, "
            f"joint_payoff={joint}, discount_factor={delta})"
        )


@dataclass(frozen=True, slots=True)
class PublicTransferEquilibria:
    """What equilibria with payments and burning reach, as functions of the discount factor.

    Attributes
    ----------
    game : RepeatedGame
        With the discount factor as its parameter.
    """

    game: RepeatedGame
    _data: SignalGame = field(repr=False, compare=False)
    _functions: LiquidityFunctions = field(repr=False, compare=False)

    @classmethod
    def of(cls, game: RepeatedGame) -> PublicTransferEquilibria:
        """Solve a game whose discount factor is its parameter."""
        data = read_signal_game(game)
        return cls(game, data, liquidity_functions(TransferPromises(data)))

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        # The functions are in flint numbers, which are not pickled: they are found again.
        return PublicTransferEquilibria.of, (self.game,)

    def at(self, discount_factor: object) -> PublicTransferPlan | None:
        """Return what is reached at a discount factor; None if there is no equilibrium.

        Raises
        ------
        InvalidGameError
            If it is no number in [0, 1).
        """
        delta = some_discount_factor(discount_factor)
        found = plan_at(self._functions, to_flint(delta))
        return None if found is None else plan_of(self._data, self._functions, found, delta)

    def plan(self, discount_factor: object) -> Solution[PublicTransferPlan | None]:
        """Return the plan at a discount factor, with its certificate.

        The certificate ``liquidity_payoffs`` proves that the plan is an equilibrium and that no
        other one has a larger joint payoff or a lower punishment; or that there is none.
        """
        delta = some_discount_factor(discount_factor)
        game = self.game.at(delta)
        return solve_at(game, self._data, self._functions)

    def critical_discount_factor(
        self, *, profile: object = None, joint_payoff: object = None
    ) -> Fraction | None:
        """Return the least discount factor at which something is reached; None if there is none.

        Parameters
        ----------
        profile : action profile, optional
            It is played after some public history of some equilibrium.
        joint_payoff : exact number, optional
            Some equilibrium has at least this joint payoff.

        Raises
        ------
        InvalidGameError
            If not exactly one of the two is given, or it is none.

        Notes
        -----
        What is reached at a discount factor is reached at every larger one: the set of payoffs
        grows.
        """
        if (profile is None) == (joint_payoff is None):
            raise invalid("profile", (profile, joint_payoff), "either profile or joint_payoff")
        if profile is not None:
            least = self._functions.starts[_position(self._data, profile)].liquidity
        else:
            target = to_flint(read_exact(joint_payoff, "joint_payoff"))
            least = self._functions.least_liquidity(target)
        return _fraction(self._functions.least_discount_factor(least))

    @property
    def limit(self) -> Fraction | None:
        """Limit of the joint payoff as the discount factor goes to 1; None without equilibria."""
        found = self._functions.limit
        return None if found is None else from_flint(found[0])

    @property
    def limit_discount_factor(self) -> Fraction | None:
        """Least discount factor at which the limit is reached: it always is, below 1."""
        found = self._functions.limit
        return None if found is None else from_flint(found[1])

    def to_rows(self) -> list[dict[str, object]]:
        """Return a row for each discount factor at which a formula changes.

        Between two rows the liquidity is one rational function of the discount factor, and joint
        payoff and punishments are affine in it.
        """
        return [
            {
                "discount_factor": plan.discount_factor,
                "liquidity": plan.liquidity,
                "joint_payoff": plan.joint_payoff,
                "punishments": plan.punishments,
                "on_path": plan.on_path,
                "punishing": plan.punishing,
            }
            for plan in map(self.at, changes(self._functions))
            if plan is not None
        ]

    def __repr__(self) -> str:
        limit, start = self.limit, self.limit_discount_factor
        if limit is None or start is None:
            return "PublicTransferEquilibria(<no equilibrium>)"
        return (
            f"PublicTransferEquilibria(<joint payoff {fraction_text(limit)} from discount factor "
            f"{fraction_text(start)} on>)"
        )


def _position(data: SignalGame, profile: object) -> int:
    indices = read_profile(profile, data.players, "profile")
    if any(a >= size for a, size in zip(indices, data.shape, strict=True)):
        raise invalid("profile", profile, f"action indices below {data.shape}")
    return data.position(indices)


def changes(functions: LiquidityFunctions) -> list[Fraction]:
    """Return the discount factors at which a grid point of liquidity begins to be kept."""
    found = {functions.least_discount_factor(x) for x in functions.grid}
    return sorted(from_flint(x) for x in found if x is not None)


def solve_at(
    game: RepeatedGame, data: SignalGame, functions: LiquidityFunctions
) -> Solution[PublicTransferPlan | None]:
    """Return the plan of a game in exact numbers, with its certificate."""
    delta = game.discount_factor
    assert isinstance(delta, Fraction)
    found = plan_at(functions, to_flint(delta))
    plan = None if found is None else plan_of(data, functions, found, delta)
    facts: dict[str, object] = {}
    kept = accepted(lambda: payoffs_certificate(game, functions, found), facts)
    status = Status.EXACT_UNCERTIFIED if kept is None else Status.PROVED
    method = f"liquidity functions of all profiles, one discount factor; {STRATEGIES}"
    return Solution(plan, status, kept, method, Arithmetic.EXACT, facts)


def plan_of(
    data: SignalGame, functions: LiquidityFunctions, found: SupportedPlan, delta: Fraction
) -> PublicTransferPlan:
    """Return a plan for users, with the profiles of a game."""
    profiles = [data.profiles[k] for k in found.positions]
    return PublicTransferPlan(
        delta,
        from_flint(found.liquidity),
        from_flint(found.values[0]),
        tuple(from_flint(v) for v in found.values[1:]),
        profiles[0],
        tuple(profiles[1:]),
        tuple(_fractions(functions.program.written(x)) for x in found.points),
    )


def _fractions(values: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(from_flint(x) if isinstance(x, fmpq) else _fractions(x) for x in values)


def _fraction(value: fmpq | None) -> Fraction | None:
    return None if value is None else from_flint(value)
