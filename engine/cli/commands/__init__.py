"""The commands of `main.py` that need no window: one module a command, and `table` with their names."""
