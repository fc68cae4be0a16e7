"""Making the sample data: the same bytes twice, the committed content, and a sentence on a bad source."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from scripts import make_samples

if TYPE_CHECKING:
    from pathlib import Path

SAMPLES = make_samples.SAMPLES


def series_line(steps: int, *, speaker: int, value: str = "0.25") -> str:
    return ":".join([",".join([value] * steps)] * 12 + [str(speaker)])


def test_the_same_sources_give_the_same_bytes(tmp_path: Path) -> None:
    first = make_samples.make(tmp_path / "first", sources=None)
    second = make_samples.make(tmp_path / "second", sources=None)
    assert [path.name for path in first] == ["digits.npz", "wine.csv"]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_the_committed_digits_are_what_the_script_makes() -> None:
    made = make_samples.digits()
    with np.load(SAMPLES / "digits.npz", allow_pickle=False) as file:
        assert file.files == list(made)
        for name, array in made.items():
            assert file[name].dtype == array.dtype
            np.testing.assert_array_equal(file[name], array)


def test_the_committed_wines_are_what_the_script_makes(tmp_path: Path) -> None:
    header, rows = make_samples.wine()
    make_samples.write_csv(tmp_path / "wine.csv", header=header, rows=rows)
    # Read as text: a checkout may have changed the line ends, which is no change of the data.
    assert (SAMPLES / "wine.csv").read_text("utf-8") == (tmp_path / "wine.csv").read_text("utf-8")


def test_a_row_a_year_becomes_a_row_a_month(tmp_path: Path) -> None:
    source = tmp_path / "elnino.csv"
    months = ",".join(f'"M{month}"' for month in range(12))
    values = ",".join(f"{20 + month}.110" for month in range(12))
    source.write_text(f'"YEAR",{months}\n1950,{values}\n', encoding="utf-8")
    rows = make_samples.elnino(source)
    assert (rows[0], rows[-1], len(rows)) == (["1950-01-01", "20.11"], ["1950-12-01", "31.11"], 12)


def test_a_week_without_a_measurement_keeps_its_row(tmp_path: Path) -> None:
    source = tmp_path / "co2.csv"
    source.write_text("date,co2\n19580503,316.9\n19580510,\n", encoding="utf-8")
    assert make_samples.co2(source) == [["1958-05-03", "316.9"], ["1958-05-10", ""]]


def test_a_bird_with_something_unknown_is_left_out(tmp_path: Path) -> None:
    source = tmp_path / "penguins.csv"
    header = "species,island,bill_length_mm,bill_depth_mm,flipper_length_mm,body_mass_g,sex,year"
    source.write_text(
        f"{header}\nAdelie,Dream,39.1,18.7,181,3750,male,2007\nAdelie,Dream,40,18,195,3250,NA,2007\n", "utf-8"
    )
    assert make_samples.penguins(source) == [
        ["Adelie", "Dream", "male", "2007", "39.1", "18.7", "181", "3750"]
    ]


LAW = """대한민국헌법
  제1조 ① 민주공화국이다.
       제2장 국민의 권리와 의무
  제10조 모든 국민은 1. 존엄하다.
       제3장 국회
②국회의원은 정한다.
       제4장 정부
         제1절 대통령
  제66조 ① 대통령은
1. 선전
       제5장 법원
  제101조 법원
       제6장 헌법재판소
1. 심판
       제9장 경제
  제119조 ①경제
"""


def test_paragraphs_lose_their_numbers_and_headings_are_left_away(tmp_path: Path) -> None:
    source = tmp_path / "constitution.txt"
    source.write_text(LAW, "utf-8")
    assert make_samples.constitution(source) == [
        ["모든 국민은 1. 존엄하다.", "국민의 권리와 의무"],
        ["국회의원은 정한다.", "국회"],
        ["대통령은", "정부"],
        ["선전", "정부"],
        ["법원", "법원"],
        ["경제", "경제"],
    ]
    source.write_text(LAW.replace("경제", "다른 장"), "utf-8")
    with pytest.raises(make_samples.SourceError, match="chapters"):
        make_samples.constitution(source)


def test_utterances_are_filled_up_at_the_end(tmp_path: Path) -> None:
    source = tmp_path / "speech.ts"
    source.write_text(
        f"@classLabel true 1 2\n@data\n{series_line(3, speaker=1)}\n{series_line(29, speaker=2)}\n", "utf-8"
    )
    arrays = make_samples.vowels([source])
    assert arrays["x"].shape == (2, 29, 12)
    assert (arrays["x"][0, :3] == 0.25).all()
    assert not arrays["x"][0, 3:].any()
    assert arrays["y"].tolist() == [0, 1]
    assert arrays["class_names"].tolist() == ["speaker 1", "speaker 2"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("no data line\n", "has no line @data"), (f"@data\n{series_line(30, speaker=1)}\n", "shape (30, 12)")],
)
def test_a_source_of_another_form_is_refused(tmp_path: Path, text: str, sentence: str) -> None:
    source = tmp_path / "speech.ts"
    source.write_text(text, encoding="utf-8")
    with pytest.raises(make_samples.SourceError) as caught:
        make_samples.vowels([source])
    assert sentence in str(caught.value)


def test_a_missing_source_ends_with_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = make_samples.main(["--out", str(tmp_path / "out"), "--sources", str(tmp_path / "nothing")])
    assert status == 2
    assert "is missing. Install the packages" in capsys.readouterr().err
