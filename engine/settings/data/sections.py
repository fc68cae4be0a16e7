"""Base classes and shared declarations of the kinds of data. The kinds are in the modules beside this one."""

from __future__ import annotations

from typing import ClassVar, Literal

from engine.settings.declaration.declare import Section, setting

Task = Literal["auto", "classification", "regression"]
TASK_CHOICES = {
    "auto": "Found from the data",
    "classification": "Classification: one of several classes",
    "regression": "Regression: a number",
}
TASK_HELP = "What is learned: one of several classes, or a number. Found from the target when left on auto."
Scaling = Literal["auto", "none", "unit", "standard"]
CSV_SUFFIXES = (".csv", ".tsv", ".txt")
Rules = Literal["version_2", "version_3"]
PATH_HELP = "The file or folder to read. A path that begins with sample: names a bundled sample."

PARTS: bool = setting(
    True,
    title="Folders of parts",
    help="Where the only sub-folders are called train and val or test (also training_set, validation, dev,"
    " testing, 학습, 검증, 테스트), each with the sub-folders of the classes, they train, validate and test."
    " Off takes them as classes.",
    more=True,
)
"""Whether sub-folders may be the parts of the data; the same for images and texts."""


class DataSection(Section):
    """Base class of every kind of data.

    Attributes:
        source_settings: Names of the settings that say what is read; all others say how.
    """

    source_settings: ClassVar[tuple[str, ...]] = ("path",)

    @property
    def source(self) -> str | None:
        """The file or folder that is read; "" while none is chosen, None where the data is in none."""
        return str(getattr(self, "path", ""))

    @property
    def called(self) -> str:
        """A short name of the data, such as the file's; "" while none is chosen."""
        return (self.source or "").replace("\\", "/").rstrip("/").rpartition("/")[2].removeprefix("sample:")


class FileSection(DataSection):
    """Base class of data that is read as a whole before a run."""

    no_limits: bool = setting(
        False,
        title="Read without limits",
        help="How many bytes, rows and cells are read, and for how long, is limited by the memory that is"
        " free. On reads whatever is there; where memory runs out the system may end the program.",
        more=True,
    )
    rules: Rules = setting(
        "version_3",
        title="Reading rules",
        help="How files are understood where they do not say it: what is found by name or by its values."
        " A project of an earlier Fitroom keeps the rules that it was made with.",
        choices={"version_2": "As Fitroom read before", "version_3": "As Fitroom reads now"},
        more=True,
    )


class ScaledSection(FileSection):
    """Base class of data whose inputs are scaled by values measured on the training part."""

    scaling: Scaling = setting(
        "auto",
        title="Input scaling",
        help="How inputs are brought into a range that models learn from well."
        " It is a layer of the model, so it is saved with it.",
        choices={
            "auto": "What fits the data",
            "none": "None",
            "unit": "Divide by 255",
            "standard": "Mean 0, spread 1 (of the training part)",
        },
        more=True,
    )


class TargetSection(FileSection):
    """Base class of data whose targets may be numbers."""

    scale_target: bool = setting(
        True,
        title="Scale targets",
        help="Let the last layer undo the mean and spread of the training targets,"
        " so that numbers of any size are learned well.",
        more=True,
    )


class NumberTargetSection(TargetSection, ScaledSection):
    """Base class of data whose inputs are numbers, and whose targets may be."""
