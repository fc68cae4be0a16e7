"""A model as a list of layers: the layers it becomes, their shapes, and where one does not fit.

Shapes and counts are calculated without Keras, so that a list can be checked without building it.
"""
