"""The lines of a CSV file.

`source` reads its bytes in pieces, `find_encoding` says in which encoding, `header` where its table begins,
and `read` makes the table of its lines; `format` has the rules of projects of before.
"""
