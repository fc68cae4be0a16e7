"""predict.py, preprocess.py and check.py of one export, put together from their parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.export.folder import encoders
from engine.export.folder.readers import reader_of
from engine.export.folder.runners import packages_of, runner_of
from engine.export.folder.table_readers import PATTERNS, READING, TABLE_IMPORTS
from engine.predict.signature.examples import Rows

if TYPE_CHECKING:
    from engine.export.formats import Format
    from engine.predict.signature.schema import Signature

PREPROCESS = "preprocess.py"
PREDICT = "predict.py"
CHECK = "check.py"
REQUIREMENTS = "requirements.txt"
_STANDARD = (
    *("import json", "import re", "import unicodedata", "from pathlib import Path"),
    *TABLE_IMPORTS,
)
_READ = '''\
"""Reads files as the model was trained on them: FILE -> `read` -> `encode` -> what the model takes."""

{imports}

{constants}


'''
_HEAD = '''\
"""The answers of the model: python predict.py FILE ..."""

import json
import sys
from pathlib import Path

{imports}

from preprocess import encode, read

HERE = Path(__file__).resolve().parent
OUTPUTS = json.loads((HERE / "signature.json").read_text("utf-8"))["outputs"]
'''
_ANSWERS = '''\
def answers(outputs):
    """Outputs (n, *shape) -> n names of classes, or lists of numbers in the order of the targets."""
    rows, classes = outputs.reshape(len(outputs), -1), OUTPUTS["classes"]
    if not classes:
        return rows.tolist()
    if rows.shape[1] > 1 and (OUTPUTS["holds"] != "probabilities" or OUTPUTS["threshold"] is None):
        return [classes[place] for place in rows.argmax(axis=1)]
    above = 2 * OUTPUTS["threshold"] - 1 if OUTPUTS["holds"] == "margins" else OUTPUTS["threshold"]
    return [classes[int(value > above)] for value in rows[:, -1]]


if __name__ == "__main__":
    for name in sys.argv[1:] or [sys.exit(__doc__)]:
        try:
            x = encode(read(name))
        except (OSError, ValueError) as error:  # it is not there, or no such file
            sys.exit(f"{name} cannot be read: {error}")
        for answer in answers(run(x)):
            print(name, answer, sep="\\t")
'''
_CHECK = '''\
"""Runs the examples and compares the answers with the expected ones: python check.py"""

import json
import sys

import numpy as np

from predict import HERE, answers, run
from preprocess import encode, read


def check():
    """Sentences about the examples whose answers are not as expected."""
    expected = json.loads((HERE / "examples" / "expected.json").read_text("utf-8"))
    wrong = []
    for name in dict.fromkeys(one["file"] for one in expected["examples"]):
        outputs = run(encode(read(HERE / "examples" / name)))
        rows = outputs.reshape(len(outputs), -1)
        wanted = [one for one in expected["examples"] if one["file"] == name]
        for answer, row, one in zip(answers(outputs), rows, wanted, strict=True):
            difference = float(np.abs(row - one["outputs"]).max())
            same = answer == one["answer"] or not isinstance(answer, str)
            if difference > expected["tolerance"] or not same:
                wrong.append(f"{name}: {answer}, not {one['answer']}; outputs differ by {difference:.2g}")
    return wrong


if __name__ == "__main__":
    problems = check()
    print("\\n".join(problems) or "All examples are answered as expected.")
    sys.exit(bool(problems))
'''


def scripts_of(
    made: Format, signature: Signature, *, dtype: str, named: bool, standardizes: bool = False
) -> dict[str, str]:
    """Return the Python files of an export, and its requirements.txt, by name.

    Args:
        made: The format.
        signature: Of the run's model.
        dtype: What the exported model takes, by name.
        named: Whether values become numbers before the trained network, by columns or words.
        standardizes: Whether the exported network lacks the layer that standardizes its inputs.
    """
    reading, read = reader_of(signature.examples)
    running, run = runner_of(made.name)
    constants = [
        "HERE = Path(__file__).resolve().parent",
        'EXAMPLES = json.loads((HERE / "signature.json").read_text("utf-8"))["examples"]',
    ]
    imports = ["import json", "from pathlib import Path", "import numpy as np", *reading]
    encode = _encode(made, signature, dtype=dtype, named=named, standardizes=standardizes)
    if "STEPS" in encode or "READING" in read:
        constants.append(encoders.STEPS)
    if "READING" in read:
        constants.append(READING)
    if "PATTERNS" in read:
        constants.append(PATTERNS)
    if "MARKS" in encode:
        imports += [] if "import re" in imports else ["import re"]
        constants.append(encoders.ROWS_MARKS if "block(" in encode else encoders.TEXT_MARKS)
    if "PLACES" in encode:
        constants.append(encoders.TEXT_PLACES)
    head = _READ.format(imports=_imports(imports), constants="\n".join(constants))
    top = _HEAD.format(imports=_imports(["import numpy as np", *running]))
    return {
        PREPROCESS: f"{head}{read}\n\n{encode}",
        PREDICT: f"{top}{run}\n\n{_ANSWERS}",
        CHECK: _CHECK,
        REQUIREMENTS: "\n".join(packages_of(made.name, reading, reads_sheets="openpyxl" in read)) + "\n",
    }


def _encode(made: Format, signature: Signature, *, dtype: str, named: bool, standardizes: bool) -> str:
    rows = isinstance(signature.examples, Rows)
    if named and made.whole:
        return encoders.WHOLE_ROWS if rows else encoders.WHOLE_TEXTS
    if named:
        encode = encoders.ROWS if rows else encoders.TEXTS
    else:
        encode = encoders.STANDARDIZED_ARRAY if standardizes else encoders.ARRAY.replace("DTYPE", dtype)
    return encode.replace(
        "return STANDARDIZED", f"return {encoders.STANDARDIZED if standardizes else encoders.PLAIN}"
    )


def _imports(lines: list[str]) -> str:
    """Return import lines, Python's own before packages."""
    groups = [
        [line for line in lines if line in _STANDARD],
        [line for line in lines if line not in _STANDARD],
    ]
    return "\n\n".join("\n".join(sorted(group, key=_order)) for group in groups if group)


def _order(line: str) -> tuple[int, str]:
    return (2 if "\n" in line else int(line.startswith("from"))), line
