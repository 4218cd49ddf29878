"""The states and steps of an automaton in text, each step with a few words on what leads there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, product

from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games import Automaton, StageGame
from coopgames.games._arrays import profiles
from coopgames.games.automaton import Profile

__all__ = ["ALWAYS", "LARGEST", "OTHERWISE", "automaton_rows"]

#: Automata with more states are not drawn.
LARGEST = 16
ALWAYS = "always"
OTHERWISE = "otherwise"
ANY = "any"

Row = dict[str, str]
_LISTED = 40  # more profiles than these are counted, not listed
_TUPLE = 3  # with more players than these a profile is not written in full
_NAMED = 3  # more players or actions than these are not named in a label


def automaton_rows(stage: StageGame, automaton: Automaton) -> list[Row]:
    """Return one row for each state, each group of steps with one target, and each action.

    Parameters
    ----------
    stage : StageGame
        The game that the automaton is for.
    automaton : Automaton
        At most 16 states.

    Returns
    -------
    list of dict
        By ``kind``. ``"state"``: its name, what is ``prescribed``, whether it is the ``start``.
        ``"step"``: from ``state`` ``to`` another, whether all obey, which ``profiles`` lead there,
        and the same in a few words, once with the names of the actions (``label``) and once with
        abbreviations (``short``). ``"action"``: what is abbreviated.

    Raises
    ------
    UnsupportedGameError
        If there are more than 16 states.
    InvalidGameError
        If the automaton does not fit the game.

    Notes
    -----
    O(states x profiles). What obedience and every deviation lead to is one step, ``"always"``.

    Examples
    --------
    >>> from coopgames.games import grim_trigger, prisoners_dilemma
    >>> pd = prisoners_dilemma(3, 2, 0, -1)
    >>> for row in automaton_rows(pd, grim_trigger(pd, (0, 0), (1, 1))):
    ...     print(row["kind"], row["state"], row["to"], row["label"], sep=", ")
    state, on path, , (cooperate, cooperate)
    state, punishment, , (defect, defect)
    step, on path, on path, (cooperate, cooperate)
    step, on path, punishment, otherwise
    step, punishment, punishment, always
    action, , , cooperate
    action, , , defect
    """
    if not isinstance(stage, StageGame):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("stage", stage, "a StageGame")
    if not isinstance(automaton, Automaton):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("automaton", automaton, "an Automaton")
    if len(automaton.states) > LARGEST:
        raise UnsupportedGameError(
            f"automaton: got {len(automaton.states)} states, expected at most {LARGEST} in a figure"
        )
    tables = automaton.tables(stage)
    full = _Words(stage, {label: label for labels in stage.actions for label in labels})
    brief = _Words(stage, abbreviations([x for labels in stage.actions for x in labels]))
    rows = [
        _row(
            kind="state",
            state=name,
            start="yes" if k == tables.start else "no",
            prescribed=", ".join(full.labels(tables.actions[k])),
            label=full.profile(tables.actions[k]),
            short=brief.profile(tables.actions[k]),
        )
        for k, name in enumerate(automaton.states)
    ]
    for k, name in enumerate(automaton.states):
        prescribed, targets = tables.actions[k], tables.transitions[k]
        rows += _steps(name, automaton.states, prescribed, targets, full, brief)
    return rows + [_row(kind="action", label=x, short=y) for x, y in brief.names.items()]


def _row(**given: str) -> Row:
    keys = ("kind", "state", "to", "start", "obeys", "prescribed", "label", "short", "profiles")
    return dict.fromkeys(keys, "") | given


def _steps(
    name: str,
    states: Sequence[str],
    prescribed: Profile,
    targets: Sequence[int],
    full: _Words,
    brief: _Words,
) -> list[Row]:
    """Return the steps out of a state: obedience first, then deviations, one for each target."""
    played = profiles(full.stage.shape)
    groups: dict[int, list[Profile]] = {}
    obeyed = 0
    for profile, target in zip(played, targets, strict=True):
        if profile == prescribed:
            obeyed = target
        else:
            groups.setdefault(target, []).append(profile)
    same = {"kind": "step", "state": name}
    if set(groups) <= {obeyed}:
        words = {"label": ALWAYS, "short": ALWAYS, "profiles": full.listed(played)}
        return [_row(**same, to=states[obeyed], obeys="yes", **words)]
    first = {"label": full.profile(prescribed), "short": brief.profile(prescribed)}
    listed = full.listed([prescribed])
    rows = [_row(**same, to=states[obeyed], obeys="yes", profiles=listed, **first)]
    labels = full.groups(groups, prescribed, obeyed)
    shorts = brief.groups(groups, prescribed, obeyed)
    for (target, members), label, short in zip(groups.items(), labels, shorts, strict=True):
        words = {"label": label, "short": short, "profiles": full.listed(members)}
        rows.append(_row(**same, to=states[target], obeys="no", **words))
    return rows


@dataclass(frozen=True, slots=True)
class _Words:
    """How the profiles of a game are described, with a name for each action."""

    stage: StageGame
    names: dict[str, str]

    def labels(self, profile: Profile) -> list[str]:
        found = zip(self.stage.actions, profile, strict=True)
        return [self.names[labels[a]] for labels, a in found]

    def profile(self, profile: Profile) -> str:
        """Return ``(a, b)``; for more than three players runs, such as ``a ×3, b``."""
        labels = self.labels(profile)
        if len(labels) <= _TUPLE:
            return f"({', '.join(labels)})"
        runs = [(label, len(list(run))) for label, run in groupby(labels)]
        return ", ".join(label if k == 1 else f"{label} ×{k}" for label, k in runs)

    def listed(self, members: Sequence[Profile]) -> str:
        if len(members) > _LISTED:
            return f"{len(members)} profiles"
        return "; ".join(f"({', '.join(self.labels(profile))})" for profile in members)

    def groups(
        self, groups: dict[int, list[Profile]], prescribed: Profile, obeyed: int
    ) -> list[str]:
        """Describe the deviations to each target; the largest group without words is the rest."""
        if len(groups) == 1:
            return [OTHERWISE]
        found = {k: self._words(set(g), prescribed, k == obeyed) for k, g in groups.items()}
        wordless = [k for k, words in found.items() if not words]
        for k in wordless:
            rest = k == max(wordless, key=lambda k: len(groups[k]))
            found[k] = OTHERWISE if rest else f"{len(groups[k])} profiles"
        return list(found.values())

    def _words(self, members: set[Profile], prescribed: Profile, with_obedience: bool) -> str:
        # What obedience leads to as well may be described together with it.
        wholes = [members, members | {prescribed}] if with_obedience else [members]
        ways: list[Callable[[], str]] = [
            lambda: next((x for x in map(self._pattern, wholes) if x), ""),
            lambda: self._deviators(members, prescribed),
        ]
        # Who deviates says more than a list of what many players do.
        for way in ways if self.stage.num_players == 2 else ways[::-1]:
            words = way()
            if words:
                return words
        return ""

    def _pattern(self, members: set[Profile]) -> str:
        """Describe a product of sets of actions."""
        seen = [{profile[i] for profile in members} for i in range(self.stage.num_players)]
        if set(product(*seen)) != members:
            return ""
        parts = [self._actions(i, actions) for i, actions in enumerate(seen)]
        if not all(parts):
            return ""
        if len(parts) <= _TUPLE:
            return f"({', '.join(parts)})"
        told = [f"{x}: {y}" for x, y in zip(self.stage.players, parts, strict=True) if y != ANY]
        return ", ".join(told) if len(told) <= _NAMED else ""

    def _actions(self, player: int, actions: set[int]) -> str:
        labels = [self.names[x] for x in self.stage.actions[player]]
        if len(actions) == 1:
            return labels[min(actions)]
        if len(actions) == len(labels):
            return ANY
        if len(actions) == len(labels) - 1:
            (missing,) = set(range(len(labels))) - actions
            return f"not {labels[missing]}"
        return "/".join(labels[a] for a in sorted(actions)) if len(actions) <= _NAMED else ""

    def _deviators(self, members: set[Profile], prescribed: Profile) -> str:
        """Describe a group by who deviates: these alone, or several at once."""
        shape, alone, several = self.stage.shape, set[int](), 0
        for profile in members:
            who = [i for i, (a, b) in enumerate(zip(profile, prescribed, strict=True)) if a != b]
            alone |= set(who) if len(who) == 1 else set()
            several += len(who) > 1
        joint = len(profiles(shape)) - 1 - sum(size - 1 for size in shape)
        single = sum(shape[i] - 1 for i in alone)
        if several not in (0, joint) or len(members) - several != single:
            return ""
        if not alone:
            return "several deviate"
        words = self._alone(sorted(alone))
        return f"{words}, or several" if words and several else words

    def _alone(self, players: Sequence[int]) -> str:
        if len(players) == self.stage.num_players:
            return "one deviates"
        names = [self.stage.players[i] for i in players]
        return f"only {' or '.join(names)} deviates" if len(names) <= _NAMED else ""


def abbreviations(labels: Iterable[str]) -> dict[str, str]:
    """Return the shortest beginnings, of one to three letters, that tell labels apart.

    Examples
    --------
    >>> abbreviations(["cooperate", "defect", "defect"])
    {'cooperate': 'C', 'defect': 'D'}
    >>> abbreviations(["share", "shirk"]), abbreviations(["action 1", "action 2"])
    ({'share': 'sha', 'shirk': 'shi'}, {'action 1': 'action 1', 'action 2': 'action 2'})
    """
    distinct = list(dict.fromkeys(labels))
    for length in range(1, 4):
        cut = [x[:length].upper() if length == 1 else x[:length] for x in distinct]
        if len(set(cut)) == len(cut) and all(cut):
            return dict(zip(distinct, cut, strict=True))
    return {x: x for x in distinct}
