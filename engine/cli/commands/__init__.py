"""The commands of `main.py` that need no window: one file a command."""
