"""The TensorBoard child process."""
