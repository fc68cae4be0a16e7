"""What `pyinstaller.spec` and `make_package.py` are made of: small steps, each tested without building.

The folder above is no Python package on purpose, as a package named `packaging` is on the index too: what
imports this puts that folder on `sys.path`.
"""
