"""Views: widgets that show plain data and emit what a person asks for.

They read no file, start no run and decide nothing; `gui.control` does, and `gui.wiring` connects the two.
"""
