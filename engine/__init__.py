"""The engine: settings, data, models and runs. It knows no Qt and no window."""

__version__ = "0.1.0"
