"""Files: written beside their place and moved there, and certificates only after a check."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files as resources
from pathlib import Path

from coopgames.certificates import Certificate, verify
from coopgames.errors import CertificateError
from coopgames.verdicts import Judgement

__all__ = [
    "CertificateFile",
    "certificate_name",
    "checker_files",
    "named_certificates",
    "replace_file",
    "write_certificates",
]

# Only files that this module could have written are ever removed.
_OURS = re.compile(
    r"[A-Za-z]\w*--[A-Za-z]\w*--(threshold(_\w+)?|equilibrium|deviation|nash)\.json", re.ASCII
)


@dataclass(frozen=True, slots=True)
class CertificateFile:
    """A certificate as it was written and accepted.

    Attributes
    ----------
    path : Path
    proves : str
        The sentence of the checker.
    sha256 : str
        Of the bytes of the file, as ``sha256sum`` prints it.
    """

    path: Path
    proves: str
    sha256: str

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.name


def certificate_name(first: str, second: str, role: str) -> str:
    """Return the file name of a certificate: what is judged, under what, and what it proves."""
    return f"{first}--{second}--{role}.json"


def named_certificates(verdicts: Iterable[Judgement]) -> Iterator[tuple[str, Certificate]]:
    """Yield the certificates of verdicts with their file names."""
    for x in verdicts:
        for role, certificate in x.certificates.items():
            yield certificate_name(x.activity.name, x.arrangement.name, role), certificate


def _temporary(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}.part")


def replace_file(path: Path, data: bytes) -> Path:
    """Write a file so that a reader finds the old content or the new, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = _temporary(path)
    try:
        temporary.write_bytes(data)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    return path


def checker_files() -> list[tuple[str, bytes]]:
    """Read the checker and its companions: who gets a folder needs no package to check it."""
    files = resources("coopgames.certificates").iterdir()
    found = [x for x in files if x.name.startswith("checker") and x.name.endswith(".py")]
    return [(x.name, x.read_bytes()) for x in sorted(found, key=lambda x: x.name)]


def write_certificates(
    folder: Path, certificates: Iterable[tuple[str, Certificate]]
) -> tuple[CertificateFile, ...]:
    """Write all certificates, check each as it was read back, and remove those of an earlier run.

    Parameters
    ----------
    folder : Path
    certificates : iterable of (file name, Certificate)

    Returns
    -------
    tuple of CertificateFile
        In the order given.

    Raises
    ------
    CertificateError
        If the checker rejects one; then nothing in the folder is changed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    pending: dict[Path, Path] = {}
    files: list[CertificateFile] = []
    try:
        for name, certificate in certificates:
            path = folder / name
            pending[path] = _temporary(path)
            proves = _checked_copy(certificate, pending[path], name)
            digest = hashlib.sha256(pending[path].read_bytes()).hexdigest()
            files.append(CertificateFile(path, proves, digest))
        for path, temporary in pending.items():
            temporary.replace(path)
    finally:
        for temporary in pending.values():
            temporary.unlink(missing_ok=True)
    for old in folder.iterdir():
        if _OURS.fullmatch(old.name) and old not in pending:
            old.unlink()
    return tuple(files)


def _checked_copy(certificate: Certificate, file: Path, name: str) -> str:
    """Write a certificate and return what it proves, going by the bytes on the disk."""
    file.write_bytes((certificate.to_json() + "\n").encode("ascii"))
    try:
        return verify(Certificate(file.read_text(encoding="ascii")))
    except CertificateError as error:
        raise CertificateError(f"{name}: {error}") from error
