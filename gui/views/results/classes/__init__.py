"""Classification: measures for each class, confusions in words, curves, calibration, threshold."""
