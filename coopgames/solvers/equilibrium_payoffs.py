"""The payoffs of subgame-perfect equilibria with public randomization."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from coopgames.arithmetic import Arithmetic
from coopgames.certificates import Certificate
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games import PerfectMonitoring, RepeatedGame, StageGame
from coopgames.solvers.acceptance import accepted
from coopgames.solvers.payoff_set import Origin, PayoffSet
from coopgames.solvers.self_generation.candidate import Candidate, static_candidate
from coopgames.solvers.self_generation.certify import (
    maximal_certificate,
    sandwich_certificate,
    static_certificate,
)
from coopgames.solvers.self_generation.coordinates import square_root
from coopgames.solvers.self_generation.corners import Table
from coopgames.solvers.self_generation.exact_set import Found, exact_set
from coopgames.solvers.self_generation.float_set import float_set
from coopgames.solvers.solution import Solution, Status

__all__ = ["equilibrium_payoffs"]

SOLVERS = ("abreu-sannikov",)
#: Rounding errors of a float, divided by 1 - delta, as a share of the payoff range.
ROUNDING = 4 * 2.0**-52
STRATEGIES = "pure-action subgame-perfect equilibria with public randomization"

OnStep = Callable[[int, float], None]


def equilibrium_payoffs(
    game: RepeatedGame, *, solver: str | None = None, on_step: OnStep | None = None
) -> Solution[Any]:
    """Return the payoffs of all pure-action subgame-perfect equilibria with public randomization.

    Parameters
    ----------
    game : RepeatedGame
        Perfect monitoring, no transfers, a numerical discount factor.
    solver : None or "abreu-sannikov", optional
        The method for two players; there is one today.
    on_step : callable, optional
        ``on_step(step, change)`` is called while an outer set shrinks: the number of the step,
        and how far the set moved, as a share of the payoff range. Games of two players in floats
        do not call it.

    Returns
    -------
    Solution of PayoffSet
        Two players, exact data: ``value`` is exact (its vertices are Fractions, or algebraic
        numbers of one field) and the status is PROVED: the certificate, accepted by the checker,
        proves that every point is an equilibrium payoff and that there is no other. The empty set
        is an answer. ``diagnostics`` has ``"steps"`` (items of the outer chain), ``"theorem"``,
        ``"profiles"`` (one for each vertex) and ``"irrational"``.

        If the proof from outside is not found, the status is SANDWICH: ``value`` is a set of
        equilibrium payoffs, ``diagnostics["outer"]`` contains all, and
        ``diagnostics["distance"]`` is their Hausdorff distance (None if the inner set is empty).
        The inner set contains every hull of payoffs of profiles that generates itself. If the
        checker refuses the certificate of the two sets, such as one that is too much work, the
        status is BRACKETED: both sets are exact arithmetic, without a certificate. If it refuses
        the proof that a set is the answer, the same holds of the set and the outer set; the empty
        set is then EXACT_UNCERTIFIED. ``diagnostics["refused"]`` says why.

        Floats: the status is FLOAT; ``diagnostics["excess"]`` bounds the distance of any
        equilibrium payoff from the set, up to rounding (None: no bound was found), and
        ``diagnostics["tolerance"]`` is the tolerance of the set, both in units of payoff. Both
        allow for rounding near discount factor 1: they contain ``4 eps / (1 - delta)`` of the
        larger payoff range, ``eps = 2.2e-16``. That is a share 9e-7 at ``delta = 1 - 1e-9``, and
        nearer to 1 floats say little.

        Three or more players: see :func:`coopgames.solvers.polytopes.polytope_payoffs`.

    Raises
    ------
    InvalidGameError
        If an argument is of the wrong kind.
    UnsupportedGameError
        If the game has a parameter, transfers, imperfect monitoring, or a lag.

    Notes
    -----
    The operator of Abreu and Sannikov (2014) on outer sets; Newton's method on the corners for
    the set itself; linear-programming duality for the proof that nothing is missing (theorems 1
    and 2 of the theory notes, ``docs/theory/algorithms_spe.md``). Payoffs are averages:
    ``1 - delta`` times the discounted sum. A step costs O(m n) operations for m x n profiles.

    Every one of 10^5 random games with exact data was PROVED up to discount factor 1 - 10^-6.
    About 1 % of them ended as a SANDWICH at 1 - 10^-9, and 6 % at 1 - 10^-15; just below a
    discount factor at which the set grows, games may too.

    References
    ----------
    Abreu, Pearce and Stacchetti (1990), *Toward a theory of discounted repeated games with
    imperfect monitoring*; Abreu and Sannikov (2014), *An algorithm for two-player repeated games
    with perfect monitoring*.

    Examples
    --------
    >>> from coopgames.games import prisoners_dilemma
    >>> answer = equilibrium_payoffs(RepeatedGame(prisoners_dilemma(3, 2, 0, -1), "1/2"))
    >>> answer.status.name, answer.value.area
    ('PROVED', Fraction(16, 3))
    """
    _check(game, solver, on_step)
    stage = game.stage
    assert isinstance(stage, StageGame)
    if stage.num_players > 2:
        from coopgames.solvers.polytopes import polytope_payoffs

        return polytope_payoffs(game, on_step=on_step)
    if game.arithmetic is Arithmetic.FLOAT:
        return _float(game, stage)
    return _exact(game, stage, on_step)


def _check(game: RepeatedGame, solver: object, on_step: object) -> None:
    if not isinstance(game, RepeatedGame):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("game", game, "a RepeatedGame")
    if solver is not None and not (isinstance(solver, str) and solver in SOLVERS):
        raise invalid("solver", solver, "None or 'abreu-sannikov'")
    if on_step is not None and not callable(on_step):
        raise invalid("on_step", on_step, "None or a function of a step and a change")
    if not isinstance(game.stage, StageGame):
        raise UnsupportedGameError("game: got an anonymous game, expected a StageGame")
    if game.stage.num_players < 2:
        raise UnsupportedGameError("game: got 1 player, expected 2 or more")
    if not isinstance(game.monitoring, PerfectMonitoring):
        raise UnsupportedGameError(
            f"monitoring: got {game.monitoring!r}, expected PerfectMonitoring()"
        )
    if game.transfers:
        raise UnsupportedGameError(f"transfers: got {list(game.transfers)!r}, expected none")
    if game.lag != 1:
        raise UnsupportedGameError(f"lag: got {game.lag}, expected 1 under perfect monitoring")
    if game.arithmetic not in (Arithmetic.EXACT, Arithmetic.FLOAT):
        raise UnsupportedGameError("game: got a parameter or an enclosure, expected numbers")


def _float(game: RepeatedGame, stage: StageGame) -> Solution[PayoffSet]:
    first, second = (tuple(float(x) for x in cells) for cells in stage.cells)  # type: ignore[arg-type]
    delta = game.discount_factor
    assert isinstance(delta, Fraction | float)
    m, n = stage.shape
    found = float_set(first, second, (m, n), float(delta))
    origin = Origin(game, tuple(divmod(corner[2], n) for corner in found.corners))
    scale = (max(first) - min(first), max(second) - min(second))
    value = PayoffSet.of_corners(found.corners, None, origin, scale=scale)
    # Near discount factor 1 the equations of the corners are nearly singular.
    larger = max(max(first) - min(first), max(second) - min(second))
    rounding = ROUNDING / (1.0 - float(delta)) * larger
    excess = None if found.excess is None else found.excess + rounding
    tolerance = value.tolerance + rounding
    diagnostics = {"excess": excess, "tolerance": tolerance, "steps": found.steps}
    method = f"Abreu-Sannikov operator and Newton's method in floats; {STRATEGIES}"
    return Solution(value, Status.FLOAT, None, method, Arithmetic.FLOAT, diagnostics)


def _exact(game: RepeatedGame, stage: StageGame, on_step: OnStep | None) -> Solution[PayoffSet]:
    delta = game.discount_factor
    assert isinstance(delta, Fraction)
    table = Table.of(stage, delta)
    if not delta:
        inner = static_candidate(table)
        method = f"hull of the pure equilibria of the stage game; {STRATEGIES}"
        certificate = static_certificate(game, table, inner)
        return _proved(game, table, inner, certificate, method, {"steps": 0, "theorem": "static"})
    found = exact_set(table, on_step)
    if found.proof is None:
        return _sandwich(game, table, found)
    method = f"Abreu-Sannikov operator, Newton's method and duality; {STRATEGIES}"
    facts = {"steps": found.steps, "theorem": found.proof.name}
    certificate = maximal_certificate(game, table, found)
    answer = _proved(game, table, found.inner, certificate, method, facts)
    if answer.certificate is None and found.inner is not None:
        # Floats have a part in the search for a proof: what is not checked is not called exact.
        return _sandwich(game, table, found, str(answer.diagnostics["refused"]))
    return answer


def _proved(
    game: RepeatedGame,
    table: Table,
    inner: Candidate | None,
    certificate: Certificate,
    method: str,
    facts: Mapping[str, object],
) -> Solution[PayoffSet]:
    value = _payoff_set(game, table, inner)
    diagnostics = {**facts, **_facts(table, inner)}
    kept = accepted(lambda: certificate, diagnostics)
    status = Status.EXACT_UNCERTIFIED if kept is None else Status.PROVED
    return Solution(value, status, kept, method, Arithmetic.EXACT, diagnostics)


def _sandwich(
    game: RepeatedGame, table: Table, found: Found, refused: str = ""
) -> Solution[PayoffSet]:
    certificate, squared = sandwich_certificate(game, table, found)
    distance = None
    if squared is not None:
        distance = square_root(squared)
    diagnostics: dict[str, object] = {
        "steps": found.steps,
        "theorem": None,
        "outer": PayoffSet.of_corners(found.chain.outer.vertices),
        "distance": distance,
        **_facts(table, found.inner),
        **({"refused": refused} if refused else {}),
    }
    method = f"Abreu-Sannikov operator from outside, self-generation from inside; {STRATEGIES}"
    value = _payoff_set(game, table, found.inner)
    kept = accepted(lambda: certificate, diagnostics)
    status = Status.BRACKETED if kept is None else Status.SANDWICH
    return Solution(value, status, kept, method, Arithmetic.EXACT, diagnostics)


def _payoff_set(game: RepeatedGame, table: Table, inner: Candidate | None) -> PayoffSet:
    if inner is None:
        return PayoffSet.of_corners([], None, Origin(game, ()))
    origin = Origin(game, tuple(table.profile(a) for a in inner.profiles))
    return PayoffSet.of_corners(inner.vertices, inner.field, origin)


def _facts(table: Table, inner: Candidate | None) -> dict[str, object]:
    profiles = () if inner is None else tuple(table.profile(a) for a in inner.profiles)
    return {"profiles": profiles, "irrational": inner is not None and inner.field is not None}
