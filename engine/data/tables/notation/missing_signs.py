"""What means that a value is missing: the usual signs in numbers and times, and what a person has set.

In text only the empty cell is missing: "NA" may be a country, and "none" an answer.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np

from engine.data.problems import noted
from engine.language import tr

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from engine.message import Sentence

_SIGNS = frozenset(
    [
        "", "-", "--", "---", "–", "—", ".", "..", "...", "…", "?", "na", "n/a", "n.a.", "n.a", "#n/a",
        "#na", "#n/a n/a", "<na>", "nan", "-nan", "null", "(null)", "nil", "none", "\\n", "missing",
        "#div/0!", "#value!", "#ref!", "#null!", "#num!", "#name?", "1.#ind", "-1.#ind", "1.#qnan",
        "-1.#qnan", "없음", "결측", "결측치", "자료없음", "해당없음", "미상", "無", "なし", "欠測",
        "无", "缺失", "k.a.", "n.d.", "nicht verfügbar", "s/d", "nd", "nat",
    ]
)  # fmt: skip
_ANSWERS = frozenset(
    [
        "tbd", "tba", "no answer", "no response", "non response", "non-response", "nonresponse",
        "not answered", "unanswered", "refused", "refusal", "declined", "refused to answer",
        "prefer not to say", "prefer not to answer", "don't know", "don\u2019t know", "dont know",
        "do not know", "dk", "dk/na", "dk/ra", "not sure", "unknown", "unk", "not known",
        "not available", "not applicable", "not recorded", "not measured", "no data", "no value",
        "invalid", "not reported", "not specified", "unspecified", "응답없음", "응답 없음", "무응답",
        "미응답", "비응답", "응답거절", "응답 거절", "응답거부", "응답 거부", "거절", "모름", "잘모름",
        "잘 모름", "알수없음", "알 수 없음", "모름/무응답", "무응답/모름", "모름·무응답", "해당 없음",
        "해당사항없음", "해당사항 없음", "해당 사항 없음", "비해당", "결측값", "누락", "자료 없음",
        "데이터없음", "데이터 없음", "값없음", "값 없음", "미측정", "측정불가", "측정 불가", "미입력",
        "미기재", "미정", "미확인", "확인불가", "확인 불가", "불명", "불상", "無回答", "回答なし",
        "不明", "わからない", "該当なし", "未回答", "データなし", "未知", "不详", "不詳", "无数据",
        "拒绝回答", "不适用", "keine angabe", "keine antwort", "unbekannt", "weiss nicht",
        "sans réponse", "inconnu", "sin respuesta", "no contesta", "ns/nc", "desconocido",
    ]
)  # fmt: skip
"""What who was asked has said, or nobody has measured."""
USUAL_SIGNS = _SIGNS | _ANSWERS
"""Signs and answers for a missing number or time, in small letters and without spaces around them."""
_CODES = frozenset(sign * float("9" * digits) for digits in range(2, 8) for sign in (-1, 1))
EVERY_COLUMN = "*"
SETTING = "data.missing_signs"
_LONGEST = 24


def is_usual_sign(text: str) -> bool:
    """Return whether a cell means missing in a column of numbers or times."""
    if len(text) > _LONGEST or text[:1].isdigit():
        return False  # most cells, at little cost
    return text.strip().casefold() in USUAL_SIGNS


def code_in(values: NDArray[np.generic]) -> tuple[float, int]:
    """Return a number such as -999 that may stand for a missing value, and how often it occurs.

    Args:
        values: (rows,) of numbers, NaN where missing.

    Returns:
        (0, 0) where none stands apart from all other values by more than these differ.
    """
    numbers = np.asarray(values, np.float64)
    numbers = numbers[np.isfinite(numbers)]
    for code in (float(numbers.min()), float(numbers.max())) if len(numbers) else ():
        if code in _CODES:
            others = numbers[numbers != code]
            count = len(numbers) - len(others)
            if len(others) and 1 < count < len(others) and np.abs(others - code).min() > np.ptp(others) > 0:
                return code, count
    return 0.0, 0


def signs_for(name: str, settings: Mapping[str, str]) -> frozenset[str]:
    """Return what a person has set to mean missing in a column, besides the empty cell.

    Args:
        name: of the column.
        settings: `data.missing_signs`, signs with commas between them by column, or for `EVERY_COLUMN`.
    """
    texts = [settings.get(name, ""), settings.get(EVERY_COLUMN, "")]
    return frozenset(sign for text in texts for part in text.split(",") if (sign := part.strip()))


def means_missing(
    name: str, signs: Sequence[str], *, settings: Mapping[str, str]
) -> tuple[Sentence, str] | None:
    """Return the change of settings after which texts or numbers of a column mean that a value is missing.

    Args:
        name: of the column.
        signs: the texts or numbers as they are written.
        settings: what is set already, by column.

    Returns:
        The text of its button, and the assignment. None where a sign has a comma, which stands between signs.
    """
    if any("," in sign for sign in signs):
        return None
    every = ", ".join(filter(None, (settings.get(name, ""), *signs)))
    title = tr("{sign!r} means missing in {column}", sign=", ".join(signs), column=name)
    return title, f"{SETTING}={json.dumps({**settings, name: every}, ensure_ascii=False)}"


def code_notes(columns: Mapping[str, pd.Series], settings: Mapping[str, str]) -> list[str]:
    """Return which numbers may stand for a missing value.

    Args:
        columns: by name.
        settings: what is set to mean missing, by column.
    """
    found = {name: code_in(one.to_numpy()) for name, one in columns.items() if one.dtype.kind in "if"}
    return [
        noted(
            tr(
                "Column {name}: {code} ({count:,}) lies far from all other values; say under Missing signs if"
                " it means missing.",
                name=name,
                code=f"{code:g}",
                count=count,
            ),
            SETTING,
            cure=means_missing(name, (f"{code:g}",), settings=settings),
        )
        for name, (code, count) in found.items()
        if count
    ]
