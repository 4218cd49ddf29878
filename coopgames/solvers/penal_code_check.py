"""The one-shot deviation check of penal codes, with a certificate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import Any, cast

from coopgames.arithmetic import Arithmetic, FieldElement, RationalFunction
from coopgames.certificates import Certificate
from coopgames.certificates.encode import game_document
from coopgames.errors import CertificateError, MixedArithmeticError, UnsupportedGameError, invalid
from coopgames.games import PerfectMonitoring, RepeatedGame, StageGame
from coopgames.games.penal_codes import Lottery, PenalCode
from coopgames.solvers.deviation import DEVIATION_TOLERANCE, METHOD, Deviation
from coopgames.solvers.one_shot_automata import check_automaton
from coopgames.solvers.penal_code_values import best_deviation, code_fields, code_values, expected
from coopgames.solvers.rationalize import rationalize
from coopgames.solvers.solution import Solution, Status
from coopgames.solvers.stage_certificates import TOO_LARGE, is_certified

__all__ = ["check_penal_code"]


def check_penal_code(game: RepeatedGame, code: PenalCode) -> Solution[bool]:
    """Check by one-shot deviations whether a penal code is a subgame-perfect equilibrium.

    Every state that some history leads to is checked, on the path of play or not. A state that
    none leads to is in no subgame: if only such a one has a profitable deviation, the answer is
    True, and the certificate is about the code without the states that are never reached.

    Parameters
    ----------
    game : RepeatedGame
        A stage game of any number of players under perfect monitoring, without transfers.
    code : PenalCode

    Returns
    -------
    Solution
        True or False. The certificate of True has the kind ``penal_code``. False has one, a
        ``profitable_deviation`` of :meth:`PenalCode.automaton`, for codes without lotteries only;
        with lotteries the status of False is ``EXACT_UNCERTIFIED``. In ``diagnostics``:
        ``"payoffs"`` of the code, its continuation ``"values"`` [state][player], and the best
        one-shot ``"deviation"`` (its gain is <= 0 in an equilibrium). In floats a deviation
        must gain more than ``"tolerance"``, 1e-9 of the range of the payoffs, to count.

    Raises
    ------
    InvalidGameError
        If the code does not fit the game.
    UnsupportedGameError
        If the game has a parameter, transfers, a lag, or no perfect monitoring.
    MixedArithmeticError
        If the code has floats and the game is exact.

    References
    ----------
    Abreu (1988), *On the theory of infinitely repeated games with discounting*.

    Examples
    --------
    >>> from coopgames.games import prisoners_dilemma
    >>> game = RepeatedGame(prisoners_dilemma(3, 2, 0, -1), "1/2")
    >>> half = PenalCode([(0, 1)], [((0, 0), [(0, "1/2"), (1, "1/2")]), ((1, 1), [(1, 1)])], [1, 1])
    >>> answer = check_penal_code(game, half)
    >>> answer.value, answer.diagnostics["payoffs"]
    (False, (Fraction(4, 3), Fraction(4, 3)))
    >>> print(answer.diagnostics["deviation"])
    in state 'state 0' player 1 gains 1/6 by 'defect'
    """
    stage, delta = _covered(game, code)
    exact_code = _exact_code(code)
    values = code_values(stage, exact_code, delta)
    part, part_values, kept = exact_code, values, tuple(range(len(values)))
    place, player, action, gain = best_deviation(stage, part, values, delta)
    if gain > 0:  # in a state that matters?
        kept = _reached(exact_code, stage.shape)
        part = _restricted(exact_code, kept)
        part_values = code_values(stage, part, delta)
        place, player, action, gain = best_deviation(stage, part, part_values, delta)
    state, payoffs = kept[place], expected(part.start, part_values)
    names = stage.players[player], stage.actions[player][action]
    floats = Arithmetic.FLOAT in (game.arithmetic, code.arithmetic)
    show = float if floats else _number
    diagnostics: dict[str, object] = {
        "deviation": Deviation(f"state {state}", *names, show(gain)),
        "values": tuple(tuple(show(v) for v in row) for row in values),
        "payoffs": tuple(show(v) for v in payoffs),
    }
    if floats:
        tolerance = DEVIATION_TOLERANCE * max(map(_range, stage.cells))
        method = f"{METHOD}; exact on the binary values of the floats"
        diagnostics["tolerance"] = tolerance
        holds = gain <= tolerance
        return Solution(
            holds, Status.FLOAT, None, method, Arithmetic.FLOAT, MappingProxyType(diagnostics)
        )
    fields: dict[str, object] | None = None
    if gain <= 0:
        fields = code_fields(stage, part, delta, part_values, payoffs)
    return _certified(game, part, bool(gain <= 0), fields, MappingProxyType(diagnostics))


def _covered(game: RepeatedGame, code: PenalCode) -> tuple[StageGame, Fraction]:
    """Return the stage game and the discount factor in exact numbers."""
    if not isinstance(game, RepeatedGame):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("game", game, "a RepeatedGame")
    if not isinstance(code, PenalCode):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("code", code, "a PenalCode; check_equilibrium takes other plans")
    if not isinstance(game.stage, StageGame) or not isinstance(game.monitoring, PerfectMonitoring):
        raise UnsupportedGameError("game: penal codes need a stage game under perfect monitoring")
    if game.transfers or game.lag != 1:
        raise UnsupportedGameError("game: penal codes are checked without transfers, at lag 1")
    parametric = isinstance(game.discount_factor, RationalFunction)
    if parametric or game.arithmetic is Arithmetic.SYMBOLIC:
        raise UnsupportedGameError("game: it has a parameter, give numbers")
    if code.arithmetic is Arithmetic.FLOAT and game.arithmetic is not Arithmetic.FLOAT:
        raise MixedArithmeticError(
            "code: got float probabilities in an exact game; write them as Fractions"
        )
    code.check_profiles(game.stage)
    if game.arithmetic is Arithmetic.FLOAT:
        game = rationalize(game)
    assert isinstance(game.stage, StageGame)
    assert isinstance(game.discount_factor, Fraction)
    return game.stage, game.discount_factor


def _reached(code: PenalCode, shape: Sequence[int]) -> tuple[int, ...]:
    """Return the states that some history leads to, ascending."""
    choosers = [i for i, size in enumerate(shape) if size > 1]
    found = {s for s, _ in code.start} | {code.punishments[i] for i in choosers}
    if len(choosers) > 1:  # several may disobey at once
        found.add(code.punishments[0])
    waiting = list(found)
    while waiting:
        new = {s for s, _ in code.lotteries[waiting.pop()]} - found
        found |= new
        waiting += new
    return tuple(sorted(found))


def _restricted(code: PenalCode, kept: Sequence[int]) -> PenalCode:
    """Return the part of a code that has these states; nobody enters a punishment left out."""
    if len(kept) == len(code.states):
        return code
    place = {s: k for k, s in enumerate(kept)}

    def moved(lottery: Lottery) -> list[tuple[int, Any]]:
        return [(place[s], p) for s, p in lottery]

    states = [(code.states[s][0], moved(code.states[s][1])) for s in kept]
    punishments = [place.get(s, 0) for s in code.punishments]
    return PenalCode(moved(code.start), states, punishments)


def _exact_code(code: PenalCode) -> PenalCode:
    """Read floats as the binary numbers that they are, scaled to sum to 1."""
    if code.arithmetic is not Arithmetic.FLOAT:
        return code

    def exact(lottery: Lottery) -> list[tuple[int, Fraction]]:
        chances = [(s, Fraction(cast("float", p))) for s, p in lottery]
        total = sum(p for _, p in chances)
        return [(s, p / total) for s, p in chances]

    states = [(profile, exact(lottery)) for profile, lottery in code.states]
    return PenalCode(exact(code.start), states, code.punishments)


def _number(value: Any) -> Any:
    return value.number() if isinstance(value, FieldElement) else value


def _range(payoffs: Sequence[Any]) -> float:
    return float(max(payoffs) - min(payoffs))


def _certified(
    game: RepeatedGame,
    code: PenalCode,
    holds: bool,
    fields: Mapping[str, object] | None,
    diagnostics: Mapping[str, object],
) -> Solution[bool]:
    assert isinstance(game.stage, StageGame)
    method, status, certificate = METHOD, Status.EXACT_UNCERTIFIED, None
    if not is_certified(game.stage):
        method += TOO_LARGE
    elif fields is not None:
        document = game_document(game, with_discount_factor=True)
        certificate = Certificate.seal("penal_code", document, fields)
        status = Status.PROVED
        try:
            certificate.check()
        except CertificateError as error:
            certificate, status = None, Status.EXACT_UNCERTIFIED
            method += f"; {error}"
    elif code.is_deterministic:
        plain = check_automaton(game, game.stage, code.automaton(game.stage))
        status, certificate = plain.status, plain.certificate
    return Solution(holds, status, certificate, method, Arithmetic.EXACT, diagnostics)
