"""`--self-test`: whether this installation does its main job. It is for packages; `tests` are for the source.

`steps` are what is tried, and each starts the program again, in a temporary home, through `children`; `run`
carries them out. The window is driven by `gui.self_test`.
"""

from engine.self_test.run import run

__all__ = ["run"]
