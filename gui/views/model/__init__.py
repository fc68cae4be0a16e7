"""Views of a model: its layers as a table and as a drawing, and the proposed model.

They show a summary made by `engine.models.overview`; no model is built here.
"""
