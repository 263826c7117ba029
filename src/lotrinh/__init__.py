"""Lộ Trình: roadmaps as text, deadlines nobody misses."""

__version__ = "0.1.0"
