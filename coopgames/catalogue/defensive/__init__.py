"""Institutions by which producers defend what they have in common."""
