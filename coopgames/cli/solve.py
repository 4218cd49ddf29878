"""``coopgames solve``: what is known about a game in a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coopgames.cli.application import complain, failing_clearly
from coopgames.cli.options import discount_factor, folder
from coopgames.cli.terminal import new_console, say

if TYPE_CHECKING:
    from coopgames.cli.game_answers import Answer
    from coopgames.games import StageGame

__all__ = ["solve"]

_ENDINGS = (".svg", ".pdf", ".png")


@failing_clearly
def solve(
    file: Annotated[str, typer.Argument(help="A game in Gambit's .nfg format.", metavar="FILE")],
    delta: Annotated[
        str | None,
        typer.Option(help="Discount factor such as 9/10: adds the repeated game's payoffs."),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON, with exact numbers as strings.")
    ] = False,
    figure: Annotated[
        str | None,
        typer.Option(help="Draw the payoffs of two players: a path ending in .svg, .pdf or .png."),
    ] = None,
    certificates: Annotated[
        str | None, typer.Option(help="Folder to write all certificates to.")
    ] = None,
) -> None:
    """Solve a game file exactly: equilibria, minmax payoffs, and with --delta the repeated game."""
    from coopgames.cli.game_answers import answers, write_certificates
    from coopgames.cli.game_json import document
    from coopgames.cli.game_text import answer_lines, game_lines
    from coopgames.games import StageGame

    rate = None if delta is None else discount_factor(delta, zero=True)
    picture = None if figure is None else _picture(figure)
    place = None if certificates is None else folder(certificates, "--certificates")
    stage = StageGame.from_nfg(Path(file))
    if picture is not None and stage.num_players != 2:
        complain(f"--figure: got a game of {stage.num_players} players, expected 2")
    console = new_console()
    if not as_json:
        for line in game_lines(stage, file):
            say(console, line)
    found: list[Answer] = []
    for answer in answers(stage, rate):
        found.append(answer)
        if not as_json:
            for k, line in enumerate(answer_lines(answer)):
                say(console, line, gap=k == 0)
    written = [] if place is None else write_certificates(found, place)
    if picture is not None:
        written.append(_draw(stage, found, picture))
    if as_json:
        typer.echo(document(stage, file, rate, found))
    elif written:
        say(console, f"Written: {_shown(written)}", gap=True)
    failures = [answer.failure for answer in found if answer.failure]
    if failures:
        complain("; ".join(failures))


def _picture(name: str) -> Path:
    path = Path(name)
    if path.suffix.lower() not in _ENDINGS or path.is_dir():
        from coopgames.errors import invalid

        raise invalid("--figure", name, f"a file that ends in {', '.join(_ENDINGS)}")
    return path


def _draw(stage: StageGame, found: Sequence[Answer], path: Path) -> Path:
    """Draw what two players can get, and the equilibrium payoffs where they were asked for."""
    from coopgames.plots import plot_payoff_set
    from coopgames.plots.saving import save

    solved = {answer.key: answer.solution for answer in found}
    axes = plot_payoff_set(
        stage, equilibrium=solved.get("payoff_set"), nash=solved["pure_equilibria"]
    )
    figure = axes.get_figure(root=True)
    assert figure is not None
    return save(figure, path)


def _shown(paths: list[Path]) -> str:
    names = [str(path) for path in paths]
    return ", ".join(names) if len(names) <= 4 else f"{names[0]} and {len(names) - 1} more files"
