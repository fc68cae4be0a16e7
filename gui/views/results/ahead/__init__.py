"""Forecasts: errors by step ahead, and the future."""
