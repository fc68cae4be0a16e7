"""A question about how a file is written comes with its answers, and each of them lets it be read."""

from typing import Any

import pytest

from engine.data import load
from engine.data.problems import DataQuestionError
from engine.inspect.preflight.answers import answers_to
from engine.settings import Project
from engine.settings.data.kinds import TableData
from engine.settings.project_file.assign import assign

BORN = "born,v,y\n" + "".join(
    f"{13 + n % 15}/0{1 + n % 9}/{48 + n % 21},{n % 7},{'ab'[n % 2]}\n" for n in range(40)
)
QUESTIONS: dict[str, tuple[bytes, list[str]]] = {
    "encoding": (
        "".join(["v,слово\n", *(f"{n},{('яблоко', 'груша')[n % 2]}\n" for n in range(30))]).encode("koi8-r"),
        ["Encoding: Cyrillic (cp1251)", "Encoding: Cyrillic (KOI8-R)"],
    ),
    "broken bytes": (
        b"v,y\n" + b"1,\xea\xb0\x80\n2,\xeb\x82\x98\n" * 9 + b"3,\xea\xb0\n",
        ["Broken bytes: Replace them"],
    ),
    "no header": (
        b"5.1,3.5,a\n4.9,3.1,b\n" * 9,
        ["Row of the header: 0"],
    ),
    "decimal sign": (
        "".join(["n;y\n", *(f"{1 + n * n}.{100 + n * 7};{'ab'[n % 2]}\n" for n in range(20))]).encode(),
        ["Decimal sign: Point: 1,234.5", "Decimal sign: Comma: 1.234,5"],
    ),
    "order of dates": (
        "".join(
            ["d,y\n", *(f"0{1 + n % 9}/0{1 + n * 5 % 9}/2024,{'ab'[n % 2]}\n" for n in range(20))]
        ).encode(),
        ["Order of dates: Day, month, year", "Order of dates: Month, day, year"],
    ),
    "two-digit years": (
        BORN.encode(),
        ["First of two-digit years: 1930", "First of two-digit years: 1969"],
    ),
    "a sign for missing": (
        "".join(["n,y\n", *(f"{'기타' if n == 7 else n * n},{'ab'[n % 2]}\n" for n in range(20))]).encode(),
        ["'기타' means missing in n"],
    ),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_each_answer_is_a_change_with_which_the_data_are_read(name, tmp_path):
    content, titles = QUESTIONS[name]
    path = tmp_path / "d.csv"
    path.write_bytes(content)
    project = Project(data=TableData(path=str(path)))
    with pytest.raises(DataQuestionError) as asked:
        load(project.data, None)
    answers = answers_to(project.data, asked.value)
    found = [str(answer.title) for answer in answers]
    assert [title for title in titles if title not in found] == []
    for answer in answers:
        if str(answer.title) in titles:
            read: Any = load(assign(project, answer.assignments).data, None)
            assert read.count >= 18


def test_a_sign_is_added_to_those_that_are_set(tmp_path):
    path = tmp_path / "d.csv"
    path.write_bytes(QUESTIONS["a sign for missing"][0].replace(b"\n9,", b"\n99,"))
    project = Project(data=TableData(path=str(path), missing_signs={"n": "99", "*": "x"}))
    with pytest.raises(DataQuestionError) as asked:
        load(project.data, None)
    data = assign(project, answers_to(project.data, asked.value)[0].assignments).data
    assert isinstance(data, TableData)
    assert data.missing_signs == {"n": "99, 기타", "*": "x"}
