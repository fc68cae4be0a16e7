"""What was not answered or not measured is missing in numbers and dates, and text in categories."""

import pandas as pd
import pytest

from engine.data.tables.notation.parse import parse_columns
from engine.data.tables.notation.written import Written

ANSWERS = [
    *("응답없음", "무응답", "모름", "모름/무응답", "해당없음", "해당 없음", "결측", "미응답", "응답 거절"),
    *(
        "no answer",
        "No response",
        "Refused",
        "don't know",
        "Don\u2019t know",
        "DK",
        "not applicable",
        "unknown",
    ),
    *("無回答", "不详", "weiß nicht", "NS/NC"),
]


def table(answer):
    rows = range(40)
    return pd.DataFrame(
        {
            "income": [answer if row % 9 == 4 else str(1000 + 37 * row) for row in rows],
            "day": [answer if row % 9 == 5 else f"2024-02-{1 + row % 28:02}" for row in rows],
            "job": [answer if row % 9 == 6 else ("nurse", "cook")[row % 2] for row in rows],
        },
        dtype="string",
    )


@pytest.mark.parametrize("answer", ANSWERS)
def test_an_answer_that_says_nothing(answer):
    found = parse_columns(table(answer), Written(rules=True))
    assert found.table.dtypes.astype(str).str[:8].tolist() == ["float64", "datetime", "string"]
    assert found.table.isna().sum().tolist() == [4, 4, 0]
    missing = [note for note in found.notes if "count as missing" in note]
    assert [answer in note for note in missing] == [True, True]
    assert any("job" in note and "read as text" in note for note in found.notes)
    said = parse_columns(table(answer), Written(rules=True, signs={"job": answer}))
    assert said.table["job"].isna().sum() == 4


@pytest.mark.parametrize(
    ("code", "values"), [(-999, range(40)), (9999, [18.5, 21, 19.25] * 20), (-99, [0.5, 7] * 9)]
)
def test_a_number_that_may_mean_missing_is_named_and_can_be_said_so(code, values):
    frame = pd.DataFrame({"v": [*values, code, code]})
    found = parse_columns(frame, Written(rules=True))
    assert any(f"{code} (2)" in note for note in found.notes)
    assert not found.table["v"].isna().any()
    said = parse_columns(frame, Written(rules=True, signs={"v": str(code)}))
    assert (said.table["v"].isna().sum(), said.notes) == (2, ())


@pytest.mark.parametrize(
    "values", [[1, 50, 99, 99], [99, 99], [0.5, 0.7, 99], [-999, *range(-900, 400), -999]]
)
def test_a_number_among_others_is_a_number(values):
    assert parse_columns(pd.DataFrame({"v": values}), Written(rules=True)).notes == ()


@pytest.mark.parametrize("sign", ["다른 말", "other", "kaputt!"])
def test_any_other_text_is_missing_where_a_person_says_so(sign):
    frame = table(sign)
    asked = parse_columns(frame, Written(rules=True))
    assert [name for name, one in asked.cells.items() if one.question is not None] == ["income", "day"]
    said = parse_columns(frame, Written(rules=True, signs={"*": sign}))
    assert said.table.isna().sum().tolist() == [4, 4, 4]
    assert all(one.question is None for one in said.cells.values())
    assert said.table.dtypes.astype(str).str[:8].tolist() == ["float64", "datetime", "string"]
