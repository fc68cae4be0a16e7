"""What the model of a run takes and gives, kept as signature.json: enough for any program to use it.

- `form`: the form of the file, versioned, and `examples`: that of how one example is read.
- `of_run`, `made_examples`: from a run's data and model to it; `file`: read and written.

Reading new examples by it is left to `engine.predict.new`.
"""
