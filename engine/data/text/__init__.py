"""Texts in folders and tables.

`read` makes the data set, on `files`; `tokens` cuts texts, `vocabulary` makes ids, `facts` says what is
shown.
"""
