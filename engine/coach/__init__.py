"""The coach: says what the curves of a run show, and what can be done about it. It knows no Qt and no Keras.

`rules` find things in what `told` has taken from a run, `advice` puts them in order, `words` says them,
`remedies` make the change. Every threshold is a named constant in `rules`, and stands in docs/coach.md.
"""
