"""Arrays in NPZ and NPY files.

`read` makes the data set, `file` opens the files, `padding` marks padded steps.
"""
