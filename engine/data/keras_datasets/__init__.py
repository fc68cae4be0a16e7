"""Keras's data sets: what is known of them (`catalogue`), their download, and how they are read."""
