"""No certificate leaves a solver before the independent checker has accepted it."""

from __future__ import annotations

from collections.abc import Callable

from coopgames.certificates import Certificate
from coopgames.errors import CertificateError

__all__ = ["accepted"]


def accepted(
    write: Callable[[], Certificate], diagnostics: dict[str, object]
) -> Certificate | None:
    """Return the certificate if it can be written and the checker accepts it.

    Otherwise, such as for one that is more work than the checker does, return None and say why in
    ``diagnostics["refused"]``.
    """
    try:
        certificate = write()
        certificate.check()
    except CertificateError as error:
        diagnostics["refused"] = str(error)
        return None
    return certificate
