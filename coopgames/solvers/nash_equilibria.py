"""All Nash equilibria of a two-player game, exactly and with the proof that there are no others."""

from __future__ import annotations

from fractions import Fraction
from types import MappingProxyType
from typing import Any, cast

from coopgames.arithmetic import Arithmetic
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games import StageGame
from coopgames.games._arrays import nest
from coopgames.solvers.nash.polytope import Polytope, best_reply_polytope
from coopgames.solvers.nash.receipts import MixedProfile, NashCertificates
from coopgames.solvers.nash.subsets import maximal_bicliques
from coopgames.solvers.nash.vertices import Vertices, all_vertices, complementary_pairs
from coopgames.solvers.rationalize import rationalize_stage
from coopgames.solvers.solution import Solution, Status
from coopgames.solvers.stage_certificates import TOO_LARGE, is_certified

__all__ = ["nash_equilibria"]

METHOD = "all vertices of both best-reply polytopes, proved complete, matched by labels"
NashSubset = tuple[tuple[Any, ...], tuple[Any, ...]]


def nash_equilibria(stage: StageGame) -> Solution[tuple[Any, ...]]:
    """Return all extreme Nash equilibria of a two-player game.

    They are the corners of the maximal convex sets of equilibria. In a nondegenerate game they are
    all equilibria; otherwise there may be a continuum, which ``diagnostics["maximal_subsets"]``
    describes in full.

    Parameters
    ----------
    stage : StageGame
        With two players. Floats are read as the binary numbers that they are.

    Returns
    -------
    Solution
        ``value``: the mixed profiles in ascending order, each a tuple with one tuple of
        probabilities for each player. In ``diagnostics``:

        ``"maximal_subsets"``
            Pairs (mixed actions of player 1, mixed actions of player 2): the set of all equilibria
            is the union of the products of their convex hulls.
        ``"degenerate"``
            Whether some mixed action has more pure best replies than actions in its support.
        ``"certificates"``
            One for each equilibrium, built when asked for (exact games of at most 20,000 payoffs).
        ``"vertices"``
            How many vertices the two polytopes have, the origins left out.
        ``"proof"``
            Why there are no others, in a sentence.

    Raises
    ------
    UnsupportedGameError
        With three or more players, or with a parameter in the payoffs.

    Notes
    -----
    1. Both best-reply polytopes are moved by a little to have no ties, and their graphs are walked;
       every basis met is proved to be a vertex, and every edge is seen to have both its ends
       (:mod:`coopgames.solvers.nash.traversal`): no vertex is left out.
    2. Vertices with complementary labels are equilibria; only these are solved for in rationals.
    3. Maximal Nash subsets: maximal complete parts of the graph of extreme equilibria.

    The number of vertices about doubles with each action: on random games some 4,000 for 12 x 12,
    30,000 for 15 x 15, 700,000 for 18 x 18 (0.1, 2 and 30 seconds). The certificates prove that
    each profile is an equilibrium. That there are no others is proved by the computation, which no
    certificate repeats.

    References
    ----------
    Mangasarian (1964); Winkels (1979); Avis, Rosenberg, Savani and von Stengel (2010).

    Examples
    --------
    >>> battle = StageGame.from_rows([[(2, 1), (0, 0)], [(0, 0), (1, 2)]])
    >>> for row, column in nash_equilibria(battle).value:
    ...     print(*row, "|", *column)
    0 1 | 0 1
    2/3 1/3 | 1/3 2/3
    1 0 | 1 0
    """
    if not isinstance(stage, StageGame):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("stage", stage, "a StageGame")
    if stage.num_players != 2:
        raise UnsupportedGameError(
            f"stage: got {stage.num_players} players; all Nash equilibria are found for 2 players"
        )
    if stage.arithmetic is Arithmetic.SYMBOLIC:
        raise UnsupportedGameError("stage: nash_equilibria needs numbers, got a parameter")
    if stage.arithmetic is Arithmetic.FLOAT:
        return _rounded(nash_equilibria(rationalize_stage(stage)))
    sides = _vertices(stage)
    pairs = complementary_pairs(*sides)
    actions = [{k: s.mixed_action(k) for k in {p[i] for p in pairs}} for i, s in enumerate(sides)]
    found = sorted((actions[0][i], actions[1][j]) for i, j in pairs)
    certificates = NashCertificates(stage, tuple(found) if is_certified(stage) else ())
    diagnostics: dict[str, object] = {
        "maximal_subsets": _subsets(pairs, actions),
        "degenerate": any(len(side.crowded()) for side in sides),
        "certificates": certificates,
        "vertices": tuple(len(side.labels) for side in sides),
        "proof": _proof(*sides),
    }
    return Solution(
        tuple(found),
        Status.PROVED if certificates else Status.EXACT_UNCERTIFIED,
        certificates[0] if certificates else None,
        METHOD if certificates else METHOD + TOO_LARGE,
        Arithmetic.EXACT,
        MappingProxyType(diagnostics),
    )


def _vertices(stage: StageGame) -> tuple[Vertices, Vertices]:
    m, n = stage.shape
    rows, columns = range(m), range(m, m + n)
    return (
        all_vertices(_polytope(stage, 0), rows, columns),
        all_vertices(_polytope(stage, 1), columns, rows),
    )


def _polytope(stage: StageGame, player: int) -> Polytope:
    """Return the polytope of a player's mixed actions, from the opponent's payoffs."""
    table = cast("tuple[tuple[Fraction, ...], ...]", nest(stage.cells[1 - player], stage.shape))
    return best_reply_polytope(tuple(zip(*table, strict=True)) if player == 0 else table)


def _subsets(
    pairs: list[tuple[int, int]], actions: list[dict[int, tuple[Fraction, ...]]]
) -> tuple[NashSubset, ...]:
    parts = [
        tuple(tuple(sorted(actions[i][k] for k in side)) for i, side in enumerate(part))
        for part in maximal_bicliques(pairs)
    ]
    return tuple(sorted(cast("list[NashSubset]", parts)))


def _proof(first: Vertices, second: Vertices) -> str:
    return (
        f"The best-reply polytopes have {len(first.labels)} and {len(second.labels)} vertices "
        "besides the origin: each was proved to be one, both ends of every edge are among them, "
        "and the graph of a polytope is connected. The equilibria listed are all pairs that "
        "together have all labels."
    )


def _rounded(exact: Solution[tuple[MixedProfile, ...]]) -> Solution[tuple[Any, ...]]:
    """Return the answer on the binary values of floats as the float answer that it is."""

    def floats(nested: Any) -> Any:
        if isinstance(nested, tuple):
            return tuple(floats(x) for x in cast("tuple[Any, ...]", nested))
        return float(nested)

    kept = {key: exact.diagnostics[key] for key in ("degenerate", "vertices")}
    diagnostics = MappingProxyType(
        {"maximal_subsets": floats(exact.diagnostics["maximal_subsets"]), **kept}
    )
    method = f"{METHOD}; exact on the binary values of the floats, rounded once"
    return Solution(floats(exact.value), Status.FLOAT, None, method, Arithmetic.FLOAT, diagnostics)
