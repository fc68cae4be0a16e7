"""New examples, read by the code that reads the training data, as the signature of a run says.

- `rows`: what is read, and what cannot be; `files`: which files are meant by what a person gives.
- one module a kind: `pictures`, `columns` of tables, `texts`, `windows` and `sequences` of series, `arrays`.
- `read`: which of them reads for a run.
"""
