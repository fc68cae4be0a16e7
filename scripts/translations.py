"""Updates the catalogues in resources/translations: the program's messages in other languages.

Without arguments it collects every message from the source and the settings' declarations, updates each
`fitroom.po` and compiles it to `fitroom.mo`; with --check it changes nothing. Both print what is left to
translate. A new message is left empty or, where it resembles an old one, marked fuzzy with the old
translation: both are for a person to fix. Messages are sorted, without line numbers or dates, so that a file
changes only where a text has changed.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # this file is run by its path, from any folder

from engine.language import DOMAIN, LANGUAGES, SOURCE  # noqa: E402 - the line above makes it findable
from engine.settings import Project  # noqa: E402
from engine.settings.callbacks import COVERED  # noqa: E402
from engine.settings.declaration.declare import Section, alternatives, walk  # noqa: E402
from engine.settings.declaration.tree import is_section_list, step  # noqa: E402
from engine.settings.losses import LOSSES, METRICS  # noqa: E402

FOLDER = ROOT / "resources" / "translations"
KEYWORDS = {"tr", "tr_later"}
HEAD = """\
# What Fitroom says. After a change here, or of a text in the source, run: make translations
# {names} in braces are filled in by the program. A letter after & is the key of a menu entry.
#"""


class PlainCatalog(Catalog):
    """A catalogue whose header has no dates and versions, so that it changes with the messages only."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """The lines of the header."""
        return [
            ("Language", str(self.locale_identifier)),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]


def main(arguments: list[str]) -> int:
    """Update every catalogue, or with --check compare only; return 1 when something is left to do, else 0."""
    problems: list[str] = []
    for language in LANGUAGES.keys() - {SOURCE}:
        if "--check" not in arguments:
            update(language)
        problems += [f"{language}: {problem}" for problem in findings(language)]
    if problems:
        print("\n".join(problems), file=sys.stderr)
        print("Fix the .po file, then run make translations.", file=sys.stderr)
    return int(bool(problems))


def po_file(language: str) -> Path:
    """Return the path of the catalogue that people edit."""
    return FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def mo_file(language: str) -> Path:
    """Return the path of the compiled catalogue that the program reads."""
    return po_file(language).with_suffix(".mo")


def update(language: str) -> None:
    """Write the .po file with all present messages, and the .mo file with those that are translated."""
    known = read(language)
    template = Catalog()
    for message in messages():
        template.add(message)
    known.update(template)
    fresh = PlainCatalog(language, header_comment=HEAD, fuzzy=False)
    for message in known:
        if message.id:
            fresh.add(message.id, message.string, flags=message.flags, user_comments=message.user_comments)
    po_file(language).parent.mkdir(parents=True, exist_ok=True)
    with po_file(language).open("wb") as file:
        write_po(file, fresh, width=0, no_location=True, sort_output=True)
    with mo_file(language).open("wb") as file:
        write_mo(file, fresh)


def findings(language: str) -> Iterator[str]:
    """Yield what is wrong with the files of `language`, one sentence each."""
    wanted, catalog = set(messages()), read(language)
    known = {str(message.id): message for message in catalog if message.id}
    for text in sorted(wanted - known.keys()):
        yield f"{text!r} is not in the catalogue."
    for text in sorted(known.keys() - wanted):
        yield f"{text!r} is in the catalogue, but nothing says it any more."
    for text, message in known.items():
        if message.fuzzy:
            yield f"{text!r} is marked fuzzy: read its translation, fix it and take the mark away."
        elif not message.string:
            yield f"{text!r} is not translated."
    if catalog.obsolete:
        yield "there are old messages at the end of the file (#~)."
    ready = {text: str(item.string) for text, item in known.items() if item.string and not item.fuzzy}
    if compiled(language) != ready:
        yield "the .mo file is not made from the .po file as it is."


def read(language: str) -> Catalog:
    """Return the catalogue in the .po file, an empty one where there is no file."""
    if not po_file(language).is_file():
        return Catalog(language)
    with po_file(language).open("rb") as file:
        return read_po(file, locale=language, domain=DOMAIN)


def compiled(language: str) -> dict[str, str]:
    """Return translations by message, as the program reads them from the .mo file."""
    if not mo_file(language).is_file():
        return {}
    with mo_file(language).open("rb") as file:
        return {str(message.id): str(message.string) for message in read_mo(file) if message.id}


def messages() -> list[str]:
    """Return every message of the program, sorted."""
    return sorted({*in_source(), *declared(Project), *COVERED.values(), *objectives()} - {""})


def in_source() -> Iterator[str]:
    """Yield the literal arguments of `tr("...")` and `tr_later("...")`.

    Babel's own extraction skips a call within a call, and takes a method named `tr` for the function.
    """
    for folder in ("engine", "gui"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"), path.name)):
                match node:
                    case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str(text)), *_]):
                        if name in KEYWORDS:
                            yield text
                    case _:
                        pass


def declared(section: type[Section]) -> Iterator[str]:
    """Yield titles, helps and the other texts of the settings in `section` and in the sections below it.

    Titles that are Keras names (of a class, of an allowed value) are not translated.
    """
    if section.title != section.keras_class.rpartition(".")[2]:
        yield section.title
    yield section.about
    yield section.group
    for setting in walk(section):
        info = setting.info
        yield from (info.title, info.help, info.unit, info.none_title, info.lower, info.raise_)
        yield from (title for value, title in info.choices.items() if title != str(value))
        annotation = setting.annotation
        for inner in alternatives(
            step(annotation, "0", kind=None) if is_section_list(annotation) else annotation
        ):
            yield from declared(inner)


def objectives() -> Iterator[str]:
    """Yield the titles of losses and metrics."""
    for objective in (*LOSSES.values(), *METRICS.values()):
        yield objective.title


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
