"""Reports an unexpected exception in a worker, and turns it into a sentence for the person.

A slot that raises emits no result, and the window would wait for it forever. The report itself is written by
`gui.control.program.crash_report`.
"""

from __future__ import annotations

import sys

from gui.text import tr


def reported(error: BaseException) -> str:
    """Pass `error` to `sys.excepthook`, which writes the crash report.

    It is not raised again: SystemExit or KeyboardInterrupt would end the process from a worker thread.

    Returns:
        The sentence for the person.
    """
    sys.excepthook(type(error), error, error.__traceback__)
    return mistake()


def mistake() -> str:
    """Return the sentence for the person; the details are in the crash report."""
    return tr("Fitroom made a mistake; the crash report in the settings folder has the details.")
