"""All extreme equilibria of two-player games: vertices of two polytopes, matched by labels."""

from coopgames.solvers.nash.receipts import MixedProfile, NashCertificates, nash_certificate

__all__ = ["MixedProfile", "NashCertificates", "nash_certificate"]
