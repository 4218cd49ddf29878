"""The figure scripts of a checkout: found, listed and run.

A script is a file ``figNN_what_it_shows.py`` with ``data() -> rows``, ``draw(rows) -> Axes`` and
``write(folder) -> paths``. The scripts are part of the repository and not of the package.
"""

from __future__ import annotations

import ast
import importlib.util
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from pathlib import Path

from coopgames.errors import InvalidGameError, invalid

__all__ = ["choose_scripts", "figure_scripts", "run_script", "script_title"]


def figure_scripts(folder: str | Path) -> dict[str, Path]:
    """Return the figure scripts of a folder by name, in order.

    Raises
    ------
    InvalidGameError
        If there is no such folder, or no script in it.
    """
    place = Path(folder)
    found = {path.stem: path for path in sorted(place.glob("fig[0-9][0-9]_*.py"))}
    if not found:
        raise InvalidGameError(
            f"figures: got the folder {str(folder)!r}, expected one with scripts figNN_*.py; "
            "they come with the repository, not with the package: "
            "run this in a checkout, or give the folder with --from"
        )
    return found


def choose_scripts(names: Iterable[str], folder: str | Path) -> dict[str, Path]:
    """Return the scripts of these names, in the order of the figures; all without a name.

    A name may be short: ``fig03``, ``payoff_set`` and ``fig03_payoff_set`` are the same.

    Raises
    ------
    InvalidGameError
        If a name is unknown, or the folder has no scripts.
    """
    scripts = figure_scripts(folder)
    short = {name: name for name in scripts}
    for name in scripts:
        number, _, rest = name.partition("_")
        short.setdefault(number, name)
        short.setdefault(rest, name)
    wanted: set[str] = set()
    for name in names:
        if name not in short:
            close = get_close_matches(name, short, n=1)
            hint = f"; did you mean {short[close[0]]!r}?" if close else ""
            raise invalid("names", name, f"one of {', '.join(scripts)}{hint}")
        wanted.add(short[name])
    return {name: path for name, path in scripts.items() if name in wanted or not wanted}


def script_title(script: Path) -> str:
    """Return the first line of a script's docstring; the script is not run."""
    text = ast.get_docstring(ast.parse(script.read_text(encoding="utf-8"))) or ""
    return text.partition("\n")[0]


def run_script(script: Path, out: str | Path) -> tuple[Path, ...]:
    """Run the ``write`` of a script and return what it wrote.

    Raises
    ------
    InvalidGameError
        If the script has no ``write``.
    """
    spec = importlib.util.spec_from_file_location(script.stem, script)
    if spec is None or spec.loader is None:
        raise invalid("script", str(script), "a Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    write: Callable[[Path], Iterable[Path]] | None = getattr(module, "write", None)
    if write is None:
        raise invalid("script", str(script), "a file that defines write(folder)")
    return tuple(write(Path(out)))
