"""Sentences and names in many languages and their usual code pages: read rightly, or asked about."""

import json
from pathlib import Path

import pytest

from engine.data.reading.encodings import RARE, judged

SENTENCES = json.loads(Path(__file__).with_name("sentences.json").read_text("utf-8"))
# two words of Chinese characters alone in an encoding of before, of which the note shows the words
SHORT = [("ja", "euc-jp", "男性,女性"), ("de", "mac-roman", "Heute")]


def files(language):
    """Each sentence by itself and all of them, in each code page: (page, sentence, bytes)."""
    pages, sentences = SENTENCES[language]["pages"], SENTENCES[language]["sentences"]
    for page in pages:
        for some in (*([one] for one in sentences), sentences):
            cells = [cell for one in some for cell in (one.split(",") if len(one) < 40 else [one])]
            lines = [f"{at},{cell},x\n".encode(page) for at, cell in enumerate(cells)]
            odd = b"".join(line for line in lines if not line.isascii())
            if odd and not is_utf8(odd):
                yield page, some[0] if len(some) == 1 else "", odd


def is_utf8(raw):
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


@pytest.mark.parametrize("language", SENTENCES)
def test_what_is_written_is_read_or_asked_about(language):
    wrong = []
    for page, sentence, odd in files(language):
        found = judged(odd)
        text = odd.decode(page)
        if any(
            one == language and page == other and sentence.startswith(words) and words
            for one, other, words in SHORT
        ):
            continue
        if not found.close and (not found.encoding or odd.decode(found.encoding) != text):
            wrong.append((page, sentence, found))
        if found.close and sentence == "" and page not in RARE:
            assert text in {odd.decode(name, "replace") for name in (found.encoding, *found.close)}
            assert len(set((found.preview or {}).values())) == 1 + len(found.close)  # the words differ
    assert wrong == []


def test_whole_files_of_most_languages_need_no_answer():
    asked = {
        language
        for language in SENTENCES
        for page, sentence, odd in files(language)
        if not sentence and page == SENTENCES[language]["pages"][0] and judged(odd).close
    }
    assert asked <= {"hu", "lv"}  # their accents are those of Portuguese and French words too


def test_a_long_file_is_judged_by_whole_letters():
    for end in ("\n", " "):  # many lines, or one
        text = end.join(SENTENCES["ko"]["sentences"] * 350)
        found = judged(b"a" + text.encode("cp949") + b"\n")
        assert (found.encoding, found.close) == ("cp949", ())
