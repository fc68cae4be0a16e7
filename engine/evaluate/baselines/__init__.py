"""What simple methods reach on the very same examples: whether a network was worth it.

- `compare`: all methods that fit the task, each measured; `forecasts`: those of a time series.
- `features`: examples as one row of numbers each, as plain models take them.
"""
