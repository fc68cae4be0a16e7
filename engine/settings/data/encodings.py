"""The encodings that can be chosen for files of text: those that systems of all countries have written.

The names are those of Python, so that a script has them as they are. Which of them a file is found to be in
is decided in `engine.data.reading`.
"""

from __future__ import annotations

from typing import Literal

Encoding = Literal[
    "auto", "utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "iso8859-1", "iso8859-15",
    "mac-roman", "cp437", "cp850", "cp949", "euc-kr", "johab", "cp932", "euc-jp", "iso2022-jp", "gb18030",
    "hz", "big5", "big5hkscs", "cp1250", "iso8859-2", "cp852", "cp1251", "koi8-r", "koi8-u", "iso8859-5",
    "cp866", "cp1253", "iso8859-7", "cp1254", "iso8859-9", "cp1255", "cp1256", "cp1257", "cp1258", "cp874",
]  # fmt: skip
ENCODING_TITLES: dict[str, str] = {
    "auto": "Found from the file",
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16, little-endian without a mark",
    "utf-16-be": "UTF-16, big-endian without a mark",
    "utf-32": "UTF-32",
    "cp1252": "Western European (cp1252)",
    "iso8859-1": "Western European (ISO 8859-1, Latin-1)",
    "iso8859-15": "Western European (ISO 8859-15, Latin-9)",
    "mac-roman": "Western European (Mac Roman)",
    "cp437": "Western European (cp437, DOS)",
    "cp850": "Western European (cp850, DOS)",
    "cp949": "Korean (cp949)",
    "euc-kr": "Korean (EUC-KR)",
    "johab": "Korean (Johab)",
    "cp932": "Japanese (cp932, Shift JIS)",
    "euc-jp": "Japanese (EUC-JP)",
    "iso2022-jp": "Japanese (ISO-2022-JP)",
    "gb18030": "Chinese, simplified (gb18030)",
    "hz": "Chinese, simplified (HZ)",
    "big5": "Chinese, traditional (big5)",
    "big5hkscs": "Chinese, traditional (Big5-HKSCS)",
    "cp1250": "Central European (cp1250)",
    "iso8859-2": "Central European (ISO 8859-2)",
    "cp852": "Central European (cp852, DOS)",
    "cp1251": "Cyrillic (cp1251)",
    "koi8-r": "Cyrillic (KOI8-R)",
    "koi8-u": "Cyrillic (KOI8-U)",
    "iso8859-5": "Cyrillic (ISO 8859-5)",
    "cp866": "Cyrillic (cp866, DOS)",
    "cp1253": "Greek (cp1253)",
    "iso8859-7": "Greek (ISO 8859-7)",
    "cp1254": "Turkish (cp1254)",
    "iso8859-9": "Turkish (ISO 8859-9)",
    "cp1255": "Hebrew (cp1255)",
    "cp1256": "Arabic (cp1256)",
    "cp1257": "Baltic (cp1257)",
    "cp1258": "Vietnamese (cp1258)",
    "cp874": "Thai (cp874)",
}
