"""Average discounted values in floats: sparse rows, an iterative solver with a checked residual."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from coopgames.solvers.markov.nodes import Choice

__all__ = ["FloatChoices", "float_values", "law_matrix"]

Floats = NDArray[np.float64]

#: An iterative solution is taken if its error is surely below this, relative to the payoffs.
RELATIVE_ERROR = 1e-12
ROUNDING = 1e-15
ITERATIONS = 300
REFINEMENTS = 4
#: Multiplications of a banded factorization up to which it is preferred to iterations.
NARROW = 200_000_000


def law_matrix(laws: Sequence[Sequence[tuple[int, Any]]], nodes: int) -> Any:
    """Return laws as the rows of a sparse matrix (CSR), shape laws x nodes."""
    from scipy import sparse  # pyright: ignore[reportMissingTypeStubs]

    lengths = np.fromiter(map(len, laws), dtype=np.int64, count=len(laws))
    ends = np.concatenate([[0], np.cumsum(lengths)])
    size = int(ends[-1])
    targets = np.fromiter((t for law in laws for t, _ in law), dtype=np.int64, count=size)
    chances = np.fromiter((p for law in laws for _, p in law), dtype=np.float64, count=size)
    return cast("Any", sparse).csr_array((chances, targets, ends), shape=(len(laws), nodes))


def float_values(delta: float, flows: Floats, matrix: Any) -> tuple[Floats, float]:
    """Return the values of payoffs, shape nodes x columns, and a bound on their absolute error.

    Notes
    -----
    ``1 - d P`` has the inverse ``sum d^k P^k``, of norm ``1/(1 - d)``: the residual of a solution
    bounds its error. The stabilized biconjugate gradients (van der Vorst 1992) do where rows are
    random, a sparse factorization where the graph is narrow; each fails where the other does.
    """
    from scipy import sparse  # pyright: ignore[reportMissingTypeStubs]
    from scipy.sparse import linalg  # pyright: ignore[reportMissingTypeStubs]

    solvers, arrays = cast("Any", linalg), cast("Any", sparse)
    system: Any = (arrays.eye_array(matrix.shape[0], format="csr") - delta * matrix).tocsr()
    values = np.zeros_like(flows)
    worst = 0.0
    factors: Any = None
    narrow = _bandwidth(system) ** 2 * flows.shape[0] <= NARROW
    for i in range(flows.shape[1]):
        scale = float(np.abs(flows[:, i]).max())
        if scale <= 0:
            continue
        # A constant passes through: taken out, it is no part of what the iterations must find.
        unit = flows[:, i] / scale
        mean = float(unit.mean())
        unit -= mean
        found, error = unit, np.inf
        if not narrow:
            found, error = _iterated(solvers.bicgstab, system, unit)
        # Nearer to d = 1 than this, rounding leaves no method more than 1/(1 - d) units of it.
        if not error <= max(RELATIVE_ERROR, ROUNDING / (1 - delta)):
            factors = solvers.splu(system.tocsc()) if factors is None else factors
            found = factors.solve(unit)
            error = float(np.abs(system @ found - unit).max())
        values[:, i] = (found * (1 - delta) + mean) * scale
        worst = max(worst, error * scale)
    return values, worst


def _bandwidth(system: Any) -> int:
    """Return the bandwidth after the ordering of Cuthill and McKee (1969)."""
    from scipy.sparse import csgraph  # pyright: ignore[reportMissingTypeStubs]

    order = cast("Any", csgraph).reverse_cuthill_mckee(system, symmetric_mode=False)
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    entries = system.tocoo()
    return int(np.abs(place[entries.row] - place[entries.col]).max(initial=0))


def _iterated(solver: Any, system: Any, right: Floats) -> tuple[Floats, float]:
    """Solve by iteration, and the rest again, as long as that helps; return the residual too."""
    found, rest, error = np.zeros_like(right), right, np.inf
    for _ in range(REFINEMENTS):
        with np.errstate(all="ignore"):
            more, _ = solver(system, rest, rtol=1e-10, atol=0.0, maxiter=ITERATIONS)
            candidate = found + more
            left = right - system @ candidate
        size = float(np.abs(left).max())
        if not size < error / 2:
            break
        found, rest, error = candidate, left, size
        if error <= RELATIVE_ERROR / 100:
            break
    return found, error


class FloatChoices:
    """The choices of one player as arrays: a row for each node and action, nodes ascending.

    Parameters
    ----------
    choices : sequence of Choice
        Of one player, in the order of :meth:`Nodes.choices`.
    nodes : int
        Number of nodes.
    """

    def __init__(self, choices: Sequence[Choice], nodes: int) -> None:
        count = len(choices)
        self.payoffs: Floats = np.fromiter((c.payoff for c in choices), np.float64, count)
        self.matrix = law_matrix([c.law for c in choices], nodes)
        node = np.fromiter((c.node for c in choices), np.int64, count)
        self.first = np.flatnonzero(np.diff(node, prepend=-1))
        self.node = node
        marked = np.fromiter((c.prescribed for c in choices), np.bool_, count)
        self.prescribed = np.flatnonzero(marked)

    def q_values(self, delta: float, values: Floats) -> Floats:
        """Return what each choice is worth if the values come after it."""
        return (1 - delta) * self.payoffs + delta * (self.matrix @ values)

    def best(self, q: Floats) -> NDArray[np.int64]:
        """Return the row of the first best choice at each node."""
        top = np.maximum.reduceat(q, self.first)
        rows = np.flatnonzero(q == top[self.node])
        return rows[np.flatnonzero(np.diff(self.node[rows], prepend=-1))]
