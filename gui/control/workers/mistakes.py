"""What a worker does with an exception that nobody expected: it is reported, and the work ends in words.

A slot that raises leaves whoever waits for its answer waiting for ever.
"""

from __future__ import annotations

import sys

from gui.text import tr


def reported(error: BaseException) -> str:
    """Hand `error` to the hook that writes crash reports; the sentence for the person.

    It is handed over, not raised: what is meant to end Python would end the process from a worker's thread.
    """
    sys.excepthook(type(error), error, error.__traceback__)
    return mistake()


def mistake() -> str:
    """The sentence for the person, whose details are in the crash report."""
    return tr("Fitroom made a mistake; the crash report in the settings folder has the details.")
