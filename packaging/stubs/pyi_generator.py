"""Replaces the module of PySide that writes type stubs, which no program needs.

PySide imports it at every start, which takes longer than all of PySide's other Python modules together.
"""
