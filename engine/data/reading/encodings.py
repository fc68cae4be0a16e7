"""Which encoding bytes are written in, where they are not UTF-8: what reads as plausible text.

charset-normalizer says how much of a mess each of the usual encodings makes of the lines in question. It
cannot rank short texts in the same script, so what it leaves open is decided by the letters: those that
people write in the languages of an encoding, in words of one script. What is still open goes by the language
of the system, or is asked. Reading the lines is left to
`engine.data.tables.csv_lines.source` and `engine.data.text.files`.
"""

from __future__ import annotations

import codecs
import locale
import re
from dataclasses import dataclass

from engine.data.reading.letters import WORD, has_kana, is_latin, only_signs, usual_share

USUAL = (
    *("cp1252", "cp949", "cp932", "gb18030", "big5", "cp1250", "cp1251"),
    *("cp1254", "cp1257", "cp1253", "cp1255", "cp1256", "cp874"),
)
"""The encodings among which is judged; `engine.settings.data.encodings` has all that can be chosen."""
RARE = ("iso8859-2", "cp850", "cp852", "mac-roman", "koi8-r", "koi8-u", "cp866", "iso8859-5", "euc-jp")
"""Those of other systems and of before, which are never taken without asking."""
_CONTROLS = re.compile(r"[\x80-\x9f]")
_NEIGHBOURS = {"cp1250": "iso8859-2", "cp1251": "koi8-r"}
SEVEN_BITS = frozenset(["hz", "iso2022-jp"])
"""Encodings whose bytes are ASCII, so that what is written in them reads as UTF-8 too."""
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins as the next one does
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WIDE = frozenset(["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
MOST_BYTES = 1 << 20
"""How many bytes of the lines that are not ASCII are judged."""
_SOME, _FEW_LINES = 1 << 16, 100
_LETTERS = 4
_ZEROS: dict[tuple[bool, ...], str] = {
    (False, True, False, True): "utf-16-le",
    (True, False, True, False): "utf-16-be",
    (False, True, True, True): "utf-32-le",
    (True, True, True, False): "utf-32-be",
}
"""Which of the first bytes are 0 where these are letters of ASCII without a mark before them."""
_CLOSE = 0.08
_FEW_CLOSE = 0.3  # one letter says little
_FAR = 0.2
_LEAST = 0.75
_HALF = 0.5
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Judged:
    """What bytes are found to be.

    Attributes:
        encoding: the most plausible, as Python names it; "" where none can be.
        close: other encodings that are as plausible, whose text differs.
        preview: some words with other letters than ASCII, by encoding.
    """

    encoding: str
    close: tuple[str, ...] = ()
    preview: dict[str, str] | None = None


def wide_encoding(start: bytes, set_to: str) -> str:
    """Return the encoding of a file whose letters have two or four bytes each; "" for any other.

    Args:
        start: the first four bytes.
        set_to: the encoding that is set; "auto" to find it.
    """
    marked = next((name for mark, name in _MARKS if start.startswith(mark)), "")
    if marked or set_to in _WIDE:
        return marked or set_to
    if len(start) < _LETTERS or set_to != "auto":
        return ""
    zeros = tuple(byte == 0 for byte in start)
    return _ZEROS.get(zeros, "")


def judged(lines: bytes, *, among: tuple[str, ...] = USUAL) -> Judged:
    """Return which encoding lines are written in.

    Args:
        lines: whole lines that are not ASCII and not UTF-8, at most `MOST_BYTES` of them.
        among: the encodings in question, the more usual first.
    """
    texts = {name: text for name in among if (text := _decoded(lines, name)) is not None}
    if not texts:
        return Judged("")
    if only_signs(texts.get("cp1252", "")):
        return Judged("cp1252")
    some = _some_of(lines)
    mess = _mess(some, tuple(texts))
    shares = {name: usual_share(some.decode(name), name) for name in texts}
    scores = {name: share - 0.3 * mess.get(name, 1.0) for name, share in shares.items()}
    if "cp949" in texts and _is_korean(some.decode("cp949")):
        # Chinese characters would hardly all stand where the Korean syllables do
        scores |= {name: scores[name] - _FAR for name in ("gb18030", "big5", "cp874") if name in scores}
    ranked = sorted(texts, key=lambda name: -scores[name])
    best = ranked[0]

    def behind(name: str) -> float:
        # which accents look odd to charset-normalizer says little of languages that it does not know
        values = shares if is_latin(name) and is_latin(best) else scores
        return values[best] - values[name]

    # where the texts are the same, or the letters those of neighbours, the more usual encoding is named
    near = _CLOSE if len({byte for byte in lines if byte > 0x7F}) > _SHOWN - 1 else _FEW_CLOSE
    close = [name for name in ranked if texts[name] != texts[best] and behind(name) < near]
    if close and (native := _of_the_system()) in (best, *close):
        best, close = native, []
    if scores[best] < _LEAST:
        close = [name for name in ranked if texts[name] != texts[best]]
    if rare := _rare(lines, best, texts, shares):
        close = [*rare, *(name for name in close if texts[name] not in rare.values())]
        texts = {**texts, **rare}
    if close:
        close = list(dict.fromkeys(close))[:_SHOWN]
        return Judged(best, tuple(close), _previews({name: texts[name] for name in (best, *close)}))
    best = next(name for name in texts if texts[name] == texts[best])
    return Judged(best, preview={best: preview_of(texts[best])})


def _rare(lines: bytes, best: str, texts: dict[str, str], shares: dict[str, float]) -> dict[str, str]:
    """Return the texts in rarer encodings that may be meant too, the most plausible first.

    Args:
        lines: that are judged.
        best: the most plausible of the usual encodings.
        texts: as the lines are read in these.
        shares: of their letters that are usual.
    """
    found: dict[str, tuple[float, str]] = {}  # by text
    some = _some_of(lines)
    for name in RARE:
        read = _decoded(lines, name)
        if read is None or read == texts[best] or _CONTROLS.search(read):
            continue
        usual = usual_share(some.decode(name), name)
        # of the same share a rarer encoding is meant only where its letters are those of a usual one moved
        is_near = name == _NEIGHBOURS.get(best) and (name != "koi8-r" or _has_many_capitals(texts[best]))
        is_kana = name == "euc-jp" and best not in ("cp932", "cp949") and has_kana(read)
        least = shares[best] - _CLOSE / 2 if is_near or is_kana else shares[best] + _CLOSE
        if usual >= _LEAST and usual > least and (name != "euc-jp" or is_kana):
            found.setdefault(read, (usual, name))
    ranked = sorted(found.items(), key=lambda one: -one[1][0])
    return {name: read for read, (_, name) in ranked[: _SHOWN - 1]}


def _has_many_capitals(text: str) -> bool:
    """Return whether most words are in capitals, as KOI8-R has small letters where cp1251 has these."""
    words = [match[0] for match in WORD.finditer(text) if len(match[0]) > 1 and not match[0].isascii()]
    return 2 * sum(word[1:].isupper() for word in words) > len(words)


def _is_korean(text: str) -> bool:
    """Return whether all letters beyond ASCII are syllables, most of them frequent, and not just two."""
    letters = {letter for letter in text if letter > "\x7f" and letter.isalpha()}
    syllables = all("\uac00" <= letter <= "\ud7a3" for letter in letters)
    return len(letters) >= _SHOWN and syllables and usual_share(text, "cp949") > _HALF


def _some_of(lines: bytes) -> bytes:
    """Return whole lines, or words of long ones, from all over: about `_SOME` bytes of many."""
    if len(lines) <= _SOME:
        return lines
    rows = lines.split(b"\n")
    end = b"\n" if len(rows) > _FEW_LINES else b" "  # neither is the second byte of a letter
    return end.join((rows if end == b"\n" else lines.split(b" "))[:: len(lines) // _SOME + 1]) + b"\n"


def _decoded(lines: bytes, encoding: str) -> str | None:
    try:
        return lines.decode(encoding)
    except UnicodeDecodeError:
        return None


def _mess(lines: bytes, among: tuple[str, ...]) -> dict[str, float]:
    """Return how much of a mess each encoding makes of the lines, from 0 to 1, by charset-normalizer."""
    from charset_normalizer import from_bytes

    found = from_bytes(
        lines,
        cp_isolation=list(among),
        threshold=1.0,
        preemptive_behaviour=False,
        language_threshold=0.0,
    )
    messes: dict[str, float] = {}
    for match in found:
        for name in match.could_be_from_charset:
            messes.setdefault(name, match.chaos)
    return messes


def _of_the_system() -> str:
    """Return the encoding that the language of the system had before UTF-8; "" where that is not known."""
    name = (locale.getlocale()[0] or "").lower()
    language, region = name[:2], name[3:5]
    if language == "zh":
        return "big5" if region in ("tw", "hk", "mo") else "gb18030"
    return _BY_LANGUAGE.get(language, "")


_BY_LANGUAGE = {
    **dict.fromkeys(("ko",), "cp949"),
    **dict.fromkeys(("ja",), "cp932"),
    **dict.fromkeys(("pl", "cs", "sk", "hu", "sl", "hr", "ro"), "cp1250"),
    **dict.fromkeys(("ru", "uk", "bg", "sr", "be", "mk"), "cp1251"),
    **dict.fromkeys(("de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "fi", "is"), "cp1252"),
}


def preview_in(lines: bytes, encoding: str) -> str:
    """Return some of the words of lines in an encoding, for people to see whether it is the right one."""
    return preview_of(lines.decode(encoding, "replace"))


def _previews(texts: dict[str, str]) -> dict[str, str]:
    """Return some words of a text in several encodings, those that differ where they are the same words."""
    words = {name: [match[0] for match in WORD.finditer(text)] for name, text in texts.items()}
    if len({len(some) for some in words.values()}) > 1:
        return {name: preview_of(text) for name, text in texts.items()}
    places = [at for at, some in enumerate(zip(*words.values(), strict=True)) if len(set(some)) > 1]
    return {
        name: " ".join(list(dict.fromkeys(some[at] for at in places))[:_SHOWN])
        for name, some in words.items()
    }


def preview_of(text: str) -> str:
    """Return some of the words that are not ASCII, for people to compare."""
    words = [match[0] for match in WORD.finditer(text) if not match[0].isascii()]
    return " ".join(list(dict.fromkeys(words))[:_SHOWN])
