"""What a form tells, kept in lists."""

from typing import Any

from gui.forms import Form


class Observations:
    """The edits, focused paths and unreadable texts that `form` has reported, each in their order."""

    def __init__(self, form: Form) -> None:
        self.edits: list[tuple[str, Any]] = []
        self.focused: list[str] = []
        self.unreadable: list[tuple[str, str]] = []
        form.edited.connect(lambda path, value: self.edits.append((path, value)))
        form.focused.connect(self.focused.append)
        form.unreadable.connect(lambda path, text: self.unreadable.append((path, text)))
