"""Certificates that the checker must reject although their digests are right."""
