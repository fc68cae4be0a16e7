"""What `pyinstaller.spec` and `make_package.py` use: small steps, each tested without building.

The folder above is no Python package, as PyPI has a package named `packaging`: whoever imports this package
puts that folder on `sys.path`.
"""
