"""The six pages: Data, Model, Fit, Callbacks, Train, Results.

A page joins forms and views, passes edits to the settings model and shows what it is given. Reading data and
running a training are left to `gui.control`, the connections between pages to `gui.wiring`.
"""
