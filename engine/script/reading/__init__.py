"""Reading data, as lines of a script: one file a kind of data."""
