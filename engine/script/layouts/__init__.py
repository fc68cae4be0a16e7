"""How data is laid out in its files, as far as a script must know it: one module a kind of data.

`by_kind` chooses among them, `facts` adds names and shapes, and `placeholder` stands in for both before the
data has been read. The lines that read such files are written by `engine.script.reading`.
"""
