"""The compiled kernel of the float payoff sets, where the installation built it.

``pip install`` compiles ``_kernel.c`` when it finds a C compiler. Otherwise, and from a change of
the source until the next installation, the Python modules do the same work. They also do it when
the environment variable ``COOPGAMES_NO_KERNEL`` is 1 at the first use.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
from array import array
from functools import cache
from pathlib import Path
from typing import Final

from coopgames.solvers.self_generation._float_geometry import Corner

__all__ = ["FILE_NAME", "SOURCE_NAME", "kernel", "load", "run"]

#: The shared library, beside this module.
FILE_NAME: Final = "libkernel.so"
SOURCE_NAME: Final = "_kernel.c"
#: In the order of the enumeration in _kernel.c.
STATUSES: Final = ("static", "empty", "newton", "stationary", "outer")


class _Corner(ctypes.Structure):
    _fields_ = (
        ("x", ctypes.c_double),
        ("y", ctypes.c_double),
        ("profile", ctypes.c_int),
        ("kind", ctypes.c_int),
    )


class _Result(ctypes.Structure):
    _fields_ = (
        ("corners", ctypes.POINTER(_Corner)),
        ("count", ctypes.c_size_t),
        ("excess", ctypes.c_double),
        ("steps", ctypes.c_long),
        ("status", ctypes.c_int),
    )


@cache
def kernel() -> ctypes.CDLL | None:
    """Return the compiled kernel, or None if there is none or it is switched off."""
    return None if os.environ.get("COOPGAMES_NO_KERNEL") == "1" else load(Path(__file__).parent)


def load(folder: Path) -> ctypes.CDLL | None:
    """Return the kernel that lies in a folder, if it was compiled from the source beside it."""
    try:
        library = ctypes.CDLL(str(folder / FILE_NAME))
        digest = hashlib.sha256((folder / SOURCE_NAME).read_bytes()).hexdigest()
        library.coopgames_digest.restype = ctypes.c_char_p
        if library.coopgames_digest() != digest.encode():
            return None
    except (OSError, AttributeError):
        return None
    library.coopgames_payoff_set.argtypes = (
        ctypes.c_void_p,
        ctypes.c_void_p,
        ctypes.c_size_t,
        ctypes.c_size_t,
        ctypes.c_double,
        ctypes.POINTER(_Result),
    )
    library.coopgames_payoff_set.restype = ctypes.c_int
    library.coopgames_release.argtypes = (ctypes.POINTER(_Result),)
    library.coopgames_release.restype = None
    return library


def run(
    library: ctypes.CDLL,
    first: tuple[float, ...],
    second: tuple[float, ...],
    shape: tuple[int, int],
    delta: float,
) -> tuple[tuple[Corner, ...], str, float | None, int] | None:
    """Return corners, status, excess and steps; None if the kernel cannot answer.

    It cannot without memory or for payoffs that are not finite.
    """
    one, other = array("d", first), array("d", second)
    result = _Result()
    failure = library.coopgames_payoff_set(
        one.buffer_info()[0], other.buffer_info()[0], *shape, delta, ctypes.byref(result)
    )
    if failure:
        return None
    try:
        found = result.corners[: result.count]
        corners = tuple((p.x, p.y, p.profile, p.kind) for p in found)
        status, excess, steps = int(result.status), float(result.excess), int(result.steps)
        return corners, STATUSES[status], None if excess < 0.0 else excess, steps
    finally:
        library.coopgames_release(ctypes.byref(result))
