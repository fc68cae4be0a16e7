"""The coach: says what the curves of a run show, and what would help. It knows neither Qt nor Keras.

`observations` extracts from a run what the `rules` look at, `advice` orders the findings, `sentences` has
their texts, and `remedies` change the settings. Every threshold is a named constant in `rules` and is listed
in docs/coach.md.
"""
