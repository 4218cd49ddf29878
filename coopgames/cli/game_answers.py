"""Which questions are asked about a game file, and the certificates of the answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

from coopgames.certificates import Certificate
from coopgames.errors import CoopgamesError
from coopgames.games import RepeatedGame, StageGame
from coopgames.solvers import Solution, minmax

__all__ = ["Answer", "answers", "write_certificates"]

#: All equilibria are listed up to this many actions of the player who has fewer.
MOST_ACTIONS = 12

#: Mixed minmax payoffs are found up to this many payoffs.
MOST_PAYOFFS = 3_200


@dataclass(frozen=True, slots=True)
class Answer:
    """A question about a game, and what became of it.

    Attributes
    ----------
    key : str
        Its name in JSON and in the names of files.
    title : str
        The question in words.
    stage : StageGame
    solution : Solution or None
        None if the question was not asked, or has no answer.
    failure : str
        Why a solver gave no answer.
    left_out : str
        Why the question was not asked.
    """

    key: str
    title: str
    stage: StageGame
    solution: Solution[Any] | None = None
    failure: str = ""
    left_out: str = ""

    @property
    def certificates(self) -> Sequence[Certificate]:
        """All certificates of the answer; long lists are made one by one."""
        if self.solution is None:
            return ()
        more = cast("Sequence[Certificate]", self.solution.diagnostics.get("certificates", ()))
        if more:
            return more
        inner = self.solution.diagnostics.get("inner_certificate")
        both = (self.solution.certificate, inner)
        return tuple(x for x in both if isinstance(x, Certificate))


def answers(stage: StageGame, discount_factor: Fraction | None) -> Iterator[Answer]:
    """Ask one question after the other, so that each answer can be shown when it is there."""
    from coopgames.solvers.pure_nash import pure_nash

    def ask(key: str, title: str, solver: Callable[[], Solution[Any]], left_out: str) -> Answer:
        if left_out:
            return Answer(key, title, stage, left_out=left_out)
        try:
            return Answer(key, title, stage, solver())
        except CoopgamesError as error:
            return Answer(key, title, stage, failure=f"{title}: {error}")

    two = "" if stage.num_players == 2 else "only for two players"
    yield ask("pure_equilibria", "Pure equilibria", lambda: pure_nash(stage), "")
    many = f"only up to {MOST_ACTIONS} actions of one player; see coopgames.nash_equilibria"
    left_out = two or (many if min(stage.shape) > MOST_ACTIONS else "")
    yield ask("equilibria", "Extreme equilibria, mixed ones too", lambda: _mixed(stage), left_out)
    yield ask("minmax_pure", "Minmax payoffs in pure actions", lambda: minmax(stage), "")
    large = f"only up to {MOST_PAYOFFS} payoffs; see coopgames.minmax"
    left_out = two or (large if sum(map(len, stage.cells)) > MOST_PAYOFFS else "")
    title = "Minmax payoffs in mixed actions"
    yield ask("minmax_mixed", title, lambda: minmax(stage, mixed=True), left_out)
    if discount_factor is not None:
        rate = discount_factor
        title = f"Payoffs of subgame-perfect equilibria at discount factor {rate}"
        yield ask("payoff_set", title, lambda: _repeated(stage, rate), "")


def _mixed(stage: StageGame) -> Solution[Any]:
    from coopgames.solvers.nash_equilibria import nash_equilibria

    return nash_equilibria(stage)


def _repeated(stage: StageGame, discount_factor: Fraction) -> Solution[Any]:
    from coopgames.solvers.equilibrium_payoffs import equilibrium_payoffs

    return equilibrium_payoffs(RepeatedGame(stage, discount_factor))


def write_certificates(found: Iterable[Answer], folder: Path) -> list[Path]:
    """Write the certificates of all answers, each once the checker has accepted it."""
    written: list[Path] = []
    folder.mkdir(parents=True, exist_ok=True)
    for answer in found:
        name, count = answer.key.replace("_", "-"), len(answer.certificates)
        for k, certificate in enumerate(answer.certificates, start=1):
            certificate.check()
            number = "" if count == 1 else f"-{k:0{len(str(count))}}"
            written.append(folder / f"{name}{number}.json")
            certificate.save(written[-1])
    return written
