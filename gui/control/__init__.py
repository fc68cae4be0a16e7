"""What decides: settings model, run controller, worker threads, event pump, TensorBoard child."""
