"""Plots, progress, log, previews and tables: they show plain data, and ask for nothing."""
