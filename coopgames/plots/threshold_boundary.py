"""Up to which noise effort is sustained, and where activities stand: the rows of a map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from coopgames.arithmetic import exact
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.institutions import Activity, Arrangement, Case
from coopgames.institutions.primitives import dimensions_of, lag_of, noise_of, visibility_of
from coopgames.solvers.batch import batch_rule, batch_thresholds, gaussian_signals
from coopgames.verdicts.verdict import holds_at, threshold_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["BEYOND", "MOST_LAGS", "threshold_map_rows"]

Row = dict[str, str]

#: How far off the map a boundary is followed, as a factor.
BEYOND = 64.0
#: More lines than these cannot be told apart.
MOST_LAGS = 5

_HALVINGS = 48  # of the logarithm of the noise: the boundary to more digits than are shown


def threshold_map_rows(
    activities: Case | Sequence[Activity],
    arrangement: Arrangement,
    discount_factor: object,
    *,
    lags: Sequence[int] | None = None,
    proximity: object = None,
    noise: tuple[object, object] = ("1/8", 8),
    dimensions: int = 12,
) -> list[Row]:
    """Return the boundaries of the sustained region and the places of the activities, as text.

    Parameters
    ----------
    activities : Case or sequence of Activity
        The stakes of the map are those of the first. The others are placed on it if they have the
        same stakes and the map's proximity: elsewhere the boundary would not be theirs.
    arrangement : Arrangement
    discount_factor : exact number in (0, 1)
        Per period.
    lags : sequence of int, optional
        One boundary for each; by default the lags of the activities.
    proximity : exact number in (0, 1], optional
        Probability that a sanctioner sees the act; by default that of the first activity.
    noise : pair of exact numbers > 0, optional
        Range of the map, in contributions.
    dimensions : int, optional
        The map has 1 to this many.

    Returns
    -------
    list of dict
        Kinds ``corner`` (of the map), ``boundary`` (the largest noise at which effort is sustained,
        sought somewhat beyond the map too; ``inf`` or ``0`` if it is further) and
        ``activity`` (with a letter for those that share all four attributes, and the exact verdict
        at the activity's own lag).

    Raises
    ------
    InvalidGameError
        If an argument is outside its domain.
    UnsupportedGameError
        If the vectorised solver does not cover the arrangement (caps, physical penalties, costly
        side agreements).

    Notes
    -----
    More noise is a garbling of less, so each boundary is a function, found by bisection with
    :func:`coopgames.solvers.batch.batch_thresholds`. Verdicts on activities are exact.

    Examples
    --------
    >>> import coopgames as cg
    >>> case = cg.load_case("wanderley2004")
    >>> rows = threshold_map_rows(case, case.arrangement("reports"), "993/1000", lags=[26])
    >>> [(row["dimensions"], row["noise"]) for row in rows if row["kind"] == "boundary"][:2]
    [('1', '1.34919'), ('2', '0.954023')]
    """
    listed = activities.activities if isinstance(activities, Case) else tuple(activities)
    if not listed:
        raise invalid("activities", activities, "a case or at least one activity")
    delta = exact(discount_factor)
    if not 0 < delta < 1:
        raise invalid("discount_factor", discount_factor, "a number in (0, 1)")
    span = exact(noise[0]), exact(noise[1])
    if not 0 < span[0] < span[1]:
        raise invalid("noise", noise, "a pair of increasing numbers > 0")
    if dimensions < 2:
        raise invalid("dimensions", dimensions, "an integer >= 2")
    seen = visibility_of(listed[0], arrangement) if proximity is None else exact(proximity)
    if not 0 < seen <= 1:
        raise invalid("proximity", proximity, "a probability in (0, 1]")
    chosen = tuple(lags) if lags is not None else _lags(listed, arrangement)
    if not chosen or min(chosen) < 1 or len(chosen) > MOST_LAGS:
        raise invalid("lags", chosen, f"from one to {MOST_LAGS} integers >= 1")
    shared = {"arrangement": arrangement.name, "column": arrangement.label}
    shared |= {"discount_factor": str(delta), "proximity": str(seen)}
    rows = [
        _row("corner", shared, noise=str(span[0]), dimensions="1"),
        _row("corner", shared, noise=str(span[1]), dimensions=str(dimensions)),
    ]
    found = _boundary(listed[0], arrangement, delta, chosen, seen, span, dimensions)
    for lag, values in zip(chosen, found, strict=True):
        for k, value in enumerate(values):
            rows.append(
                _row("boundary", shared, lag=str(lag), dimensions=str(k + 1), noise=f"{value:.6g}")
            )
    return rows + _activity_rows(listed, arrangement, delta, seen, shared)


def _row(kind: str, shared: Mapping[str, str], **cells: str) -> Row:
    empty = dict.fromkeys(("lag", "dimensions", "noise", "letter", "activity", "verdict"), "")
    return {"kind": kind, **empty, **cells, **shared}


def _lags(activities: Sequence[Activity], arrangement: Arrangement) -> tuple[int, ...]:
    found = sorted({lag_of(activity, arrangement) for activity in activities})
    return tuple(found[:MOST_LAGS])


def _boundary(
    activity: Activity,
    arrangement: Arrangement,
    delta: Fraction,
    lags: Sequence[int],
    proximity: Fraction,
    span: tuple[Fraction, Fraction],
    dimensions: int,
) -> NDArray[np.float64]:
    """Return the largest sustained noise, shape lags x dimensions, by bisection."""
    import numpy as np

    rule, members = batch_rule(activity.under(arrangement, delta))
    gain, value = activity.gain, activity.value
    if not isinstance(gain, Fraction) or not isinstance(value, Fraction):
        raise UnsupportedGameError("activities: a map needs numbers for stakes, got a parameter")
    periods = np.array(lags, np.float64)[:, None]
    number = np.arange(1, dimensions + 1, dtype=np.float64)[None, :]

    def sustained(level: NDArray[np.float64]) -> NDArray[np.bool_]:
        alarm, detection = gaussian_signals(level, number, float(proximity))
        found = batch_thresholds(
            rule,
            value=float(value),
            gain=float(gain),
            false_alarm=alarm,
            detection=detection,
            members=members,
            lag=periods,
        )
        return found.per_period <= float(delta)

    least, most = float(span[0]) / BEYOND, float(span[1]) * BEYOND
    low, high = (np.full((len(lags), dimensions), x) for x in (least, most))
    everywhere, nowhere = sustained(high), ~sustained(low)
    for _ in range(_HALVINGS):
        middle = np.sqrt(low * high)
        holds = sustained(middle)
        low, high = np.where(holds, middle, low), np.where(holds, high, middle)
    return np.where(everywhere, np.inf, np.where(nowhere, 0.0, low))


def _activity_rows(
    activities: Sequence[Activity],
    arrangement: Arrangement,
    delta: Fraction,
    proximity: Fraction,
    shared: Mapping[str, str],
) -> list[Row]:
    places = {activity: _place_of(activity, arrangement) for activity in activities}
    # Letters count over all activities: the maps of one case at several proximities agree.
    letters = {place: _letter(k) for k, place in enumerate(sorted(set(places.values())))}
    rows: list[Row] = []
    stakes = activities[0].members, activities[0].gain, activities[0].value
    for activity, place in places.items():
        unseen, noise, number, lag = place
        same = (activity.members, activity.gain, activity.value) == stakes
        if not same or 1 - unseen != proximity:
            continue
        solution = threshold_of(activity, arrangement)
        holds = holds_at(solution, delta)
        verdict = {True: "sustained", False: "not sustained", None: "undecided"}[holds]
        cells = {"noise": str(noise), "dimensions": str(number), "lag": str(lag)}
        names = {"letter": letters[place], "activity": activity.name, "verdict": verdict}
        rows.append(_row("activity", shared, **cells, **names))
    return rows


def _place_of(activity: Activity, arrangement: Arrangement) -> tuple[Fraction, Fraction, int, int]:
    """Return how often the act is not seen, noise, dimensions and lag: the easier, the smaller."""
    return (
        1 - visibility_of(activity, arrangement),
        noise_of(activity, arrangement),
        dimensions_of(activity, arrangement),
        lag_of(activity, arrangement),
    )


def _letter(number: int) -> str:
    return chr(ord("A") + number) if number < 26 else str(number + 1)
