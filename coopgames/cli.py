"""The command ``coopgames``: parse, call, print. What is computed is computed elsewhere.

Exit codes: 0 for an answer, 1 for a rejected certificate (or a reader that left before the end), 2
for bad input, a file that cannot be written or an error of our own (one line on the standard error,
no traceback unless COOPGAMES_TRACEBACK is set), 130 after an interrupt.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager, suppress
from fractions import Fraction
from functools import wraps
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, ParamSpec

import typer

from coopgames.errors import CoopgamesError, invalid

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from coopgames.reports import Contrast

__all__ = ["app", "main"]

P = ParamSpec("P")

app = typer.Typer(
    name="coopgames",
    help="Cooperation in repeated games: institutions in, verdicts with certificates out.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

_WIDE = 150  # columns of the terminal from which the longer table is printed
_NARROW = 56  # columns below which there is no table
_SHIPPED = "wanderley2004"
_SHOW_WHERE = "COOPGAMES_TRACEBACK"

CaseArgument = Annotated[str, typer.Argument(help="A shipped case, or the path of a TOML file.")]


def _failing_clearly(command: Callable[P, None]) -> Callable[P, None]:
    """Turn the errors that a user can cause into one line and an exit code."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
            sys.stdout.flush()
        except BrokenPipeError:
            _drop_output()  # the reader has gone (a pipe into head)
            raise typer.Exit(1) from None
        except CoopgamesError as error:
            _complain(str(error))
        except OSError as error:
            _drop_output()
            _complain(_system_message(error))
        except KeyboardInterrupt:
            typer.echo("interrupted", err=True)
            raise typer.Exit(130) from None

    return run


def _system_message(error: OSError) -> str:
    where = f" ({error.filename})" if error.filename else ""
    return f"cannot read or write: {error.strerror or error}{where}"


def _drop_output() -> None:
    """Send what is left in the buffer of the output nowhere, if it cannot be written."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        with suppress(OSError, ValueError), open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), sys.stdout.fileno())


def _complain(message: str) -> None:
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


@app.command("contrast")
@_failing_clearly
def contrast_command(
    case: CaseArgument = "wanderley2004",
    out: Annotated[
        str | None,
        typer.Option(
            help="Folder for the report, figures and certificates; default: out/NAME of the case, "
            "and out/contrast for wanderley2004.",
        ),
    ] = None,
    delta: Annotated[
        str | None,
        typer.Option(help="Discount factor per period, such as 993/1000; default: the baseline."),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print the headline only.")] = False,
) -> None:
    """Solve every activity under every arrangement; write and print the contrast."""
    from coopgames.institutions import load_case
    from coopgames.reports import (
        contrast,
        disagreement,
        grounds_lines,
        headline,
        supplement,
        write_contrast,
    )
    from coopgames.reports.robustness_section import robustness_sentence

    discount_factor = _discount_factor(delta)
    folder = None if out is None else _folder(out)
    loaded = load_case(case)
    if folder is None:
        folder = _folder(f"out/{'contrast' if case == _SHIPPED else loaded.name}")
    with _progress(quiet) as on_step:
        result = contrast(loaded, discount_factor, on_step=on_step)
    extra = supplement(result)
    written = write_contrast(result, folder, extra)
    console = _console()
    if quiet:
        _say(console, headline(result))
        return
    _print_table(console, result)
    shares = robustness_sentence(loaded, extra.robustness)
    for text in (headline(result), disagreement(result), shares):
        if text:
            _say(console, text, gap=True)
    lines = grounds_lines(result)
    if lines:
        _say(console, "The negative verdicts rest on", gap=True)
        for line in lines:
            _say(console, f"* {line}")
    certificates = sum(path.suffix == ".json" for path in written)
    text = f"{certificates} certificate{'' if certificates == 1 else 's'} accepted by the checker."
    _say(console, f"{text} Report: {folder / 'report.html'}", gap=True)


def _discount_factor(text: str | None) -> Fraction | None:
    """Read ``--delta``; None stands for the baseline of the case."""
    from coopgames.arithmetic import exact

    if text is None:
        return None
    try:
        value = exact(text)
    except CoopgamesError:
        value = None
    if not isinstance(value, Fraction) or not 0 < value < 1:
        raise invalid("--delta", text, "an exact number in (0, 1), such as 9/10")
    return value


def _folder(name: str) -> Path:
    """Read ``--out``: a folder that is there, or can be made."""
    if not name.strip():
        raise invalid("--out", name, "the path of a folder")
    folder = Path(name)
    if folder.exists() and not folder.is_dir():
        raise invalid("--out", name, "a folder, and that is a file")
    return folder


@app.command()
@_failing_clearly
def verify(
    files: Annotated[list[str], typer.Argument(help="Certificates (JSON).", metavar="FILE...")],
) -> None:
    """Check certificates; exit with 0 if all are accepted, with 1 if any is rejected."""
    from coopgames.certificates import checker

    code = checker.main(files)
    if code:
        raise typer.Exit(code)


@app.command()
@_failing_clearly
def cases() -> None:
    """List the shipped cases."""
    from coopgames.institutions import cases as names
    from coopgames.institutions import load_case

    for name in names():
        case = load_case(name)
        typer.echo(
            f"{name}: {case.label} ({len(case.activities)} activities, "
            f"{len(case.arrangements)} arrangements)"
        )


@app.command()
@_failing_clearly
def explain(
    activity: Annotated[str, typer.Argument(help="Name of an activity of the case.")],
    arrangement: Annotated[str, typer.Argument(help="Name of an arrangement of the case.")],
    case: Annotated[str, typer.Option(help="A shipped case, or the path of a TOML file.")] = (
        "wanderley2004"
    ),
) -> None:
    """Show how an activity under an arrangement becomes a game, before anything is solved."""
    from coopgames.institutions import load_case
    from coopgames.institutions.explanation import shown

    loaded = load_case(case)
    explanation = loaded.activity(activity).explain(loaded.arrangement(arrangement))
    console = _console()
    _say(console, explanation.title)
    rows = explanation.to_rows()
    if console.width < _WIDE:
        for row in rows:
            _say_row(console, {name: shown(value) for name, value in row.items()})
        return
    columns = {"attribute": 12, "level": 8, "primitive": -3, "symbol": 6, "value": 10}
    columns |= {"source": -3}
    table = _table(console, columns)
    for row in rows:
        _add(table, (shown(row[name]) for name in columns))
    console.print(table)


def _say_row(console: Console, row: dict[str, str]) -> None:
    """Print a row of an explanation as two or three lines; ``-`` stands for nothing."""
    level = "" if row["level"] in ("", "-") else f" ({row['level']})"
    _say(console, f"{row['attribute']}{level}", gap=True)
    symbol = "" if row["symbol"] in ("", "-") else f" {row['symbol']}"
    value = "" if row["value"] in ("", "-") else f" = {row['value']}"
    colon = ":" if symbol or value else ""
    _say(console, f"  {row['primitive']}{colon}{symbol}{value}")
    if row["source"] not in ("", "-"):
        _say(console, f"  source: {row['source']}")


@app.command("claims")
@_failing_clearly
def claims_command() -> None:
    """Prove every claim anew (needs the extra "proofs") and print verdict, evidence and source."""
    from coopgames.claims import ledger

    for row in ledger():
        typer.echo(f"{row['claim']}: {row['verdict']} ({row['evidence']})")
        typer.echo(f"  {row['statement']}")
        typer.echo(f"  {row['source']}")


@app.command()
@_failing_clearly
def figures(
    names: Annotated[
        list[str] | None,
        typer.Argument(help="Figures to draw; all by default.", metavar="[NAME]..."),
    ] = None,
    out: Annotated[str, typer.Option(help="Folder for pictures and data.")] = "out/figures",
    source: Annotated[
        Path, typer.Option("--from", help="Folder with the scripts figNN_*.py of a checkout.")
    ] = Path("figures"),
    only_list: Annotated[bool, typer.Option("--list", help="List the figures and exit.")] = False,
) -> None:
    """Draw the figures of the repository: SVG, PDF, and the numbers behind them as CSV."""
    from coopgames.plots.scripts import choose_scripts, run_script, script_title

    folder = _folder(out)
    for name, script in choose_scripts(names or (), source).items():
        if only_list:
            typer.echo(f"{name}: {script_title(script)}")
            continue
        for path in run_script(script, folder):
            typer.echo(path)


def _console() -> Console:
    from rich.console import Console

    return Console(highlight=False, emoji=False, markup=False)


def _say(console: Console, text: str, *, gap: bool = False) -> None:
    if gap:
        console.print()
    console.print(text, soft_wrap=not console.is_terminal)


def _table(console: Console, columns: dict[str, int]) -> Table:
    """Return an empty table as wide as the console; widths > 0 are fixed, the others are shares.

    Every column folds, and those of fixed width hold their longest content: nothing is cut off.
    """
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False, expand=True)
    for name, width in columns.items():
        if width > 0:
            table.add_column(name, overflow="fold", width=width)
        else:
            table.add_column(name, overflow="fold", ratio=-width)
    return table


def _add(table: Table, cells: Iterable[str], *, bold: bool = False) -> None:
    from rich.text import Text

    # Text, not markup: a title in a case file may hold square brackets.
    table.add_row(*(Text(cell, style="bold" if bold else "") for cell in cells))


def _print_table(console: Console, result: Contrast) -> None:
    """Print all verdicts, in fewer columns where there is less room."""
    from coopgames.reports import table_rows

    if console.width < _NARROW:
        _print_list(console, result)
        return
    period = f"per {result.case.period}"
    longest = max(len(x.name) for x in result.arrangements) + 2
    columns = {"activity": -3, "arrangement": min(24, max(11, longest)), "verdict": 13}
    columns[period] = max(9, min(len(period), 12))
    if console.width >= _WIDE:
        columns |= {"per year": 8, "binding attribute": 12, "ground": 11, "what flips it": -5}
        columns |= {"section": -3, "source": 11}
    table = _table(console, columns)
    previous = ""
    for row in table_rows(result):
        cells = (
            "" if row.activity == previous else row.activity,
            f"{'* ' if row.applies else '  '}{row.column}",
            row.verdict,
            row.threshold,
            row.per_year,
            row.binding_attribute,
            row.grounds,
            row.flips,
            row.source,
            row.observed,
        )
        _add(table, cells[: len(columns)], bold=row.applies)
        previous = row.activity
    console.print(table)
    _print_legend(console, result)


def _print_list(console: Console, result: Contrast) -> None:
    """Print all verdicts where a table has no room: the activity on a line of its own."""
    from coopgames.reports import table_rows

    previous = ""
    for row in table_rows(result):
        if row.activity != previous:
            _say(console, row.activity, gap=bool(previous))
        previous = row.activity
        number = "" if row.threshold == "-" else f", {row.threshold} per {result.case.period}"
        _say(console, f"{'*' if row.applies else ' '} {row.column}: {row.verdict}{number}")
    _print_legend(console, result)


def _print_legend(console: Console, result: Contrast) -> None:
    _say(console, "* the arrangement that applies to the activity", gap=True)
    _say(console, f"  per {result.case.period}: the critical discount factor")
    for arrangement in result.arrangements:
        _say(console, f"  {arrangement.name}: {arrangement.label}")


@contextmanager
def _progress(quiet: bool) -> Generator[Callable[[int, int, str], None] | None]:
    """Show a bar on the standard error, if that is a terminal."""
    from rich.console import Console

    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield None
        return
    from rich.progress import BarColumn, Progress, TextColumn

    columns = (TextColumn("solving"), BarColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=None)

        def on_step(done: int, total: int, what: str) -> None:
            bar.update(task, completed=done, total=total, description=what)

        yield on_step


def main() -> None:
    """Run the command; the entry point of ``coopgames`` and of ``python -m coopgames``."""
    _prepare_streams()
    try:
        app()
    except BrokenPipeError:
        _end("", 1)
    except OSError as error:  # the output cannot be written, for one
        _end(f"coopgames: {_system_message(error)}", 2)
    except Exception as error:
        if os.environ.get(_SHOW_WHERE):
            raise
        text = " ".join(f"{type(error).__name__}: {error}".split())
        _end(f"coopgames: internal error: {text}; set {_SHOW_WHERE}=1 to see where", 2)


def _end(message: str, code: int) -> NoReturn:
    _drop_output()
    if message:
        with suppress(OSError, ValueError):
            print(message, file=sys.stderr, flush=True)
    sys.exit(code)


def _prepare_streams() -> None:
    """Make the output usable: it may be closed, or unable to show a letter of a title."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by the caller (>&-)
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
        stream = getattr(sys, name)
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # shows its code instead of failing
