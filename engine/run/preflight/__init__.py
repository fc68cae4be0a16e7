"""What can be known to be wrong before a run: each check gives problems, with the setting to look at."""

from engine.run.preflight.check import check

__all__ = ["check"]
