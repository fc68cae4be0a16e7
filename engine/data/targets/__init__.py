"""Targets: classes or numbers (`labels`), encoded for the loss (`encoded_targets`); `example_weights`."""
