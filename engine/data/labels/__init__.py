"""Labels of files: what a table, an export of a labelling tool, or the files' own names say.

`table` has the rows and finds which columns are what, `json_labels` reads JSON, `matching` finds the file
that a row names, and `pattern` takes classes from the names of files.
"""
