"""The forecast of a run over the true values. It is read from the run folder; no model is asked."""
