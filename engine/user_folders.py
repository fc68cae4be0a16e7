"""Where runs and settings are stored: below FITROOM_HOME if it is set, else in the platform's folders.

What is in them is left to `engine.record`, `engine.custom_code.trust` and the window.
"""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

_NAME = "Fitroom"


def runs_folder() -> Path:
    """Return the folder that holds one folder a run. It need not exist yet."""
    home = os.environ.get("FITROOM_HOME")
    return Path(home or platformdirs.user_data_dir(_NAME, appauthor=False)) / "runs"


def settings_folder() -> Path:
    """Return the folder for the window's state, recent projects and trusted files. It need not exist yet."""
    home = os.environ.get("FITROOM_HOME")
    return Path(home) / "settings" if home else Path(platformdirs.user_config_dir(_NAME, appauthor=False))
