"""How good a run is: a run and a part of its data become `Predictions`, and those become measures.

- `measures/`: functions of arrays alone, by NumPy and scikit-learn.

It leaves to others: reading the run folder (`engine.record`), the trained model (`engine.predict`), and what
is shown of it.
"""
