"""TensorBoard's page in the window. Its server is run by `gui.control.tensorboard`."""
