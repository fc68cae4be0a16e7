"""What means that a value is missing: the usual signs in numbers and times, and what a person has set.

In text only the empty cell is missing: "NA" may be a country, and "none" an answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

USUAL_SIGNS = frozenset(
    [
        "", "-", "--", "---", "–", "—", ".", "..", "...", "…", "?", "na", "n/a", "n.a.", "n.a", "#n/a", "#na",
        "#n/a n/a", "<na>", "nan", "-nan", "null", "(null)", "nil", "none", "\\n", "missing", "#div/0!",
        "#value!", "#ref!", "#null!", "#num!", "#name?", "1.#ind", "-1.#ind", "1.#qnan", "-1.#qnan", "없음",
        "결측", "결측치", "자료없음", "해당없음", "미상", "無", "なし", "欠測", "无", "缺失", "k.a.", "n.d.",
        "nicht verfügbar", "s/d", "nd", "nat",
    ]
)  # fmt: skip
"""Signs for a missing number or time, in small letters and without spaces around them."""
EVERY_COLUMN = "*"
_LONGEST = 24


def is_usual_sign(text: str) -> bool:
    """Return whether a cell means missing in a column of numbers or times."""
    if len(text) > _LONGEST or text[:1].isdigit():
        return False  # most cells, at little cost
    return text.strip().casefold() in USUAL_SIGNS


def signs_for(name: str, settings: Mapping[str, str]) -> frozenset[str]:
    """Return what a person has set to mean missing in a column, besides the empty cell.

    Args:
        name: of the column.
        settings: `data.missing_signs`, signs with commas between them by column, or for `EVERY_COLUMN`.
    """
    texts = [settings.get(name, ""), settings.get(EVERY_COLUMN, "")]
    return frozenset(sign for text in texts for part in text.split(",") if (sign := part.strip()))
