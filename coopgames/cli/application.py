"""The application: its options, and how a command fails."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from typing import Annotated, NoReturn, ParamSpec

import typer

from coopgames.cli.streams import drop_output, system_message
from coopgames.errors import CoopgamesError

__all__ = ["app", "complain", "failing_clearly"]

P = ParamSpec("P")

app = typer.Typer(
    name="coopgames",
    help="Cooperation in repeated games: institutions in, verdicts with certificates out.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def failing_clearly(command: Callable[P, None]) -> Callable[P, None]:
    """Turn the errors that a user can cause into one line and an exit code."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
            sys.stdout.flush()
        except BrokenPipeError:
            drop_output()  # the reader has gone (a pipe into head)
            raise typer.Exit(1) from None
        except CoopgamesError as error:
            complain(str(error))
        except OSError as error:
            drop_output()
            complain(system_message(error))
        except KeyboardInterrupt:
            typer.echo("interrupted", err=True)
            raise typer.Exit(130) from None

    return run


def complain(message: str) -> NoReturn:
    """Say in one line what is wrong, and exit with 2."""
    typer.echo(f"coopgames: {' '.join(message.split())}", err=True)
    raise typer.Exit(2)


def _print_version(wanted: bool) -> None:
    if wanted:
        from coopgames import __version__

        typer.echo(f"coopgames {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Show the version and exit."
        ),
    ] = False,
) -> None:
    """Cooperation in repeated games: institutions in, verdicts with certificates out."""
