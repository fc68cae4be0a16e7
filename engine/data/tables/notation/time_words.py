"""Words and signs in written times, and what they are replaced by before a format is looked for.

Names of months and days, "AM" and "오후" are replaced, as their names in `strptime` depend on the language of
the system; weeks, quarters and halves of a year become the day on which they begin. What is left is read in
`time_formats`.
"""

from __future__ import annotations

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONG = ("uary", "ruary", "ch", "il", "", "e", "y", "ust", "t?(?:ember)?", "ober", "ember", "ember")
_NO_LETTER = r"(?![^\W\d_])"
_FIRST_LETTER = r"(?<![^\W\d_])"
MONTH_NAMES = tuple(
    (rf"(?i){_FIRST_LETTER}{short}(?:{rest})?{_NO_LETTER}\.?", f"{number}月")
    for number, (short, rest) in enumerate(zip(_MONTHS, _LONG, strict=True), start=1)
)
"""Replacements of the English names of the months; the sign marks the number as a month."""
_OTHERS = (
    "januar|jänner|janvier|janv|enero|ene|gennaio|gen|janeiro|januari",
    "februar|février|févr|fév|febrero|febbraio|fevereiro|fev|februari",
    "märz|mär|mrz|mars|marzo|março|maart|mrt",
    "avril|avr|abril|abr|aprile",
    "mai|mayo|maggio|mag|maio|mei",
    "juni|juin|junio|giugno|giu|junho",
    "juli|juillet|juil|julio|luglio|lug|julho",
    "août|agosto|ago|augustus",
    "septembre|septiembre|settembre|set|setembro",
    "oktober|okt|octobre|octubre|ottobre|ott|outubro|out",
    "novembre|noviembre|novembro",
    "dezember|dez|décembre|déc|diciembre|dic|dicembre|dezembro",
)
OTHER_MONTH_NAMES = (
    *(
        (rf"(?i){_FIRST_LETTER}(?:{names}){_NO_LETTER}\.?", f"{number}月")
        for number, names in enumerate(_OTHERS, start=1)
    ),
    (r"(?i)\s+del?\s+", " "),
)
"""Replacements of names of the months in German, French, Spanish, Italian, Portuguese and Dutch."""
DAY_NAMES = (
    r"(?i)\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b[.,]?\s*"
    r"|\s*[(\uff08][월화수목금토일月火水木金土](?:요일|曜日?)?[)\uff09]|[월화수목금토일]요일\s*"
)
"""What names a day of the week; it says nothing new."""
HALF_DAYS = (
    (r"(?i)오전|上午|午前|(?<![a-z])a\.?m\b\.?", "AM"),
    (r"(?i)오후|下午|午後|(?<![a-z])p\.?m\b\.?", "PM"),
)
"""Replacements of what says which half of a day is meant."""
_YEAR_FIRST = r"(?i)^(\d{{4}})년?[\s/.-]*(?:{0})$"
_YEAR_LAST = r"(?i)^(?:{0})[\s/-]*(\d{{4}})년?$"
_SHORT_YEAR = r"(?i)^(?:{0}Q'?|Q{0}')(\d{{2}})$"
PARTS_OF_YEARS = tuple(
    (form.format(names), put)
    for month, names in (
        *((3 * number - 2, rf"Q{number}|{number}Q|제?{number}\s?/?\s?4?분기") for number in range(1, 5)),
        (1, "H1|1H|상반기"),
        (7, "H2|2H|하반기"),
    )
    for form, put in ((_YEAR_FIRST, rf"\g<1>-{month:02}"), (_YEAR_LAST, rf"\g<1>-{month:02}"))
)
"""Replacements of quarters and halves of a year by their first month."""
SHORT_QUARTERS = (
    *((_SHORT_YEAR.format(number), rf"{3 * number - 2}月'\g<1>") for number in range(1, 5)),
    *((rf"^(\d{{4}})[.\s]+{number}/4$", rf"\g<1>-{3 * number - 2:02}") for number in range(1, 5)),
)
"""Replacements of quarters such as 1Q24 and 2024.1/4."""
WEEKS = (
    (r"(?i)^(\d{4})[\s-]?W(\d{2})-?([1-7])$", r"\1-W\2-\3"),
    (r"(?i)^(\d{4})(?:년\s*|[\s/-]*)(?:W|KW|CW|제)\s*(\d{1,2})(?:주차?)?$", r"\1-W\2-1"),
    (r"^(\d{4})(?:년\s*|[\s/.-]+)(\d{1,2})주차?$", r"\1-W\2-1"),
    (r"(?i)^(?:KW|CW|W|week|woche)\s*(\d{1,2})[\s/.,-]+(\d{4})$", r"\2-W\1-1"),
)
"""Replacements of weeks, which are those of ISO 8601, by their Monday."""
ZONES = (
    (r"(?i)\s*(?:\bUTC|\bGMT|Z)$", "+0000"),
    (r"(?i)\s*(?:\(?(?:KST|JST)\)?|Asia/(?:Seoul|Tokyo))$", "+0900"),
    *(
        (rf"(?<=\d)\s*\(?{name}\)?$", offset)
        for name, offset in (
            ("EST", "-0500"), ("EDT", "-0400"), ("PST", "-0800"), ("PDT", "-0700"), ("CET", "+0100"),
            ("CEST", "+0200"),
        )
    ),
    (r"(:\d{2}(?:\.\d+)?)([+-]\d{2})$", r"\1\g<2>00"),
    (r"\s+([+-]\d{2}:?\d{2})$", r"\1"),
)  # fmt: skip
"""Replacements of names of time zones by what they add to UTC."""
_DAY = r"\d{8}|\d+\D\d+\D\d+\.?"
CLOCKS = (
    (r"^(\d{1,2})([A-Za-z]{3})(\d{4}|\d{2})(?!\d)", r"\1-\2-\3"),
    (r"^\[?(\d{1,2}[/-][A-Za-z]{3}[/-]\d{4}):(?=\d{1,2}:\d{2})", r"\1 "),
    (r"\]$", ""),
    (r"(?i)(\d)(?:st|nd|rd|th)\b", r"\1"),
    (r"(?i)\s*uhr$", ""),
    (r"(?i)(\d)\s?h\s?(?=\d{2}(?:$|\D))", r"\1:"),
    (r"(\d{4}\.?,?\s+\d{1,2})\.(\d{2})$", r"\1:\2"),
    (r"^(\d{8})T(\d{2})(\d{2})(\d{2})", r"\1T\2:\3:\4"),
    (rf"^({_DAY})\s(\d{{2}})(\d{{2}})$", r"\1 \2:\3"),
    (rf"^({_DAY})\s(\d{{2}})(\d{{2}})(\d{{2}})$", r"\1 \2:\3:\4"),
)
"""Replacements of other ways to write a clock, of dates such as 09FEB2024, and of the ending of "9th"."""
MIDNIGHT = (r"(?<![\d:.,])24(?=:00(?::00)?(?:[.,]0+)?(?![\d:])|시(?!\s*\d*[1-9]))", "00")
"""The replacement of the hour 24, which is the midnight at the end of a day."""
