"""Decides: settings model, run controller, worker thread, event pump, TensorBoard child."""
