"""A model as a list of layers: what it becomes, what shape each layer gives, and where one does not fit.

Shapes and counts are found by arithmetic alone, so that a list can be judged without building it.
"""
