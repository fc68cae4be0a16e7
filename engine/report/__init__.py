"""What is exported from Fitroom: figures, tables and a page about a run, and what differs between runs.

It knows no Qt: figures are SVG, pages HTML, tables CSV. The window turns them into images and PDF.
"""
