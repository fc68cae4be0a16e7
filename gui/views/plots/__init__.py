"""Plots of curves over epochs."""
