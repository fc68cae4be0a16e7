"""Stands in for the module of PySide that writes type stubs, which no program asks for.

PySide imports it at every start, and it takes longer than all of PySide's other Python modules together.
"""
