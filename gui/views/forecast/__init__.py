"""The forecast of a run over the truth."""
