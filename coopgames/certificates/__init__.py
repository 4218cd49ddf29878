"""Certificates and the small independent checker."""

from coopgames.certificates.certificate import Certificate, digest, verify

__all__ = ["Certificate", "digest", "verify"]
