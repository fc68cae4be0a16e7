import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.forms.editors.text_values import (
    NumberCodec,
    NumbersCodec,
    TextCodec,
    UnreadableError,
    number_text,
    read_number,
)

FLOATS = st.floats(allow_nan=False, allow_infinity=False)
WORDS = {"epoch": "Epoch", "batch": "Batch"}


@given(FLOATS)
def test_a_float_is_written_and_read_the_same(number: float) -> None:
    assert read_number(number_text(number), float) == number


@given(st.integers(-(10**30), 10**30))
def test_a_whole_number_is_written_and_read_the_same(number: int) -> None:
    assert read_number(number_text(number), int) == number


@pytest.mark.parametrize(
    ("number", "text"), [(1e-07, "1e-7"), (0.001, "0.001"), (1e22, "1e22"), (32, "32"), (0.0, "0.0")]
)
def test_numbers_are_written_short(number: float, text: str) -> None:
    assert number_text(number) == text


@pytest.mark.parametrize(
    ("text", "number"),
    [("1e-3", 0.001), (" 0.001 ", 0.001), ("1,000", 1000.0), ("1,234,567.5", 1234567.5), ("1_000", 1000.0),
     (".5", 0.5), ("\u22122", -2.0), ("+3", 3.0)],
)  # fmt: skip
def test_floats_are_read_as_people_write_them(text: str, number: float) -> None:
    assert read_number(text, float) == number


@pytest.mark.parametrize(("text", "number"), [("1e3", 1000), ("1,000", 1000), ("32.0", 32), ("-1", -1)])
def test_whole_numbers_are_read_as_people_write_them(text: str, number: int) -> None:
    found = read_number(text, int)
    assert found == number
    assert type(found) is int


@pytest.mark.parametrize("text", ["", "abc", "nan", "inf", "1e999", "1 2", "1,00", "9" * 5000, "--1"])
@pytest.mark.parametrize("kind", [int, float])
def test_what_is_no_number_is_refused(text: str, kind: type[int] | type[float]) -> None:
    with pytest.raises(UnreadableError, match=r"^Type a "):
        read_number(text, kind)


def test_the_sentence_says_what_to_type() -> None:
    with pytest.raises(UnreadableError, match=r"Type a number, such as 0\.001"):
        read_number("fast", float)
    with pytest.raises(UnreadableError, match="Type a whole number, such as 32"):
        read_number("1.5", int)
    with pytest.raises(UnreadableError, match=r"Type a point for the decimals: 0\.5"):
        read_number("0,5", float)


def test_no_text_is_none_only_where_that_is_allowed() -> None:
    assert NumberCodec(int, optional=True).value_of("  ") is None
    assert NumberCodec(int, optional=True).text_of(None) == ""
    with pytest.raises(UnreadableError):
        NumberCodec(int).value_of("")


@pytest.mark.parametrize(
    ("text", "value"), [("Epoch", "epoch"), ("BATCH", "batch"), ("epoch", "epoch"), ("7", 7)]
)
def test_a_word_or_a_number(text: str, value: object) -> None:
    assert NumberCodec(int, words=WORDS).value_of(text) == value


def test_neither_word_nor_number_names_the_words() -> None:
    with pytest.raises(UnreadableError, match="or choose: Epoch, Batch"):
        NumberCodec(int, words=WORDS).value_of("sometimes")


@given(st.lists(st.integers(0, 10**6)).map(tuple))
def test_lists_of_numbers_are_written_and_read_the_same(numbers: tuple[int, ...]) -> None:
    codec = NumbersCodec(int)
    assert codec.value_of(codec.text_of(numbers)) == numbers


@given(st.integers(0, 10**6) | st.lists(st.integers(0, 10**6), min_size=1).map(tuple))
def test_one_number_and_a_list_of_one_are_distinguished(value: int | tuple[int, ...]) -> None:
    codec = NumbersCodec(int, or_one=True)
    found = codec.value_of(codec.text_of(value))
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize("text", ["64,32", "64 32", " 64; 32 ", "64, 32,"])
def test_lists_are_read_as_people_write_them(text: str) -> None:
    assert NumbersCodec(int).value_of(text) == (64, 32)


def test_a_list_with_a_word_is_refused() -> None:
    with pytest.raises(UnreadableError, match="commas between, such as 64, 32"):
        NumbersCodec(int).value_of("64, many")


def test_an_empty_list_is_no_number() -> None:
    assert NumbersCodec(int).value_of("") == ()
    with pytest.raises(UnreadableError, match="Type a number, or several"):
        NumbersCodec(int, or_one=True).value_of("")


def test_blanks_around_text_go_unless_they_are_part_of_a_name() -> None:
    assert TextCodec().value_of(" a.csv ") == "a.csv"
    assert TextCodec(exact=True).value_of(" price") == " price"
