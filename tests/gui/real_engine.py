"""The real engine in the place of the one that plays, for tests in which training itself matters."""

from __future__ import annotations

from gui.control.workers.keras_engine import KerasEngine


class RealEngine(KerasEngine):
    """The real one; what plays is held back and let go, which this one needs not."""

    def __init__(self) -> None:
        super().__init__()
        self.may_open = self.may_continue = _Nothing()


class _Nothing:
    def set(self) -> None:
        """Let go nothing."""
