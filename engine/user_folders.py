"""Where runs and settings live: below FITROOM_HOME if it is set, else in the platform's own places."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

_NAME = "Fitroom"


def runs_folder() -> Path:
    """The folder that holds one folder a run. It need not exist yet."""
    home = os.environ.get("FITROOM_HOME")
    return Path(home or platformdirs.user_data_dir(_NAME, appauthor=False)) / "runs"


def settings_folder() -> Path:
    """The folder for the window's state, recent projects and trusted files. It need not exist yet."""
    home = os.environ.get("FITROOM_HOME")
    return Path(home) / "settings" if home else Path(platformdirs.user_config_dir(_NAME, appauthor=False))
