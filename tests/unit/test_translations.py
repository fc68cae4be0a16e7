"""The catalogues in resources/translations: complete, fresh, and true to the form of the English messages."""

import ast
import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from engine.language import LANGUAGES, SOURCE, tr

ROOT = Path(__file__).resolve().parents[2]
ENDS = (".", ":", "?", "...", "…")
FIELD = re.compile(r"\{\w*(?:![rs])?(?::[^{}]*)?\}")
# which form a particle takes depends on the sound before it, which is not known before the value is
PARTICLE = re.compile(r"\}(은|는|이|가|을|를|과|와|로|으로|이나|나)(?![가-힣])")


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("translations", ROOT / "scripts" / "translations.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SCRIPT = load()
OTHERS = sorted(LANGUAGES.keys() - {SOURCE})


def pairs(language: str) -> list[tuple[str, str]]:
    """Each translated message with its translation."""
    return [
        (str(message.id), str(message.string))
        for message in SCRIPT.read(language)
        if message.id and message.string and not message.fuzzy
    ]


def end_of(text: str) -> str:
    """The mark at the end, the longest that fits."""
    return max((mark for mark in ENDS if text.endswith(mark)), key=len, default="")


def made_here(argument: ast.expr) -> bool:
    """Whether a text is put together where it is used, and not looked up in a table of whole texts."""
    match argument:
        case ast.JoinedStr() | ast.BinOp() | ast.Call(func=ast.Attribute(attr="format" | "join")):
            return True
        case _:
            return False


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    tr.use(SOURCE)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script with a folder of its own and two messages, both translated."""
    script = load()
    monkeypatch.setattr(script, "FOLDER", tmp_path)
    monkeypatch.setattr(script, "messages", lambda: ["Good morning.", "Open the window."])
    script.update("ko")
    translate(script, {"Good morning.": "안녕하세요.", "Open the window.": "창을 여세요."})
    script.update("ko")
    return script


def translate(script: ModuleType, words: dict[str, str]) -> None:
    path = script.po_file("ko")
    text = path.read_text("utf-8")
    for message, translation in words.items():
        text = re.sub(
            rf'(msgid "{re.escape(message)}"\nmsgstr )".*"',
            lambda found, to=translation: f'{found[1]}"{to}"',
            text,
        )
    path.write_text(text, "utf-8")


@pytest.mark.parametrize("language", OTHERS)
def test_every_message_is_translated_and_compiled(language: str) -> None:
    assert list(SCRIPT.findings(language)) == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_takes_the_same_values(language: str) -> None:
    other = [
        (message, translation)
        for message, translation in pairs(language)
        if sorted(FIELD.findall(message)) != sorted(FIELD.findall(translation))
    ]
    assert other == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_ends_as_the_message_does(language: str) -> None:
    other = [pair for pair in pairs(language) if end_of(pair[0]) != end_of(pair[1])]
    assert other == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_menu_entry_keeps_a_key_of_the_keyboard(language: str) -> None:
    key = re.compile(r"&([A-Za-z])")
    other = [pair for pair in pairs(language) if len(key.findall(pair[0])) != len(key.findall(pair[1]))]
    assert other == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_is_one_line_without_stray_spaces(language: str) -> None:
    assert [text for _, text in pairs(language) if text != " ".join(text.split())] == []


def test_korean_has_no_particle_behind_a_value() -> None:
    assert [text for _, text in pairs("ko") if PARTICLE.search(FIELD.sub("{}", text))] == []


def test_korean_sentences_are_korean_and_polite() -> None:
    sentences = [
        (message, text) for message, text in pairs("ko") if " " in message and end_of(message) == "."
    ]
    assert len(sentences) > 250
    # a sentence may end in its example or its value, behind a colon
    rude = [text for _, text in sentences if not re.search(r"((다|요)(\([^)]*\))?|: [^:]+)\.$", text)]
    assert rude == []


def test_every_text_in_the_source_is_a_plain_literal() -> None:
    """An f-string or a sum is not found by the extraction, and would stay English without a word."""
    wrong = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for folder in ("engine", "gui")
        for path in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"tr", "tr_later"}
        if not node.args or made_here(node.args[0])
    ]
    assert wrong == []


def test_declared_texts_of_every_depth_are_collected() -> None:
    found = set(SCRIPT.messages())
    assert {"Patience", "Warm-up", "Waits longer, may find a better epoch later.", "as batch_size"} <= found
    assert {"Handwritten digits", "Mean squared error", "Stratified by class", "examples"} <= found


def test_names_of_keras_are_no_messages() -> None:
    assert not {"EarlyStopping", "Adam", "relu", "leaky_relu"} & set(SCRIPT.messages())


def test_the_program_reads_what_the_script_compiles() -> None:
    tr.use("ko")
    assert {message: tr(message) for message, _ in pairs("ko")} == dict(pairs("ko"))


def test_a_fresh_catalogue_has_no_findings_and_is_written_the_same(desk: ModuleType) -> None:
    before = desk.po_file("ko").read_bytes(), desk.mo_file("ko").read_bytes()
    assert list(desk.findings("ko")) == []
    assert desk.main([]) == 0
    assert (desk.po_file("ko").read_bytes(), desk.mo_file("ko").read_bytes()) == before


def test_a_new_message_is_asked_for(
    desk: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(desk, "messages", lambda: ["Good morning.", "Open the window.", "x"])
    assert desk.main(["--check"]) == 1
    assert "'x' is not in the catalogue" in capsys.readouterr().err
    assert desk.main([]) == 1
    assert "'x' is not translated" in capsys.readouterr().err


def test_a_changed_message_keeps_its_translation_to_be_fixed(
    desk: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(desk, "messages", lambda: ["Good morning.", "Open the windows."])
    assert desk.main(["--check"]) == 1
    assert "'Open the window.' is in the catalogue, but nothing says it" in capsys.readouterr().err
    assert desk.main([]) == 1
    assert "'Open the windows.' is marked fuzzy" in capsys.readouterr().err
    assert "창을 여세요." in desk.po_file("ko").read_text("utf-8")
    assert desk.compiled("ko") == {"Good morning.": "안녕하세요."}


def test_a_message_that_is_gone_goes(desk: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "messages", lambda: ["Good morning."])
    assert desk.main([]) == 0
    assert desk.compiled("ko") == {"Good morning.": "안녕하세요."}
    assert "Open the window." not in desk.po_file("ko").read_text("utf-8")


def test_a_changed_translation_wants_to_be_compiled(desk: ModuleType) -> None:
    translate(desk, {"Good morning.": "좋은 아침입니다."})
    assert list(desk.findings("ko")) == ["the .mo file is not made from the .po file as it is."]
    assert desk.main([]) == 0
    assert desk.compiled("ko")["Good morning."] == "좋은 아침입니다."
