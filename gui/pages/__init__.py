"""The five steps: data, model, fit, callbacks, train.

A page joins forms and views and hands edits to the settings model.
"""
