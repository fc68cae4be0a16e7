"""Why an export is not made: a sentence that says it, and what to take instead."""


class ExportError(Exception):
    """The export cannot be made. The message is one sentence for people."""


class ExportRefused(ExportError):  # noqa: N818 - it says more than that there was an error
    """The request is wrong: the run has no such format, or the folder is somebody else's."""


class ExportCancelled(Exception):  # noqa: N818 - no error: someone asked for it
    """The export was cancelled; nothing of it is left."""
