"""Which examples train, which validate and which test.

Each part is drawn in `parts`, whole groups of examples in `groups`. Data in a file or folder of its own is
left to `engine.data.separate_data`.
"""

from engine.data.split.parts import Split, split

__all__ = ["Split", "split"]
