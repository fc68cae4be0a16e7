"""How texts are read: where they are, and how a text becomes a sequence of tokens."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from engine.settings.data.sections import (
    CSV_SUFFIXES,
    PARTS,
    PATH_HELP,
    TASK_CHOICES,
    TASK_HELP,
    TableFileSection,
    TargetSection,
    Task,
)
from engine.settings.declaration.declare import setting


class TextData(TargetSection, TableFileSection):
    """Texts in a folder with one sub-folder for each class, or in a column of a table, as token indices."""

    title = "Text"
    about = (
        "A folder with one sub-folder of .txt files for each class, or a CSV or TSV file with a column"
        " of texts. Korean and English, by words or by characters."
    )

    kind: Literal["text"] = "text"
    path: str = setting(
        "",
        title="File or folder",
        help=PATH_HELP,
        keras="x, y",
        editor="path",
        suffixes=CSV_SUFFIXES,
        folders=True,
    )
    text: str = setting(
        "",
        title="Text column",
        help="The column of a CSV file that holds the texts. A folder needs none.",
        none_title="that with long texts",
        editor="column",
        keras="x",
    )
    target: str = setting(
        "",
        title="Target column",
        help="The column of a CSV file that the model learns to give. In a folder it is the sub-folder.",
        none_title="the last other column",
        editor="column",
        keras="y",
    )
    level: Literal["word", "character"] = setting(
        "word",
        title="Tokens",
        help="What a text is cut into. Words are what stands between spaces. Characters, which are"
        " syllables in Korean, need no spaces and know endings and particles; they suit small Korean sets.",
        keras="split",
        choices={"word": "Words", "character": "Characters (Korean: syllables)"},
    )
    vocabulary: Annotated[int, Field(ge=1, le=1_000_000)] | None = setting(
        None,
        title="Vocabulary",
        help="How many different tokens are known: the most frequent ones of the training texts. All others"
        " are one and the same unknown token. If left empty: all that occur twice or more, at most 20,000.",
        keras="max_tokens",
        unit="tokens",
        none_title="found from texts",
        lower="More tokens are unknown; less can be memorized.",
        raise_="Rarer tokens are known, of which little can be learned.",
    )
    length: Annotated[int, Field(ge=1, le=100_000)] | None = setting(
        None,
        title="Length",
        help="How many tokens of each text the model reads. Longer texts lose their end, shorter ones are"
        " filled up. If left empty: so many that 95 % of the training texts are read whole, and 512 at most.",
        keras="output_sequence_length",
        unit="tokens",
        none_title="found from texts",
        lower="Faster; more texts lose their end.",
        raise_="Fewer texts are cut; slower.",
    )
    lower: bool = setting(
        True,
        title="Lower case",
        help="Take A to Z for a to z, so that Good and good are one word.",
        keras="standardize",
        more=True,
    )
    punctuation: bool = setting(
        True,
        title="Leave out punctuation",
        help="Take away the marks of a keyboard, such as . , ! ? and brackets, so that good! is good."
        " Letters before and behind a mark come together: don't becomes dont.",
        keras="standardize",
        more=True,
    )
    parts: bool = PARTS
    task: Task = setting("auto", title="Task", help=TASK_HELP, choices=TASK_CHOICES, more=True)
