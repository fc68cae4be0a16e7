"""The training loop: Keras's `fit`, with any batch as its start."""
