"""The command line: the commands of `main.py` that need neither a window nor Qt.

`main` reads the command line and returns the exit status, `commands` has one module for each command, and the
modules beside them are what several commands share. Runs are left to `engine.run`, project files and settings
to `engine.settings`.
"""
