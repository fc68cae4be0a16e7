"""The same settings with no window: the commands of `main.py` that need no Qt.

`commands` says what the command line asks for, `main` reads it and gives the exit status; each command is a
module of its own. What a run is, how a project is read and what a setting may be is the business of
`engine.run` and `engine.settings`.
"""
