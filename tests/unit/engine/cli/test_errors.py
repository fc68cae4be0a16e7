"""What argparse says of a wrong command line is said in the language of the person."""

import re

import pytest

from engine.cli.errors import Parser, UsageError
from engine.language import SOURCE, tr

WRONG = {
    "give RUN": [],
    "--part needs a value": ["run", "--part"],
    "--part is one of 'test', 'train', not 'all'": ["run", "--part", "all"],
    "--epochs cannot be 'many'": ["run", "--epochs", "many"],
}


@pytest.fixture
def parser() -> Parser:
    made = Parser("try", "Tries.")
    made.add_argument("run", metavar="RUN")
    made.add_argument("--part", choices=("test", "train"))
    made.add_argument("--epochs", type=int)
    return made


@pytest.mark.parametrize("words", WRONG)
def test_each_error_of_argparse_has_words_of_our_own(words: str, parser: Parser) -> None:
    with pytest.raises(UsageError, match=re.escape(words)):
        parser.read(WRONG[words])


@pytest.mark.parametrize("words", WRONG)
def test_they_are_translated(words: str, parser: Parser) -> None:
    tr.use("ko")
    try:
        with pytest.raises(UsageError) as caught:
            parser.read(WRONG[words])
    finally:
        tr.use(SOURCE)
    assert not re.search(r"\b(give|needs|one of|cannot)\b", str(caught.value))
