"""Curves, progress and best values, from any stream of events."""
