"""`--self-test`: whether this program does its main job as it is installed here. For packages, not for tests.

Every step starts the program again as a person would, in a home of its own: `steps`. What the window does
meanwhile is `gui.self_test`'s.
"""

from engine.self_test.run import run

__all__ = ["run"]
