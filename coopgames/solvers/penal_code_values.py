"""What a penal code pays from each state on, what deviations gain, and its certificate."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, TypeAlias

from flint import fmpq, fmpq_mat

from coopgames.arithmetic import FieldElement, NumberField
from coopgames.certificates.encode import end, poly, rational, rationals
from coopgames.games import StageGame
from coopgames.games.penal_codes import Lottery, PenalCode, Probability
from coopgames.solvers._flint import from_flint, to_flint
from coopgames.solvers.one_shot_values import uniform_payoffs

__all__ = ["best_deviation", "code_fields", "code_values", "expected"]

Value: TypeAlias = Fraction | FieldElement
Values: TypeAlias = list[list[Value]]


def code_values(stage: StageGame, code: PenalCode, delta: Fraction) -> Values:
    """Return the average discounted payoffs [state][player], exactly.

    Notes
    -----
    Solves ``V_s = (1 - d) g(a_s) + d sum_t p_st V_t``. In a number field of degree ``k`` a number
    is a vector of ``k`` rationals, and a probability the matrix that multiplies such vectors by it:
    one rational system of size ``states * k``, which has one solution since ``d < 1``.
    """
    field = code.field
    degree = 1 if field is None else field.degree
    size = len(code.states) * degree
    matrix = [[fmpq(int(r == c)) for c in range(size)] for r in range(size)]
    right = [[fmpq(0)] * stage.num_players for _ in range(size)]
    d = to_flint(delta)
    for s, (profile, lottery) in enumerate(code.states):
        for i in range(stage.num_players):
            right[s * degree][i] = (1 - d) * to_flint(stage.payoff(i, profile))
        for t, probability in lottery:
            for column, image in enumerate(_multiplication(probability, field)):
                for row, entry in enumerate(image):
                    matrix[s * degree + row][t * degree + column] -= d * entry
    solution = fmpq_mat(matrix).solve(fmpq_mat(right)).tolist()
    return [
        [
            _number([solution[s * degree + k][i] for k in range(degree)], field)
            for i in range(stage.num_players)
        ]
        for s in range(len(code.states))
    ]


def _multiplication(factor: Probability, field: NumberField | None) -> list[list[fmpq]]:
    """Return the products of a number with 1, theta, theta**2, ..., each as a vector."""
    if field is None:
        return [[to_flint(factor)]]
    products = [field.element(factor)]
    for _ in range(field.degree - 1):
        products.append(products[-1] * field.generator)
    return [[product.polynomial[k] for k in range(field.degree)] for product in products]


def _number(vector: Sequence[fmpq], field: NumberField | None) -> Value:
    numbers = [from_flint(x) for x in vector]
    return numbers[0] if field is None else field.from_coefficients(numbers)


def expected(lottery: Lottery, values: Values) -> list[Any]:
    """Return the expected payoffs of a lottery over the states."""
    players = range(len(values[0]))
    return [sum((p * values[s][i] for s, p in lottery), start=Fraction(0)) for i in players]


def best_deviation(
    stage: StageGame, code: PenalCode, values: Values, delta: Fraction
) -> tuple[int, int, int, Any]:
    """Return (state, player, action, gain) of the most tempting one-shot deviation.

    Where nobody has another action, the gain of what is prescribed in the first state: 0.
    """
    best: tuple[int, int, int, Any] | None = None
    for state, (profile, _) in enumerate(code.states):
        for player, own in enumerate(profile):
            threat = values[code.punishments[player]][player]
            rest = delta * threat - values[state][player]
            for action in range(stage.shape[player]):
                if action == own:
                    continue
                deviation = (*profile[:player], action, *profile[player + 1 :])
                gain = rest + (1 - delta) * stage.payoff(player, deviation)  # type: ignore[operator]
                if best is None or gain > best[3]:
                    best = state, player, action, gain
    return best or (0, 0, code.states[0][0][0], Fraction(0))


def code_fields(
    stage: StageGame, code: PenalCode, delta: Fraction, values: Values, payoffs: Sequence[Any]
) -> dict[str, object] | None:
    """Return the fields of a ``penal_code`` certificate; None if the code has not its form.

    The form asks that each player's punishment be the first of the states that he likes least, that
    irrational probabilities make some value irrational, and, at discount factor 0, that each state
    lead to itself.
    """
    if delta == 0 and any([s for s, _ in own] != [k] for k, own in enumerate(code.lotteries)):
        return None
    for i, punishment in enumerate(code.punishments):
        column = [row[i] for row in values]
        if column.index(min(column)) != punishment:
            return None
    field = code.field
    if field is not None and all(len(_coefficients(v)) < 2 for row in values for v in row):
        return None
    return {
        "field": None if field is None else end(field.root),
        "start": _chances(code.start, field),
        "states": [
            {"profile": list(profile), "lottery": _chances(lottery, field)}
            for profile, lottery in code.states
        ],
        "punishments": list(code.punishments),
        "values": [[_element(v, field) for v in row] for row in values],
        "payoffs": [_element(v, field) for v in payoffs],
        "uniform_payoffs": rationals(uniform_payoffs(stage)),
    }


def _chances(lottery: Lottery, field: NumberField | None) -> list[list[object]]:
    return [[state, _element(probability, field)] for state, probability in lottery]


def _element(value: Any, field: NumberField | None) -> str | list[str]:
    return rational(value) if field is None else poly(_coefficients(value))


def _coefficients(value: Value) -> tuple[Fraction, ...]:
    return value.coefficients if isinstance(value, FieldElement) else (value,)
