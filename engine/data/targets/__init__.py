"""Targets: read as classes or numbers (`labels`), encoded for the loss (`encoding`), `example_weights`."""
