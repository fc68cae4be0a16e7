"""The Results page: how good a trained model is, what it answers to new inputs, and how it is taken away."""
