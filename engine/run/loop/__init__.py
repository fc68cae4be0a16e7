"""The training loop: Keras's `fit`, with any batch as its start. Its shape is in `fit_loop`."""
