"""Which files of a run's folder the run has written itself, and how they are opened without leaving it."""
