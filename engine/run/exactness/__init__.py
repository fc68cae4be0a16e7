"""Whether a run repeats its numbers: what decides them, and what is reported about it."""
