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

USUAL = ("cp1252", "cp949", "cp932", "gb18030", "big5", "cp1250", "cp1251")
"""The encodings among which is judged; `engine.settings.data.encodings` has all that can be chosen."""
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
_LETTERS = 4
_ZEROS: dict[tuple[bool, ...], str] = {
    (False, True, False, True): "utf-16-le",
    (True, False, True, False): "utf-16-be",
    (False, True, True, True): "utf-32-le",
    (True, True, True, False): "utf-32-be",
}
"""Which of the first bytes are 0 where these are letters of ASCII without a mark before them."""
_CLOSE = 0.08
_FEW_CLOSE = 0.5  # one letter says little
_FAR = 0.2
_LEAST = 0.75
_HALF = 0.5
_A_FIFTH = 5
_SHOWN = 3
_WORD = re.compile(r"[^\W\d_]+")
_WESTERN = frozenset("äöüßÄÖÜéèêëÉÈÊáàâãåÁÀÂÃÅæÆçÇñÑóòôõøÓÔÕØúùûÚíìîïÍÎœŒýÿðþÐÞºª")
_CENTRAL = frozenset("ąćęłńóśźżĄĆĘŁŃÓŚŹŻáčďéěíňřšťúůýžÁČĎÉĚÍŇŘŠŤÚŮÝŽöüőűÖÜŐŰäÄôľĽßăâîşţĂÂÎŞŢđĐ")
_LATIN = {"cp1252": _WESTERN, "cp1250": _CENTRAL}
_ANYWHERE = frozenset("°µ²³€§…–—\u2018\u2019“”„«»½¼¾×±·•¿¡\xa0\xb4™©®")
_BETWEEN_LETTERS = frozenset("\u2019–—·\xa0")
_BESIDE_NUMBERS = frozenset("£¥¢")


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
    if _only_signs(texts.get("cp1252", "")):
        return Judged("cp1252")
    mess = _mess(lines, tuple(texts))
    scores = {name: _usual_share(text, name) - 0.3 * mess.get(name, 1.0) for name, text in texts.items()}
    if _is_korean(texts.get("cp949", "")):
        # Chinese characters would hardly all stand where the Korean syllables do
        scores |= {name: scores[name] - _FAR for name in ("gb18030", "big5") if name in scores}
    ranked = sorted(texts, key=lambda name: -scores[name])
    best = ranked[0]
    # where the texts are the same, or the letters those of neighbours, the more usual encoding is named
    near = _CLOSE if len({byte for byte in lines if byte > 0x7F}) > _SHOWN - 1 else _FEW_CLOSE
    close = [name for name in ranked if scores[best] - scores[name] < near and texts[name] != texts[best]]
    if close and (native := _of_the_system()) in (best, *close):
        best, close = native, []
    if {best, *close} <= {"cp1252", "cp1250"}:
        best, close = next(name for name in texts if name in (best, *close)), []
    if scores[best] < _LEAST:
        close = [name for name in ranked if texts[name] != texts[best]]
    if rare := _rare(lines, best, texts[best]):
        texts, close = {**texts, **rare}, [*rare, *close]
    if close:
        close = close[: _SHOWN - 1]
        return Judged(best, tuple(close), {name: preview_of(texts[name]) for name in (best, *close)})
    best = next(name for name in texts if texts[name] == texts[best])
    return Judged(best, preview={best: preview_of(texts[best])})


def _rare(lines: bytes, best: str, text: str) -> dict[str, str]:
    """Return the texts in rarer encodings that may be meant too: EUC-JP, and KOI8-R beside capitals alone.

    KOI8-R has small letters where cp1251 has capitals, and the other way round.
    """
    japanese = _decoded(lines, "euc-jp") if best not in ("cp932", "cp949") else None
    letters = [letter for letter in japanese or "" if letter > "\x7f" and letter.isalpha()]
    if japanese and _A_FIFTH * sum("\u3040" <= letter <= "\u30ff" for letter in letters) > len(letters):
        return {"euc-jp": japanese}
    words = [match[0] for match in _WORD.finditer(text) if len(match[0]) > 1 and not match[0].isascii()]
    russian = _decoded(lines, "koi8-r") if best == "cp1251" else None
    if russian and 2 * sum(word[1:].isupper() for word in words) > len(words):
        return {"koi8-r": russian}
    return {}


def _only_signs(text: str) -> bool:
    """Return whether all that is not ASCII are single signs, such as that of degrees."""
    return bool(text) and all(
        sign in _ANYWHERE and text[at + 1 : at + 2].isascii() for at, sign in enumerate(text) if sign > "\x7f"
    )


def _is_korean(text: str) -> bool:
    """Return whether all letters beyond ASCII are syllables, most of them frequent, and not just two."""
    letters = {letter for letter in text if letter > "\x7f" and letter.isalpha()}
    syllables = all("\uac00" <= letter <= "\ud7a3" for letter in letters)
    return len(letters) >= _SHOWN and syllables and _usual_share(text, "cp949") > _HALF


def _decoded(lines: bytes, encoding: str) -> str | None:
    try:
        return lines.decode(encoding)
    except UnicodeDecodeError:
        return None


def _mess(lines: bytes, among: tuple[str, ...]) -> dict[str, float]:
    """Return how much of a mess each encoding makes of the lines, from 0 to 1, by charset-normalizer."""
    from charset_normalizer import from_bytes

    found = from_bytes(
        lines[:65_536],
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


def _usual_share(text: str, encoding: str) -> float:
    """Return the share of the characters beyond ASCII that are usual in what is written in an encoding."""
    total = usual = 0
    for match in _WORD.finditer(text):
        word = match[0].strip("µ")
        others = [letter for letter in word if letter > "\x7f"]
        if others:
            total += len(others)
            usual += _usual_letters(word, others, encoding)
    for at, sign in enumerate(text):
        if sign <= "\x7f" or (sign.isalpha() and sign not in _ANYWHERE):
            continue
        total += 1
        before, behind = text[max(at - 1, 0) : at], text[at + 1 : at + 2]
        inside = before.isalpha() and behind.isalpha() and sign not in _BETWEEN_LETTERS
        usual += not inside and (
            sign in _ANYWHERE
            or (sign in _BESIDE_NUMBERS and not before.isalpha() and not behind.isalpha())
            or "\u3000" <= sign <= "\u303f"
            or "\uff01" <= sign <= "\uff5e"
        )
    return usual / total if total else 0.0


def _usual_letters(word: str, others: list[str], encoding: str) -> int:
    """Return how many of the letters beyond ASCII of a word are usual."""
    plain = len(word) - len(others)
    if encoding in _LATIN:
        return _usual_accents(word, others, _LATIN[encoding])
    if encoding == "cp1251":
        mixed = plain or _has_capitals_inside(word)
        return 0 if mixed else sum("\u0400" <= letter <= "\u04ff" for letter in others)
    if encoding == "cp949" and any(not "\uac00" <= letter <= "\ud7a3" for letter in others):
        return 0  # who writes Korean seldom mixes Chinese characters into a word
    halves = sum("\uff66" <= letter <= "\uff9f" for letter in others)
    if encoding == "cp932" and halves:
        return 3 * halves // 4 if not plain else 0  # half-width letters are rare but for old machines
    kana = encoding == "cp932"
    return sum(
        (kana and "\u3040" <= letter <= "\u30ff") or _first_level(letter, encoding) for letter in others
    )


def _has_capitals_inside(word: str) -> bool:
    return any(letter.isupper() for letter in word[1:]) and not word.isupper()


def _usual_accents(word: str, others: list[str], letters: frozenset[str]) -> int:
    if len(word) == len(others) > 1:
        return 0  # a word of accents alone is one of another script
    if _has_capitals_inside(word):
        return 0
    return sum(letter in letters for letter in others)


_FIRST_LEVELS = {
    "cp949": (0xB0A1, 0xC8FE),
    "cp932": (0x889F, 0x9872),
    "gb18030": (0xB0A1, 0xD7F9),
    "big5": (0xA440, 0xC67E),
}
"""Where the more frequent characters of an encoding stand, in two bytes."""


def _first_level(letter: str, encoding: str) -> bool:
    raw = letter.encode(encoding, "replace")
    low, high = _FIRST_LEVELS[encoding]
    frequent = len(raw) == 2 and low <= int.from_bytes(raw, "big") <= high
    return frequent and (raw[1] >= 0xA1 or encoding in ("cp932", "big5"))


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
    **dict.fromkeys(("en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "fi", "is"), "cp1252"),
}


def preview_in(lines: bytes, encoding: str) -> str:
    """Return some of the words of lines in an encoding, for people to see whether it is the right one."""
    return preview_of(lines.decode(encoding, "replace"))


def preview_of(text: str) -> str:
    """Return some of the words that are not ASCII, for people to compare."""
    words = [match[0] for match in _WORD.finditer(text) if not match[0].isascii()]
    return " ".join(list(dict.fromkeys(words))[:_SHOWN])
