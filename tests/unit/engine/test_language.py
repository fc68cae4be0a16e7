"""Looking texts up, and which language a program begins with."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine import language
from engine.language import LANGUAGES, SOURCE, Translator, suitable, tr, with_minus


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    tr.use(SOURCE)


def test_english_is_the_message_itself() -> None:
    assert tr.language == "en"
    assert tr("Patience") == "Patience"


def test_a_language_comes_into_use_and_goes() -> None:
    tr.use("ko")
    assert tr.language == "ko"
    assert tr("Patience") == "기다리는 기간"
    tr.use("en")
    assert tr("Patience") == "Patience"


def test_a_language_that_is_not_there_is_refused_and_changes_nothing() -> None:
    tr.use("ko")
    with pytest.raises(KeyError):
        tr.use("xx")
    assert tr.language == "ko"


def test_values_are_filled_in_as_they_are() -> None:
    assert tr("{low} to {high}", low="{high}", high=3) == "{high} to 3"
    tr.use("ko")
    assert tr("{low} to {high}", low="{high}", high=3) == "{high} ~ 3"


def test_braces_of_a_text_without_values_stay() -> None:
    assert tr("such as cp-{epoch:04d}") == "such as cp-{epoch:04d}"


def test_a_value_may_have_any_name() -> None:
    assert tr("{message} {self}", message=1, self=2) == "1 2"


def test_an_empty_text_stays_empty_in_every_language() -> None:
    for code in LANGUAGES:
        tr.use(code)
        assert tr("") == ""


def test_a_number_that_people_read_has_a_minus_sign_and_no_hyphen() -> None:
    written = [with_minus(text) for text in ("-5", "-1,204.50", "3.1e-05", "-3.1e-05", "0", "–")]
    assert written == ["−5", "−1,204.50", "3.1e-05", "−3.1e-05", "0", "–"]


def test_a_text_that_nobody_translated_stays_english() -> None:
    tr.use("ko")
    assert tr("leaky_relu") == "leaky_relu"


def test_a_lost_catalogue_leaves_the_program_in_english(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(language, "resources_folder", lambda: tmp_path)
    custom = Translator()
    custom.use("ko")
    assert custom("Patience") == "Patience"


@pytest.mark.parametrize(
    ("asked", "kept", "system", "found"),
    [
        ("", "", (), "en"),
        ("", "", ("ko-KR", "en-US"), "ko"),
        ("", "", ("ko_KR.UTF-8",), "ko"),
        ("", "", ("fr-FR", "ko"), "ko"),
        ("", "", ("de-DE", "C"), "en"),
        ("", "en", ("ko-KR",), "en"),
        ("", "xx", ("ko-KR",), "ko"),
        ("ko", "en", ("en-US",), "ko"),
        ("KO", "", (), "ko"),
        ("klingon", "ko", (), "ko"),
    ],
)
def test_environment_then_memory_then_system(
    asked: str, kept: str, system: tuple[str, ...], found: str
) -> None:
    assert suitable({"FITROOM_LANGUAGE": asked}, kept=kept, system=system) == found


def test_without_the_variable_the_others_decide() -> None:
    assert suitable({}, kept="ko") == "ko"
