"""What a run leaves beside its curves: the model, forecasts, counts."""
