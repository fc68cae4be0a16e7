"""Whether a run repeats its numbers: what decides them, and what is said of it."""
