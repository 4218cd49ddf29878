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
from coopgames.solvers.nash.traversal import MOST_EDGES, foresee_size
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
        With two players. Floats are read as the binary numbers that they are, and the answer
        is rounded once: it has no ``"certificates"`` and no ``"proof"``.

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
        Unless there are two players; with a parameter in the payoffs; or if a polytope has too
        many vertices to keep (some 100 million edges at one distance from the origin). What the
        numbers of actions alone decide is refused at once, the rest where the walk gets there.

    Notes
    -----
    1. Both best-reply polytopes are moved by a little to have no ties, and their graphs are walked;
       every basis met is proved to be a vertex, and every edge is seen to have both its ends
       (:mod:`coopgames.solvers.nash.traversal`): no vertex is left out.
    2. Vertices with complementary labels are equilibria; only these are solved for in rationals.
    3. Maximal Nash subsets: maximal complete parts of the graph of extreme equilibria.

    The number of vertices about doubles with each action: on random games some 4,000 for 12 x 12,
    30,000 for 15 x 15, 700,000 for 18 x 18 (0.1, 2 and 30 seconds). Long games are limited too:
    23,000 vertices for 2 x 300 (15 seconds), 42,000 for 3 x 100 (4 seconds), while 2 x 1,000 and
    3 x 200 are refused, after some 10 seconds. Where one player has a single action no polytope is
    needed. The certificates prove that each profile is an equilibrium. That there are no others is
    proved by the computation, which no certificate repeats.

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
    if 1 in stage.shape:
        return _one_chooses(stage)
    sides = _vertices(stage)
    pairs = complementary_pairs(*sides)
    actions = [{k: s.mixed_action(k) for k in {p[i] for p in pairs}} for i, s in enumerate(sides)]
    found = sorted((actions[0][i], actions[1][j]) for i, j in pairs)
    diagnostics: dict[str, object] = {
        "maximal_subsets": _subsets(pairs, actions),
        "degenerate": any(len(side.crowded()) for side in sides),
        "vertices": tuple(len(side.labels) for side in sides),
        "proof": _proof(*sides),
    }
    return _answer(stage, tuple(found), METHOD, diagnostics)


def _answer(
    stage: StageGame,
    found: tuple[MixedProfile, ...],
    method: str,
    diagnostics: dict[str, object],
) -> Solution[tuple[Any, ...]]:
    certificates = NashCertificates(stage, found if is_certified(stage) else ())
    return Solution(
        found,
        Status.PROVED if certificates else Status.EXACT_UNCERTIFIED,
        certificates[0] if certificates else None,
        method if certificates else method + TOO_LARGE,
        Arithmetic.EXACT,
        MappingProxyType({**diagnostics, "certificates": certificates}),
    )


def _one_chooses(stage: StageGame) -> Solution[tuple[Any, ...]]:
    """Answer where a player has a single action: the other one mixes over his best actions."""
    chooser = 1 if stage.shape[0] == 1 else 0
    earned = cast("tuple[Fraction, ...]", stage.cells[chooser])
    most, size = max(earned), len(earned)
    zero, one = Fraction(0), Fraction(1)
    if size * earned.count(most) > MOST_EDGES:
        raise UnsupportedGameError(
            f"stage: got {earned.count(most)} best actions of {size}, expected a smaller game"
        )
    best = [k for k in reversed(range(size)) if earned[k] == most]  # ascending as tuples
    pure = [(*[zero] * k, one, *[zero] * (size - k - 1)) for k in best]
    single = (one,)
    found = tuple((single, law) if chooser == 1 else (law, single) for law in pure)
    subset = ((single,), tuple(pure)) if chooser == 1 else (tuple(pure), (single,))
    diagnostics: dict[str, object] = {
        "maximal_subsets": (subset,),
        "degenerate": len(best) > 1,
        "vertices": (1, size) if chooser == 1 else (size, 1),
        "proof": "One player has a single action, and the other one was compared in all of his: "
        "the equilibria are the mixtures of the actions that earn most.",
    }
    return _answer(stage, found, "the largest payoffs of the one player who chooses", diagnostics)


def _vertices(stage: StageGame) -> tuple[Vertices, Vertices]:
    m, n = stage.shape
    labels = range(m), range(m, m + n)
    for size in stage.shape:
        foresee_size(size, 1)
    polytopes = _polytope(stage, 0), _polytope(stage, 1)
    for polytope in polytopes:
        foresee_size(polytope.dimension, polytope.replies)
    found: dict[int, Vertices] = {}
    # The larger dimension first: it has more edges, and the walk may end with too many.
    for side in sorted((0, 1), key=lambda i: -stage.shape[i]):
        found[side] = all_vertices(polytopes[side], labels[side], labels[1 - side])
    return found[0], found[1]


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
