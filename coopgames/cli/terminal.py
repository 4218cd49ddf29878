"""What is printed on a terminal: lines, tables, and a bar while one waits."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

__all__ = ["WIDE", "add_row", "new_console", "new_table", "progress", "say"]

WIDE = 150  # columns of the terminal from which the longer table is printed


def new_console() -> Console:
    """Return a console that takes texts as they are: no markup, no emoji, no colours of numbers."""
    from rich.console import Console

    return Console(highlight=False, emoji=False, markup=False)


def say(console: Console, text: str, *, gap: bool = False) -> None:
    """Print a paragraph, after an empty line if there is to be a gap."""
    if gap:
        console.print()
    console.print(text, soft_wrap=not console.is_terminal)


def new_table(console: Console, columns: dict[str, int]) -> Table:
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


def add_row(table: Table, cells: Iterable[str], *, bold: bool = False) -> None:
    """Add a row of texts to a table."""
    from rich.text import Text

    # Text, not markup: a title in a case file may hold square brackets.
    table.add_row(*(Text(cell, style="bold" if bold else "") for cell in cells))


@contextmanager
def progress(quiet: bool) -> Generator[Callable[[int, int, str], None] | None]:
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
