"""The command ``coopgames``: parse, call, print. What is computed is computed elsewhere.

Exit codes: 0 for an answer, 1 for a rejected certificate (or a reader that left before the end), 2
for bad input, a file that cannot be written or an error of our own (one line on the standard error,
no traceback unless COOPGAMES_TRACEBACK is set), 130 after an interrupt.
"""

from __future__ import annotations

import os

from coopgames.cli.agree import agree
from coopgames.cli.application import app
from coopgames.cli.cases import cases
from coopgames.cli.claims import claims_command
from coopgames.cli.compare import compare
from coopgames.cli.contrast import contrast_command
from coopgames.cli.explain import explain
from coopgames.cli.figures import figures
from coopgames.cli.institutions import institutions_command
from coopgames.cli.new_case import new_case
from coopgames.cli.solve import solve
from coopgames.cli.streams import SHOW_WHERE, end, prepare_streams, system_message
from coopgames.cli.verify import verify

__all__ = ["app", "main"]

# In the order of the help.
app.command("contrast")(contrast_command)
app.command("solve")(solve)
app.command("verify")(verify)
app.command("cases")(cases)
app.command("compare")(compare)
app.command("new-case")(new_case)
app.command("agree")(agree)
app.command("institutions")(institutions_command)
app.command("explain")(explain)
app.command("claims")(claims_command)
app.command("figures")(figures)


def main() -> None:
    """Run the command; the entry point of ``coopgames`` and of ``python -m coopgames``."""
    prepare_streams()
    try:
        app()
    except BrokenPipeError:
        end("", 1)
    except OSError as error:  # the output cannot be written, for one
        end(f"coopgames: {system_message(error)}", 2)
    except Exception as error:
        if os.environ.get(SHOW_WHERE):
            raise
        text = " ".join(f"{type(error).__name__}: {error}".split())
        end(f"coopgames: internal error: {text}; set {SHOW_WHERE}=1 to see where", 2)
