"""The standard streams: what to do when they are closed, full, or cannot show a letter."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from io import TextIOWrapper
from typing import NoReturn

__all__ = ["SHOW_WHERE", "drop_output", "end", "prepare_streams", "system_message"]

#: Set in the environment, it makes an internal error show its traceback.
SHOW_WHERE = "COOPGAMES_TRACEBACK"


def system_message(error: OSError) -> str:
    """Return what the operating system says, and about which file."""
    where = f" ({error.filename})" if error.filename else ""
    return f"cannot read or write: {error.strerror or error}{where}"


def drop_output() -> None:
    """Send what is left in the buffer of the output nowhere, if it cannot be written."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        with suppress(OSError, ValueError), open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), sys.stdout.fileno())


def end(message: str, code: int) -> NoReturn:
    """Leave with a message and an exit code, whatever state the streams are in."""
    drop_output()
    if message:
        with suppress(OSError, ValueError):
            print(message, file=sys.stderr, flush=True)
    sys.exit(code)


def prepare_streams() -> None:
    """Make the output usable: it may be closed, or unable to show a letter of a title."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by the caller (>&-)
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
        stream = getattr(sys, name)
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # shows its code instead of failing
