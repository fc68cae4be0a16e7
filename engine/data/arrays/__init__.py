"""Arrays in NPZ and NPY files."""
