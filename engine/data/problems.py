"""What can be wrong with data: all of it, or a part that is left out."""

from dataclasses import dataclass


class DataError(Exception):
    """Data that cannot be used. The message is one sentence for people.

    Attributes:
        path: the dotted path of the setting to look at.
    """

    def __init__(self, message: str, *, path: str = "data.path") -> None:
        super().__init__(message)
        self.path = path


class DataQuestionError(DataError):
    """Data that can be read in two ways, or not at all: the setting `path` must say how. It ends with 2.

    Attributes:
        choices: the values of that setting that are as plausible; () where they are not known.
        sign: a column, and a text in it that may mean that a value is missing; None where there is none.
    """

    def __init__(
        self,
        message: str,
        *,
        path: str = "data.path",
        choices: tuple[str, ...] = (),
        sign: tuple[str, str] | None = None,
    ) -> None:
        super().__init__(message, path=path)
        self.choices, self.sign = choices, sign


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that was not used.

    Attributes:
        name: the file or rows.
        reason: why, as a sentence.
    """

    name: str
    reason: str
