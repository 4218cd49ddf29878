"""A certificate: a JSON document that a small independent program can check."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coopgames.certificates import checker
from coopgames.errors import CertificateError

__all__ = ["FORMAT", "VERSION", "Certificate", "digest", "verify"]

FORMAT = "coopgames-certificate"
VERSION = 1


def _canonical(document: object) -> bytes:
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return text.encode("ascii")


def digest(document: object) -> str:
    """Return the SHA-256 of a JSON document in canonical form (sorted keys, no spaces)."""
    return hashlib.sha256(_canonical(document)).hexdigest()


@dataclass(frozen=True, slots=True)
class Certificate:
    """A claim about a game with every number that is needed to re-check it.

    Parameters
    ----------
    text : str
        The JSON document. Build certificates with :meth:`seal`, read them with :meth:`from_json`.

    Notes
    -----
    The document is kept as text in canonical form (sorted keys, no spaces), so that a certificate
    is hashable and immutable, and equal documents are equal certificates; files and
    :meth:`to_json` have it indented. The format is described in ``docs/certificates.md``.
    """

    text: str

    @classmethod
    def seal(
        cls, kind: str, game: Mapping[str, object], fields: Mapping[str, object]
    ) -> Certificate:
        """Assemble a document from its kind, its game and its fields, and add both digests."""
        document: dict[str, object] = {
            "format": FORMAT,
            "version": VERSION,
            "kind": kind,
            "game": game,
            "game_digest": digest(game),
            **fields,
        }
        document["digest"] = digest(document)
        return cls(_canonical(document).decode("ascii"))

    @classmethod
    def from_json(cls, text: str) -> Certificate:
        """Read a certificate and check it.

        Raises
        ------
        CertificateError
            If the text is not a valid certificate.
        """
        cls(text).check()  # as it stands: a key that occurs twice must not be lost in reading
        return cls(_canonical(json.loads(text)).decode("ascii"))

    @classmethod
    def load(cls, path: str | Path) -> Certificate:
        """Read and check a certificate file."""
        try:
            text = Path(path).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CertificateError(f"certificate {path}: cannot be read ({error})") from error
        return cls.from_json(text)

    def to_json(self) -> str:
        """Return the JSON text, indented for readers."""
        return json.dumps(self.document, sort_keys=True, indent=1, ensure_ascii=True)

    def save(self, path: str | Path) -> None:
        """Write the JSON text to a file."""
        Path(path).write_text(self.to_json() + "\n", encoding="utf-8")

    @property
    def document(self) -> dict[str, Any]:
        """The document as a fresh dictionary."""
        return json.loads(self.text)

    @property
    def kind(self) -> str:
        """The kind of claim, such as ``"threshold"``."""
        return str(self.document["kind"])

    def check(self) -> str:
        """Re-check the certificate and return the sentence that it proves.

        Raises
        ------
        CertificateError
            If any number does not hold; the message says which.
        """
        try:
            return checker.check_bytes(self.text.encode("utf-8"))
        except checker.Rejected as error:
            raise CertificateError(f"certificate rejected: {error}") from error

    def __repr__(self) -> str:
        return f"Certificate(<{self.kind}, {len(self.text)} characters>)"


def verify(certificate: Certificate) -> str:
    """Verify a certificate with the stand-alone checker.

    Parameters
    ----------
    certificate : Certificate

    Returns
    -------
    str
        One sentence saying what is proved.

    Raises
    ------
    CertificateError
        If the certificate does not prove what it claims.
    """
    if not isinstance(certificate, Certificate):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise CertificateError(
            f"certificate: got {type(certificate).__name__}, expected a Certificate"
        )
    return certificate.check()
