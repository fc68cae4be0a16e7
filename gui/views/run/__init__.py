"""The page of a run: facts, gauges, log, coach, and the list of runs."""
