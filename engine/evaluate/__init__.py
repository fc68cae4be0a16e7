"""How good a run is: a run and a part of its data become `Predictions`, and those become measures.

- `evaluate`: the way from a run to an `Evaluation`; `evaluation`: what is measured.
- `result_words`: numbers in words; `words`: the sentences of an evaluation.
- `part_data`, `custom_examples`, `part_source`: the examples of a part; `forward`, `predict_part`: one pass
  of the model over them; `predictions`, `predictions_file`: the one value of it all, and how it is kept.
- `shown_examples`: the very examples; `future`: beyond the last row of a series; `looks`: at the test part.
- `measures/`: functions of arrays alone; `baselines/`: simple methods; `printed/`: for the command line.

It leaves to others: reading the run folder (`engine.record`), the trained model (`engine.predict`), and what
is shown of it.
"""
