"""Reading texts, counting their words and saving the vocabulary with the model, as a script."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from engine.data.text.tokens import Tokenizer
from engine.data.text.vocabulary import SPECIAL
from engine.script.page import Page, Set, literal
from engine.script.reading.csv_files import write_rows, write_targets
from engine.script.reading.folders import hidden_lines, write_class_folders

if TYPE_CHECKING:
    from engine.script.layouts.csv import CsvLayout
    from engine.script.layouts.facts import ScriptFacts
    from engine.script.layouts.text import TextLayout
    from engine.settings.data.text import TextData


def write_text(page: Page, settings: TextData, *, facts: ScriptFacts, layout: TextLayout) -> None:
    """Write lines that set x, an array of strings, and y, as `engine.data.text.read` reads them."""
    if layout.csv is None:
        _write_folder(page, facts, layout)
    else:
        _write_column(page, settings, facts=facts, layout=layout, table=layout.csv)
    if layout.composed:
        page.line("# letters in parts are put together")
        page.line('x = np.array([unicodedata.normalize("NFC", text) for text in x], dtype=object)')


def _write_folder(page: Page, facts: ScriptFacts, layout: TextLayout) -> None:
    page.line("folder = Path(", Set("data.path", str(layout.path)), ")")
    page.value("class_names = ", list(facts.class_names))
    if layout.left_out:
        page.value("left_out = ", list(layout.left_out))
    read = f"path.read_bytes().decode({literal(layout.encodings[0])})"
    if len(layout.encodings) > 1:
        read = "read(path)"
        page.line("\n\ndef read(path):")
        page.line(f"    for encoding in {literal(layout.encodings[:-1])}:")
        page.block(
            "        try:\n"
            "            return path.read_bytes().decode(encoding)\n"
            "        except UnicodeDecodeError:\n"
            "            pass  # it is written in another one"
        )
        page.line(f"    return path.read_bytes().decode({literal(layout.encodings[-1])})\n\n")
    unwanted = " and path.relative_to(folder).as_posix() not in left_out" if layout.left_out else ""
    hidden = textwrap.indent(hidden_lines(layout.system), "        ")
    inner = (
        "for label, name in enumerate(class_names):\n"
        '    for path in sorted((PLACE / name).rglob("*"), key=lambda path: path.parts):\n'
        f"{hidden}"
        f'        if path.suffix.lower() == ".txt" and path.is_file() and not hidden{unwanted}:\n'
        f"            texts.append({read})\n"
        "            y.append(label)\n"
        "            PART\n"
    )
    write_class_folders(page, name="texts", inner=inner, parts=layout.parts)
    page.line("x, y = np.array(texts, dtype=object), np.array(y)")


def _write_column(
    page: Page, settings: TextData, *, facts: ScriptFacts, layout: TextLayout, table: CsvLayout
) -> None:
    write_rows(page, table)
    if table.missing:
        ignored = "string.whitespace" + (" + string.punctuation" if settings.punctuation else "")
        unlike = f" not in {literal(['', *table.signs])}" if table.signs else ""
        page.line(f"ignored = {ignored}  # no text by themselves")
        page.line(
            f"rows = [row for row in rows if row[{literal(layout.text)}].strip(ignored)"
            f" and row[{literal(table.target)}].strip(){unlike}]"
        )
    page.line("x = np.array([row[", Set("data.text", layout.text), "] for row in rows], dtype=object)")
    write_targets(page, facts, layout=table)


def write_vectorizing(page: Page, settings: TextData, *, facts: ScriptFacts, validated: bool) -> None:
    """Write lines that set `vectorize` and turn the texts in x_train and x_val into token numbers.

    Args:
        page: Receives the lines.
        settings: The settings of the text data.
        facts: Facts about the data; its vocabulary and length are used.
        validated: Whether there is an x_val.
    """
    page.line("")
    page.line("# Tokens: the vocabulary is counted on the training texts alone")
    arguments = Tokenizer.of(settings).keras()
    page.line(
        "form = {",
        Set("data.lower", arguments["standardize"], '"standardize": '),
        ", ",
        Set("data.level", arguments["split"], '"split": '),
        "}",
    )
    page.block(
        "counter = keras.layers.TextVectorization(**form)\n"
        "counter.adapt(x_train)\n"
        "words = counter.get_vocabulary(include_special_tokens=False)  # the most frequent first\n"
        "words = [word for word in words if word.splitlines() == [word]]  # no line breaks"
    )
    page.line("words = words[:", Set("data.vocabulary", facts.vocabulary - SPECIAL), "]")
    page.line(
        "vectorize = keras.layers.TextVectorization(**form, vocabulary=words, ",
        Set("data.length", facts.shape[0], "output_sequence_length="),
        ")",
    )
    page.line('x_train = vectorize(x_train).numpy().astype("int32")')
    if validated:
        page.line('x_val = vectorize(x_val).numpy().astype("int32")')


def write_whole(page: Page) -> None:
    """Write lines that save a model which takes strings."""
    page.line("")
    page.block(
        "# the saved model takes texts as they are: the vocabulary is part of it\n"
        'text = keras.Input((1,), dtype="string", name="text")\n'
        'keras.Model({"text": text}, model(vectorize(text))).save("model.keras")'
    )
