"""Curves, progress and best values, from any stream of events, live or replayed. Drawing is the window's."""
