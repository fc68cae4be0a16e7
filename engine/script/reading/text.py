"""Reading texts, counting their words and saving the vocabulary with the model, as a script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.data.text.tokens import Tokenizer
from engine.data.text.vocabulary import SPECIAL
from engine.script.page import Page, Set, literal
from engine.script.reading.csv_files import write_rows, write_targets
from engine.script.reading.folders import write_class_folders, write_files_in
from engine.settings.declaration.call import Call, Named

if TYPE_CHECKING:
    from engine.script.layouts.csv import CsvLayout
    from engine.script.layouts.facts import ScriptFacts
    from engine.script.layouts.text import TextLayout
    from engine.settings.data.text import TextData


def write_text(page: Page, settings: TextData, *, facts: ScriptFacts, layout: TextLayout) -> None:
    """Write lines that set x, an array of strings, and y, as `engine.data.text.read` reads them."""
    if layout.csv is None:
        _write_folder(page, settings, facts=facts, layout=layout)
    else:
        _write_column(page, settings, facts=facts, layout=layout, table=layout.csv)
    if layout.composed:
        page.line("# letters in parts are put together")
        page.line('texts = [unicodedata.normalize("NFC", text) for text in x]')
        page.line("x = np.array(texts, dtype=object)")


def _write_folder(page: Page, settings: TextData, *, facts: ScriptFacts, layout: TextLayout) -> None:
    page.line("folder = Path(", page.file(layout.path, "data.path", name="PATH"), ")")
    page.value("class_names = ", list(facts.class_names))
    read = f"path.read_bytes().decode({literal(layout.encodings[0])})"
    if len(layout.encodings) > 1 or layout.left_out:
        read = "read(path)"
        _write_decoding(page, layout)
    write_files_in(page, layout.system)
    is_text = f"path.suffix.lower() == {literal(layout.ending)}"
    inner = [f"if {is_text}:", f"    texts.append({read})", "    y.append(label)"]
    if layout.left_out:
        _write_ignored(page, settings)
        inner = [
            f'text = read(path) if {is_text} else ""',
            "if text.strip(ignored):",
            "    texts.append(text)",
            "    y.append(label)",
        ]
    write_class_folders(
        page, name="texts", inner=inner, depth=4, parts=layout.parts, otherwise=layout.otherwise
    )
    page.line("x, y = np.array(texts, dtype=object), np.array(y)")


def _write_decoding(page: Page, layout: TextLayout) -> None:
    page.line("def read(path):")
    page.line('    """The text of one file; an empty one where it has none of the encodings."""')
    page.line(f"    for encoding in {literal(layout.encodings)}:")
    page.block(
        "        try:\n"
        "            text = path.read_bytes().decode(encoding)\n"
        "        except UnicodeDecodeError:\n"
        "            continue  # it is written in another one\n"
        '        if "\\0" not in text:\n'
        "            return text\n"
        '    return ""\n'
    )
    page.line("")


def _write_ignored(page: Page, settings: TextData) -> None:
    ignored = "string.whitespace" + (" + string.punctuation" if settings.punctuation else "")
    page.line(f"ignored = {ignored}  # no text by themselves")


def _write_column(
    page: Page, settings: TextData, *, facts: ScriptFacts, layout: TextLayout, table: CsvLayout
) -> None:
    write_rows(page, table)
    if table.missing:
        _write_ignored(page, settings)
        page.line(f"rows = [row for row in rows if row[{literal(layout.text)}].strip(ignored)]")
        target = f"row[{literal(table.target)}].strip()"
        if table.signs:
            page.line(f"missing = {literal(['', *table.signs])}")
            target += " not in missing"
        page.line(f"rows = [row for row in rows if {target}]")
    page.line("texts = [row[", Set("data.text", layout.text), "] for row in rows]")
    page.line("x = np.array(texts, dtype=object)")
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
    form = {"standardize": arguments["standardize"], "split": arguments["split"]}
    origin = {"standardize": "data.lower", "split": "data.level"}
    page.value("counter = ", Call("keras.layers.TextVectorization", kwargs=form, origin=origin))
    page.block(
        "counter.adapt(x_train)\n"
        "words = counter.get_vocabulary(include_special_tokens=False)  # by frequency\n"
        "words = [word for word in words if word.splitlines() == [word]]  # no line breaks"
    )
    page.line("words = words[:", Set("data.vocabulary", facts.vocabulary - SPECIAL), "]")
    vectorize = Call(
        "keras.layers.TextVectorization",
        kwargs={
            **form,
            "vocabulary": Named("words", None),
            "output_sequence_length": facts.shape[0],
        },
        origin={**origin, "output_sequence_length": "data.length"},
    )
    page.value("vectorize = ", vectorize)
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
