"""Reading data, as lines of a script: one module a kind of data, and `by_kind` with the table of them."""
