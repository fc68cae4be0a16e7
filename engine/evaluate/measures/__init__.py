"""Measures of predictions: functions of arrays, by NumPy and scikit-learn, without Keras.

- `intervals`: `Measured`, a value with its 95 % interval: Wilson's for a share, else a seeded bootstrap.
- `confusion`: which class is taken for which; precision, recall and F1 of each class.
- `roc_area`: the area below the ROC curve, of two classes and of many.
- `curves`: ROC and precision-recall curves to draw; `calibration`: how often it is right when it is sure.
- `threshold`: what mistakes cost at each threshold between two classes.
- `regression`: errors of numbers, with residuals and errors by quantile.
- `by_step`: errors of a forecast by step of the horizon, beside those of simple forecasts.
"""
