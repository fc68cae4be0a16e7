"""Wrong requests: an argument parser that raises instead of exiting, and suggestions of the right word."""

import argparse
import difflib
import re
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

from typing_extensions import override

from engine.language import tr, tr_later

_ARGPARSE: tuple[tuple[str, str], ...] = (
    (r"the following arguments are required: (?P<names>.+)", tr_later("give {names}")),
    (r"argument (?P<name>\S+): expected (?:one|at least one) argument", tr_later("{name} needs a value")),
    (
        r"argument (?P<name>\S+): invalid choice: (?P<given>.+) \(choose from (?P<all>.+)\)",
        tr_later("{name} is one of {all}, not {given}"),
    ),
    (r"argument (?P<name>\S+): invalid \S+ value: (?P<given>.+)", tr_later("{name} cannot be {given}")),
)
"""What argparse says of a wrong command line, and the same in the program's language."""


class UsageError(Exception):
    """The request is wrong; the message says what to do, in words for people."""


class _HelpFormatter(argparse.HelpFormatter):
    @override
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, f"{tr('usage:')} " if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """An argument parser that raises UsageError where argparse prints its usage and exits."""

    def __init__(self, prog: str, description: str) -> None:
        super().__init__(
            prog=prog,
            description=description,
            allow_abbrev=False,
            add_help=False,
            formatter_class=_HelpFormatter,
        )
        # argparse's own texts are in a catalogue of Python that comes with no translation
        self._positionals.title, self._optionals.title = tr("arguments"), tr("options")
        self.add_argument("-h", "--help", action="help", help=tr("show this help and exit"))

    @override
    def error(self, message: str) -> NoReturn:
        found = ((text, re.fullmatch(pattern, message)) for pattern, text in _ARGPARSE)
        said = next((tr(text, **match.groupdict()) for text, match in found if match is not None), message)
        raise UsageError(
            tr("{command}: {error}. {command} --help shows how it is used.", command=self.prog, error=said)
        )

    def read(self, arguments: Sequence[str]) -> argparse.Namespace:
        """Parse a command line.

        Args:
            arguments: The command line after the command's name.

        Returns:
            The values of the arguments by name.

        Raises:
            UsageError: An argument is unknown, missing or has a wrong value.
        """
        options = [word for action in self._actions for word in action.option_strings]
        for word in arguments:
            # checked first, as a mistyped option also leaves a required one missing
            name = word.partition("=")[0]
            if name.startswith("--") and name != "--" and name not in options:
                sentence = tr("{command} has no option {name}.", command=self.prog, name=name)
                raise UsageError(sentence + suggestion(name, options))
        found, unknown = self.parse_known_args(arguments)
        if unknown:
            raise UsageError(
                tr(
                    "{command} does not know what to do with {argument}.",
                    command=self.prog,
                    argument=unknown[0],
                )
            )
        return found


def suggestion(word: str, words: Iterable[str]) -> str:
    """Return a sentence with a leading space that suggests the closest of `words`; "" when none is close."""
    found = difflib.get_close_matches(word, list(words), n=1, cutoff=0.5)
    return " " + tr("Did you mean {name}?", name=found[0]) if found else ""
