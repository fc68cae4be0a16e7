"""What stands beside an exported file, so that somebody else can use it.

- `preprocessing`: what a network cannot carry (words, categories, dates), as data.
- `readers`, `encoders`, `runners`: the parts of the Python files; `scripts`: preprocess.py, predict.py and
  check.py of one export, put together from them, and what they need installed.
- `shown`: ten examples with the expected answers.
- `card`: README.md, the model card.
"""
