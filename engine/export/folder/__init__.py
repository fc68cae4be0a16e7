"""What stands beside an exported file, so that somebody else can use it.

- `preprocessing`: what the file itself cannot carry, as data; `predict_py`: the few lines that apply it.
- `check_py`: ten examples with the expected answers, and a check that runs them.
- `card`: README.md, the model card; `requirements`: what must be installed.
"""
