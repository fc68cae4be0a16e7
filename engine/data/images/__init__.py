"""Folders of images: which files there are, their labels, their pixels."""
