"""Previews of data: facts, classes, examples, distributions, series and texts.

They show values described by `engine.data`; nothing is read or computed from data here.
"""
