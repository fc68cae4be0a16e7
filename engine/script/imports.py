"""The import lines of a script: those modules that its text uses, in the order of isort."""

from __future__ import annotations

import re

from engine.script.page import Page
from engine.settings.expression import FUNCTIONS_OF_MATH

_STANDARD = (
    "bz2", "csv", "glob", "gzip", "inspect", "io", "json", "lzma", "math", "os", "re", "runpy", "shutil",
    "string", "unicodedata", "zipfile",
)  # fmt: skip
_INSTALLED = {
    "fastparquet": "import fastparquet",
    "h5py": "import h5py",
    "keras": "import keras",
    "np": "import numpy as np",
    "pd": "import pandas as pd",
    "tf": "import tensorflow as tf",
}
_NAMES = {
    "collections": ("Counter",),
    "keras": ("callbacks", "layers"),
    "math": FUNCTIONS_OF_MATH,
    "pathlib": ("Path",),
    "PIL": ("Image", "ImageOps"),
    "sklearn.compose": ("make_column_transformer",),
    "sklearn.feature_extraction.text": ("CountVectorizer",),
    "sklearn.impute": ("SimpleImputer",),
    "sklearn.model_selection": ("GroupShuffleSplit", "StratifiedGroupKFold", "train_test_split"),
    "sklearn.pipeline": ("make_pipeline",),
    "sklearn.preprocessing": ("FunctionTransformer", "OneHotEncoder"),
    "urllib.parse": ("unquote",),
}
"""Names that are imported from a module."""
_PATTERNS = {"PIL": r"{}[.(]", "keras": r"{}\.[A-Z]", "math": r"lambda epoch, lr:.*\b{}\b"}
"""How a name is found that is not called: those of math are in expressions of schedules."""


def write_imports(page: Page, text: str) -> None:
    """Write the import lines.

    Args:
        page: Receives the lines.
        text: The script without them. Modules are found as `name.`, names that are called as `Name(` and
            classes of Pillow as `Name.`.
    """
    code = re.sub(r'"(?:[^"\\\n]|\\.)*"', '""', text)  # a word in a string is no module
    standard = [f"import {name}" for name in _STANDARD if _uses(name, rf"{name}\.", code=code)]
    installed = [line for name, line in _INSTALLED.items() if _uses(name, rf"{name}\.", code=code)]
    for module, names in _NAMES.items():
        pattern = _PATTERNS.get(module, r"{}\(")
        used = [name for name in names if _uses(name, pattern.format(name), code=code)]
        if used:
            line = f"from {module} import {', '.join(sorted(used))}"
            (standard if module in ("collections", "math", "pathlib", "urllib.parse") else installed).append(
                line
            )
    for line in standard:
        page.line(line)
    if standard:
        page.line("")
    for line in installed:
        page.line(line)


def _uses(name: str, pattern: str, *, code: str) -> bool:
    # most names are nowhere, which is found a hundred times faster without the pattern
    return name in code and re.search(rf"(?<![\w.]){pattern}", code) is not None
