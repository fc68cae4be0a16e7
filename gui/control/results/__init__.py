"""What is asked of the model of a run that has ended: how good it is, answers to new inputs, exports."""
