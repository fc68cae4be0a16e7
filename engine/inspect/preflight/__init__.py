"""What is checked before a run: each check yields problems, with the setting to look at."""

from engine.inspect.preflight.check import check

__all__ = ["check"]
