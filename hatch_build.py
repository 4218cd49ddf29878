"""Compile the kernel of the float payoff sets while the package is built.

Without a C compiler the build goes on: the Python modules beside the kernel do the same work, only
slower, and the wheel is tagged as pure Python.
"""

from __future__ import annotations

import hashlib
import logging
import os
import shlex
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FOLDER = Path("coopgames", "solvers", "self_generation")
SOURCE = FOLDER / "_kernel.c"
LIBRARY = FOLDER / "libkernel.so"
# Strict C99 without contracted operations: every machine rounds alike.
FLAGS = ["-std=c99", "-O2", "-ffp-contract=off", "-fvisibility=hidden", "-fPIC", "-shared"]

log = logging.getLogger(__name__)


class KernelHook(BuildHookInterface):
    """Adds the compiled kernel to wheels and to editable installations."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the kernel; leave everything as it is if that is not possible."""
        if self.target_name != "wheel":
            return
        failure = compile_kernel(Path(self.root))
        if failure:
            log.warning("coopgames: no compiled kernel, %s; Python does the work", failure)
            return
        build_data["pure_python"] = False
        # Neither Python's version nor its ABI matters to a library that ctypes loads.
        platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        build_data["tag"] = f"py3-none-{platform}"
        build_data["artifacts"].append(LIBRARY.as_posix())

    def clean(self, versions: list[str]) -> None:
        """Remove what was compiled."""
        Path(self.root, LIBRARY).unlink(missing_ok=True)


def compile_kernel(root: Path) -> str:
    """Compile the kernel beside its source; return why it failed, or nothing."""
    # A library of an earlier build, perhaps of another version, must not be packed.
    (root / LIBRARY).unlink(missing_ok=True)
    compiler = find_compiler()
    if not compiler:
        return "no C compiler was found"
    digest = hashlib.sha256((root / SOURCE).read_bytes()).hexdigest()
    flags = [*FLAGS, f'-DDIGEST="{digest}"']
    command = [*compiler, *flags, "-o", str(root / LIBRARY), str(root / SOURCE), "-lm"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError as error:
        return f"the compiler does not start ({error})"
    if done.returncode:
        (root / LIBRARY).unlink(missing_ok=True)
        return f"the compiler failed ({done.stderr.strip().splitlines()[-1:]})"
    return ""


def find_compiler() -> list[str]:
    """Return the command of a C compiler, or nothing."""
    if sys.platform == "win32":
        return []
    for command in (os.environ.get("CC"), "cc", "gcc", "clang", sysconfig.get_config_var("CC")):
        words = shlex.split(command) if command else []
        if words and shutil.which(words[0]):
            return words
    return []
