"""How plausible a text is in an encoding: whether its letters are those of one language, in words.

A wrong encoding makes of most words others that no language has: letters of several languages, no vowel,
capitals inside, a sign where a letter was. Which encoding is taken is decided in `encodings`.
"""

from __future__ import annotations

import re
import unicodedata

WORD = re.compile(r"[^\W\d_]+")
"""A word of any script."""
_ANYWHERE = frozenset("°µ²³€§…–—\u2018\u2019“”„«»½¼¾×±·•¿¡\xa0\xb4™©®ºª")
_BETWEEN_LETTERS = frozenset("\u2019–—·\xa0")
_BEHIND_LETTERS = frozenset("\u2018\u2019“”«»…™©®²³ªº:")
_BEFORE_LETTERS = frozenset("\u2018\u2019“”«»…")
"""Quotation marks stand on either side, in one language or another."""
_BESIDE_NUMBERS = frozenset("£¥¢")
_A_FIFTH, _SHORT = 5, 3
_WESTERN = {
    "de": "äöüß",
    "fr": "àâçéèêëîïôœùû",
    "es": "áéíñóúü",
    "pt": "ãáàâçéêíóôõú",
    "it": "àèéìòù",
    "sv": "åäöé",
    "da": "æøåé",
    "is": "áéíóúýþæöð",
    "nl": "éëïóöü",
    "et": "äöõü",
}
_CENTRAL = {
    "pl": "ąćęłńóśźż",
    "cs": "áčďéěíňóřšťúůýž",
    "sk": "áäčďéíľňóôšťúýž",
    "hu": "áéíóöőúüű",
    "hr": "čćšžđ",
    "ro": "ăâîşţ",
    "de": "äöüß",
}
_CYRILLIC = re.compile(r"[\u0401-\u045f\u0490\u0491]+")
_CYRILLIC_VOWELS = frozenset("аеёиоуыэюяіїє")
_NO_WORD = re.compile(r"(?i)^[ьъый]|[^аеёиоуыэюяіїєъ]й|[ьъ]{2}|[^аеёиоуыэюяіїєйьъ]{6}")
"""What no Slavic word has: signs and й where they cannot stand, six consonants."""
_GREEK = re.compile(r"[\u0386-\u038f\u0391-\u03af\u03b1-\u03ce]+")
_HEBREW = re.compile(r"[\u05d0-\u05ea]+")
_ARABIC = re.compile(r"[\u0621-\u064a\u067e\u0686\u0688\u0691\u0698\u06a9\u06af\u06ba\u06be\u06c1\u06d2]+")
_THAI = re.compile(r"[\u0e00-\u0e7f]+")
_THAI_MARKS = re.compile(r"[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
_FREQUENT_ARABIC = frozenset("اليمنوربتةهدعس")
_RARE_THAI = frozenset("ฅฆฌฎฏฐฑฒฤฦฬ")
_NEVER_FIRST, _NEVER_LAST = frozenset("ะาำๅๆ"), frozenset("เแโใไ")
_MOST, _A_TENTH = 0.6, 0.1
_CONSONANTS = re.compile(r"[bcdfghjklmnpqrstvwxz]{6}")
_LATIN: dict[str, dict[str, str]] = {
    **dict.fromkeys(("cp1252", "cp850", "mac-roman"), _WESTERN),
    **dict.fromkeys(("cp1250", "iso8859-2", "cp852"), _CENTRAL),
    "cp1254": {"tr": "çğ\u0131öşüâîi̇"},
    "cp1257": {"lt": "ąčęėįšųūž", "lv": "āčēģīķļņšūž", "et": "äöõüšž"},
}
_FIRST_LEVELS = {
    "cp949": (0xB0A1, 0xC8FE),
    "cp932": (0x889F, 0x9872),
    "gb18030": (0xB0A1, 0xD7F9),
    "big5": (0xA440, 0xC67E),
}
"""Where the more frequent characters of an encoding stand, in two bytes."""


def usual_share(text: str, encoding: str) -> float:
    """Return the share of the characters beyond ASCII that are usual in what is written in an encoding.

    Args:
        text: as it is read in the encoding.
        encoding: as Python names it.
    """
    words = [word for match in WORD.finditer(text) if not (word := match[0].strip("µ")).isascii()]
    total = sum(len(_others(word)) for word in words)
    usual = float(_usual_in(words, text, encoding))
    for at, sign in enumerate(text):
        if sign <= "\x7f" or (sign.isalpha() and sign not in _ANYWHERE) or unicodedata.combining(sign):
            continue
        if encoding == "cp874" and _THAI_MARKS.match(sign):
            continue
        total += 1
        usual += _is_usual_sign(sign, text[max(at - 1, 0) : at], text[at + 1 : at + 2])
    return usual / total if total else 0.0


def only_signs(text: str) -> bool:
    """Return whether all that is not ASCII are single signs, such as that of degrees."""
    opened = sum(text.count(sign) for sign in "“„«»")
    if "”" in text and not opened:
        return False  # an ö of DOS
    return bool(text) and all(
        sign in _ANYWHERE
        and text[at + 1 : at + 2].isascii()
        and _is_usual_sign(sign, text[max(at - 1, 0) : at], text[at + 1 : at + 2])
        for at, sign in enumerate(text)
        if sign > "\x7f"
    )


def has_kana(text: str) -> bool:
    """Return whether a fifth of the letters beyond ASCII, as in any Japanese text, are kana."""
    letters = [letter for letter in text if letter > "\x7f" and letter.isalpha()]
    return _A_FIFTH * sum("\u3040" <= letter <= "\u30ff" for letter in letters) > len(letters)


def is_latin(encoding: str) -> bool:
    """Return whether an encoding is one of letters with accents."""
    return encoding in _LATIN


def _others(word: str) -> list[str]:
    return [letter for letter in word if letter > "\x7f"]


def _is_usual_sign(sign: str, before: str, behind: str) -> bool:
    if sign not in _BETWEEN_LETTERS:
        if before.isalpha() and (behind.isalpha() or sign not in _BEHIND_LETTERS):
            return False
        if behind.isalpha() and sign in _BEHIND_LETTERS - _BEFORE_LETTERS:
            return False
    return (
        sign in _ANYWHERE
        or (sign in _BESIDE_NUMBERS and not before.isalpha() and not behind.isalpha())
        or "\u3000" <= sign <= "\u303f"
        or "\uff01" <= sign <= "\uff5e"
    )


def _usual_in(words: list[str], text: str, encoding: str) -> float:
    """Return how many of the letters beyond ASCII are usual."""
    if encoding in _LATIN:
        return _of_one_language([word for word in words if _is_latin_word(word)], _LATIN[encoding])
    if encoding == "cp874":
        marks = [match.start() for match in _THAI_MARKS.finditer(text)]
        wrong = sum(not _THAI.fullmatch(text[max(at - 1, 0) : at]) for at in marks)
        wrong += sum(word[0] in _NEVER_FIRST or word[-1] in _NEVER_LAST for word in words)
        letters = "".join(words)
        if sum(letter in _RARE_THAI for letter in letters) > _A_TENTH * len(letters):
            return 0
        return sum(len(word) for word in words if _THAI.fullmatch(word)) - 2 * wrong
    test = _BY_SCRIPT.get(encoding)
    if test is not None:
        letters = "".join(words)
        if encoding == "cp1256" and sum(letter in _FREQUENT_ARABIC for letter in letters) < _MOST * len(
            letters
        ):
            return 0
        return sum(len(word) for word in words if test(word))
    return sum(_usual_characters(word, encoding) for word in words)


def _of_one_language(words: list[str], languages: dict[str, str]) -> float:
    """Return how many accents the language has that has most of them; those of any count half.

    A letter that none has is rare in what people write, as its encoding is made for these languages.
    """
    letters = [letter for word in words for letter in _others(word.lower())]
    most = max(sum(letter in alphabet for letter in letters) for alphabet in languages.values())
    whole = frozenset("".join(languages.values()))
    of_any = sum(letter in whole for letter in letters)
    foreign = _A_TENTH * len(letters) if of_any < len(letters) else 0.0
    return (most + of_any) / 2 - foreign


def _is_latin_word(word: str) -> bool:
    """Return whether letters may be a word: with a vowel, without capitals inside."""
    others = _others(word)
    if _has_capitals_inside(word) or len(word) == len(others) > 1:
        return False
    plain = "".join(unicodedata.normalize("NFD", letter)[0] for letter in word.lower())
    return len(word) == 1 or (
        any(letter in "aeiouyæøœ\u0131" for letter in plain) and not _CONSONANTS.search(plain)
    )


def _has_capitals_inside(word: str) -> bool:
    return any(letter.isupper() for letter in word[1:]) and not word.isupper()


def _is_slavic(word: str) -> bool:
    if not _CYRILLIC.fullmatch(word) or _has_capitals_inside(word):
        return False
    small = word.lower()
    has_vowel = len(word) == 1 or any(letter in _CYRILLIC_VOWELS for letter in small)
    return (has_vowel or word.isupper() or "\u0440" in small or "ъ" in small) and not _NO_WORD.search(small)


def _is_greek(word: str) -> bool:
    """Return whether letters may be a word: it ends as they do, and a long one has one accent."""
    small = word.lower()
    accents = sum(letter in "άέήίόύώ" for letter in small)
    ends = "ς" not in word[:-1] and small[-1] in "αεηιουωάέήίόύώϊϋνςρξψ"
    accented = accents == 1 or (accents == 0 and (len(word) <= _SHORT or word.isupper()))
    return bool(_GREEK.fullmatch(word)) and not _has_capitals_inside(word) and accented and ends


def _is_hebrew(word: str) -> bool:
    return bool(_HEBREW.fullmatch(word)) and not any(letter in "ךםןףץ" for letter in word[:-1])


def _is_arabic(word: str) -> bool:
    return bool(_ARABIC.fullmatch(word)) and "ة" not in word[:-1] and "ى" not in word[:-1]


_BY_SCRIPT = {
    **dict.fromkeys(("cp1251", "koi8-r", "koi8-u", "cp866", "iso8859-5"), _is_slavic),
    "cp1253": _is_greek,
    "cp1255": _is_hebrew,
    "cp1256": _is_arabic,
}


def _usual_characters(word: str, encoding: str) -> int:
    others = _others(word)
    plain = len(word) - len(others)
    if encoding == "cp949" and any(not "\uac00" <= letter <= "\ud7a3" for letter in others):
        return 0  # who writes Korean seldom mixes Chinese characters into a word
    if len(others) == 1 and any(letter.islower() for letter in word if letter <= "\x7f"):
        return 0  # an accent that has become a character
    halves = sum("\uff66" <= letter <= "\uff9f" for letter in others)
    if encoding == "cp932" and halves:
        return 3 * halves // 4 if not plain else 0  # half-width letters are rare but for old machines
    kana = encoding in ("cp932", "euc-jp")
    return sum(
        (kana and "\u3040" <= letter <= "\u30ff") or _is_frequent(letter, encoding) for letter in others
    )


def _is_frequent(letter: str, encoding: str) -> bool:
    known = "cp932" if encoding == "euc-jp" else encoding
    raw = letter.encode(known, "replace")
    low, high = _FIRST_LEVELS[known]
    frequent = len(raw) == 2 and low <= int.from_bytes(raw, "big") <= high
    return frequent and (raw[1] >= 0xA1 or known in ("cp932", "big5"))
