"""Batches that a custom Python file makes.

`batch_makers` makes them, `batches` checks their form, `steps` counts them, `custom_draws` finds draws that a
resume cannot repeat.
"""
