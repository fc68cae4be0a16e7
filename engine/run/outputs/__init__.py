"""What a run computes with its model beside training: forecasts, counts of classes. Training ignores it."""
