"""The run that is under way, the run that is shown, and the runs on disk."""
