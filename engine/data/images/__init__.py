"""Folders of images: which files there are, their labels, their pixels.

`read` makes the data set; `files`, `labels_csv` and `split_folders` find the files; `pixels` decodes one and
`decode_all` all of them; `storage` decides where the pixels are, `rows` streams them and `cache` stores them.
"""
