"""What a person can choose: frozen pydantic models, declared once. Importing this costs no TensorFlow."""

from engine.settings.project import Project

__all__ = ["Project"]
