"""Plots of curves over epochs.

`curves` prepares the numbers, `plot_canvas` draws them with pyqtgraph, `curve_plot` decides what is drawn,
and `plot_stack` arranges several plots on one epoch axis.
"""
