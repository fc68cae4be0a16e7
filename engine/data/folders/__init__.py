"""What names in folders mean: system files, parts of the data, and files that a table names.

Which files a folder has is left to `images.files`; this room looks at names alone.
"""
