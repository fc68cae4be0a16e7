"""The same settings with no window: the commands of `main.py` that need no Qt.

`main` reads the command line and gives the exit status; each command is a module of its own. What a run
is, how a project is read and what a setting may be is the business of `engine.run` and `engine.settings`.
"""

from engine.cli.main import asks_for_window, main
from engine.cli.status import WRONG_REQUEST

__all__ = ["WRONG_REQUEST", "asks_for_window", "main"]
