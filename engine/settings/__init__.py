"""All that a user can set: frozen pydantic models, each setting declared once. Imports no TensorFlow.

Sections are turned into Keras objects by `engine.models` and `engine.run`, and shown by `gui.forms`.
"""

from engine.settings.project import Project

__all__ = ["Project"]
