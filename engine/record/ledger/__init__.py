"""Which files of a run folder the run has written itself, and how they are opened without leaving it."""
