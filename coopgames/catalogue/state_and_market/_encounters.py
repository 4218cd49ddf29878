"""An association and the state, who answers what the association does in the same period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

from coopgames.arithmetic import Number
from coopgames.games import MarkovGame

__all__ = ["ACTS", "ASSOCIATION", "IDLE", "STATE", "Encounter", "Phase"]

ASSOCIATION, STATE = "the association", "the state"
IDLE = "idle"
#: What the association can do about its demand.
ACTS = ("talk", "march", "silence")
_CONCEDE, _REFUSE, _WAIT = "concede", "refuse", "wait"


@dataclass(frozen=True, slots=True)
class Phase:
    """What is expected while a demand is pending.

    Attributes
    ----------
    act : str
        What the association is to do.
    heard : tuple of str
        The acts to which the state is to concede.
    refused : mapping act -> phase
        Where it goes on if the state does not concede.
    conceded : mapping act -> phase
        Where it goes on although the state concedes; for other acts the demand is settled.
    """

    act: str
    heard: tuple[str, ...]
    refused: Mapping[str, str]
    conceded: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Encounter:
    """The game of the association and the state.

    In each period with a demand pending the association acts, the state sees it and answers. A
    state of the game is a phase, in which the association chooses an act and the state how it would
    answer each act; or it is the moment after an act, when only the answer is left. The second kind
    is entered by no play: it is there so that the answer to an act that was not expected is checked
    too.

    Attributes
    ----------
    phases : mapping name -> Phase
        The first is where a new demand begins.
    costs : mapping act -> number
        Of the association.
    harms : mapping act -> number
        Done to the state at once.
    benefit, concession : number
        What a settled demand gives to the association, and costs the state.
    arrival : number
        Probability in an idle period that a demand arrives in the next one.
    """

    phases: Mapping[str, Phase]
    costs: Mapping[str, Number]
    harms: Mapping[str, Number]
    benefit: Number
    concession: Number
    arrival: Number

    def game(self, discount_factor: Number, *, foresight: bool = True) -> MarkovGame:
        """Return the game in which both have this discount factor; every state may be the first.

        Parameters
        ----------
        discount_factor : number in [0, 1)
        foresight : bool, optional
            Whether the state may plan other answers than it is to give. Without that it may still
            give them, in the moments after an act, so nothing is lost but the size of the game.
        """
        moments = self._moments()
        labels: dict[str, tuple[tuple[str, ...], ...]] = {IDLE: ((_WAIT,), (_WAIT,))}
        for name, phase in self.phases.items():
            planned = (phase.heard,) if not foresight else _subsets()
            labels[name] = ACTS, tuple(map(_answer, planned))
        labels |= {moment: ((_WAIT,), (_CONCEDE, _REFUSE)) for moment in moments}

        def outcome(state: str, acts: tuple[str, ...]) -> tuple[str, str, bool]:
            """Return the phase, the act and whether the state concedes."""
            if state in moments:
                return (*moments[state], acts[1] == _CONCEDE)
            return state, acts[0], acts[0] in acts[1].split()

        def payoff(state: str, acts: tuple[str, ...]) -> tuple[Number, Number]:
            if state == IDLE:
                return 0, 0
            _, act, settled = outcome(state, acts)
            own = (self.benefit if settled else 0) - self.costs[act]
            return own, -(self.concession if settled else 0) - self.harms[act]

        def following(state: str, acts: tuple[str, ...]) -> str | dict[str, Number]:
            if state == IDLE:
                return self._rest()
            name, act, settled = outcome(state, acts)
            if not settled:
                return self.phases[name].refused[act]
            return self.phases[name].conceded.get(act) or self._rest()

        return MarkovGame.from_function(
            list(labels), labels, payoff, following, discount_factor, None,
            [ASSOCIATION, STATE],
        )  # fmt: skip

    def plan(self) -> dict[str, tuple[str, str]]:
        """Return what each is to do in every state."""
        found = {IDLE: (_WAIT, _WAIT)}
        for name, phase in self.phases.items():
            found[name] = phase.act, _answer(phase.heard)
            for act in ACTS:
                answer = _CONCEDE if act in phase.heard else _REFUSE
                found[f"{name}, after {act}"] = _WAIT, answer
        return found

    def states(self) -> dict[str, tuple[str, ...]]:
        """Return the states that matter to each; the association does nothing after its act."""
        own = (IDLE, *self.phases)
        return {ASSOCIATION: own, STATE: (*own, *self._moments())}

    def _moments(self) -> dict[str, tuple[str, str]]:
        return {f"{name}, after {act}": (name, act) for name in self.phases for act in ACTS}

    def _rest(self) -> dict[str, Number]:
        return {next(iter(self.phases)): self.arrival, IDLE: 1 - self.arrival}


def _subsets() -> tuple[tuple[str, ...], ...]:
    return tuple(acts for size in range(len(ACTS) + 1) for acts in combinations(ACTS, size))


def _answer(heard: tuple[str, ...]) -> str:
    """Return the label of the answer that concedes to these acts alone."""
    return " ".join(["concede to", *heard]) if heard else "refuse always"
