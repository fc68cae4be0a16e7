import ast
from pathlib import Path

import pytest

from scripts import house_rules
from scripts.house_rules import Source, check, read, words


def findings(text: str, path: str = "gui/views/plot.py") -> list[str]:
    return check([Source(path, text, ast.parse(text))])


def rules_broken(text: str, path: str = "gui/views/plot.py") -> list[str]:
    return [line.split(": ")[1] for line in findings(text, path)]


BROKEN = {
    "slot": """
class View(QWidget):
    def __init__(self):
        self.button.clicked.connect(self.go)
    def go(self): ...
""",
    "override": """
class Page(QWidget):
    @Slot(object)
    def show_project(self, project): ...
class DataPage(Page):
    @Slot(object)
    def show_project(self, project): ...
""",
    "lambda": "worker.finished.connect(lambda: print())",
    "thread-kill": "self._thread.terminate()",
    "pickle": "np.load(path, allow_pickle=True)",
    "safe-mode": "load_model(path, safe_mode=False)",
    "long-file": "x = 1\n" * 301,
    "chain": """
if kind == "dense":
    a()
elif kind == "cnn":
    b()
elif kind == "lstm":
    c()
""",
    "message": 'raise RunError(f"{name} is missing; choose another.", path="data.path")',
    "catalogue": 'title = tr("a run" if one else "runs")',
    "names": "class StateKeeper: ...",
    "words": "# the model learns it by heart",
    "positional": "class Model:\n    def __init__(self, layers, loss, metrics): ...",
}

KEPT = {
    "a slot": """
class View(QWidget):
    def __init__(self):
        self.button.clicked.connect(self.go)
    @Slot(bool)
    def go(self, checked): ...
""",
    "what a slot calls": """
class Page(QWidget):
    @Slot(object)
    def show_project(self, project):
        self.show_rest(project)
    def show_rest(self, project): ...
class DataPage(Page):
    def show_rest(self, project): ...
""",
    "Qt's own slot": """
class View(QWidget):
    def __init__(self):
        self.button.clicked.connect(self.close)
""",
    "a signal": """
class View(QWidget):
    changed = Signal()
    def __init__(self):
        self.button.clicked.connect(self.changed)
""",
    "a child process": "self._process.terminate()",
    "pickles refused": "np.load(path, allow_pickle=False)",
    "safe mode": "load_model(path, safe_mode=True)",
    "300 lines": "x = 1\n" * 300,
    "two branches": 'if kind == "a":\n    f()\nelif kind == "b":\n    g()\n',
    "different values": 'if a == "x":\n    f()\nelif b == "x":\n    g()\nelif c == "x":\n    h()\n',
    "numbers": "if n == 1:\n    f()\nelif n == 2:\n    g()\nelif n == 3:\n    h()\n",
    "keyword-only": "def fit(x, y, *, epochs, batch_size): ...",
    "self is not counted": "class Model:\n    def fit(self, x, y): ...",
    "an overriding method": "class A(B):\n    @override\n    def edit(self, parent, option, index): ...",
    "a slot's signature": "class A(B):\n    @Slot(int, int, int)\n    def moved(self, x, y, z): ...",
    "a private function": "def _fit(x, y, epochs): ...",
    "a name that only has the letters": "def chown_folder(owner, horn): ...",
    "a name that older files have": "self._write = False  # stands in files",
    "a name that Qt gave": "row.addStretch(1)\nheader.setSectionResizeMode(Mode.Stretch)",
    "words with a gap of another kind": "by = 1  # heart\n",
    "a magic method": "class A:\n    def __exit__(self, kind, error, traceback): ...",
}


@pytest.mark.parametrize("rule", BROKEN)
def test_finds_a_broken_rule(rule: str) -> None:
    path = "gui/control/pump.py"
    assert rules_broken(BROKEN[rule], path) == [rule]


@pytest.mark.parametrize("case", KEPT)
def test_leaves_good_code_alone(case: str) -> None:
    assert findings(KEPT[case]) == []


def test_every_rule_has_an_example_and_a_reason() -> None:
    rules = {*house_rules.rules_of([]), *words.rules(words.Words({}, {}))}
    assert rules == set(BROKEN)
    assert house_rules.__doc__ is not None
    assert all(f"\n- {rule}: " in house_rules.__doc__ for rule in rules)


def test_finding_names_file_line_and_cure() -> None:
    (line,) = findings("\n\nnp.load(path, allow_pickle=True)", "engine/data/arrays/read.py")
    assert line == "engine/data/arrays/read.py:3: pickle: leave allow_pickle out, and refuse such a file"


def test_a_lambda_on_a_widget_is_free() -> None:
    assert findings("button.clicked.connect(lambda: None)", "gui/views/table.py") == []


def test_a_longer_chain_is_one_finding() -> None:
    chain = 'if kind == "a":\n    f()\n' + "".join(f'elif kind == "{c}":\n    f()\n' for c in "bcdef")
    assert rules_broken(chain) == ["chain"]


def test_a_slot_is_looked_for_in_other_files_too() -> None:
    connect = "class App:\n    def wire(self):\n        self.worker.done.connect(self.controller.on_done)\n"
    define = "class Controller(QObject):\n    {}def on_done(self): ...\n"

    def broken(decorator: str) -> list[str]:
        text = define.format(decorator)
        controller = Source("gui/control/controller.py", text, ast.parse(text))
        return check([Source("gui/startup/application.py", connect, ast.parse(connect)), controller])

    assert len(broken("")) == 1
    assert broken("@Slot()\n    ") == []


def test_reads_all_python_files(tmp_path: Path) -> None:
    names = ("engine/run/a.py", "gui/b.py", "main.py", "packaging/d.py", "scripts/e.py", "tests/c.py")
    for name in names:
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("x = 1\n", "utf-8")
    assert sorted(source.path for source in read(tmp_path)) == sorted(names)


@pytest.mark.parametrize(
    "text",
    [
        "torn = 1",
        "self.torn_file = 1",
        "def f(is_torn): ...",
        "class TornFileError(Exception): ...",
        "import a as torn",
        "for torn in x: ...",
        "def go_on(): ...",
        "_GO_ON = 1",
    ],
)
def test_a_forbidden_part_is_found_in_every_kind_of_name(text: str) -> None:
    assert rules_broken(text) == ["names"]


@pytest.mark.parametrize("text", ["torn()", "x.tally", "f(apart=1)", "thorn = owner = stretcher = 1"])
def test_what_is_only_used_is_free(text: str) -> None:
    assert rules_broken(text) == []


def test_a_file_has_no_forbidden_name() -> None:
    assert rules_broken("x = 1", "engine/data/torn.py") == ["names"]


@pytest.mark.parametrize(
    "text",
    [
        "x = 'Learn it by heart.'",
        'x = (\n    "learns it by"\n    " heart"\n)',
        "# it learns by\n# heart\n",
        'def f():\n    """Learns by\n    heart."""\n',
        "def test_it_learns_by_heart(): ...",
    ],
)
def test_a_phrase_is_found_in_texts_comments_and_names_of_tests(text: str) -> None:
    assert rules_broken(text) == ["words"]


def test_other_folders_have_the_rules_about_words_only() -> None:
    assert rules_broken("np.load(path, allow_pickle=True)\ntally = 1", "tests/unit/test_a.py") == ["names"]


def test_the_glossary_has_both_lists() -> None:
    found = words.read(house_rules.GLOSSARY)
    assert found.names["torn"] == "corrupt"
    assert found.phrases["by heart"] == "memorize, overfit"
    assert not {"Not", "---"} & {*found.names, *found.phrases}


@pytest.mark.parametrize(("count", "crowded"), [(15, False), (16, True)])
def test_a_folder_has_at_most_fifteen_files(count: int, *, crowded: bool) -> None:
    files = [Source(f"engine/data/part{number}.py", "", ast.parse("")) for number in range(count)]
    assert [line.split(": ")[1] for line in check(files)] == ["room"] * crowded


RAISED = "def check(name, path):\n    {before}\n    raise DataError({message}, path=path)\n{after}"


@pytest.mark.parametrize(
    ("message", "before", "after"),
    [
        ('f"{name} is empty."', "", ""),
        ('"There is no data."', "", ""),
        ('"There is no {name}.".format(name=name)', "", ""),
        ('tr("There is no data.") + " Choose some."', "", ""),
        ('tr("It is empty.") if name else "It is missing."', "", ""),
        ("sentence", 'sentence = f"{name} is empty."', ""),
        ("sentence", 'sentence = tr("It is empty.")\n    sentence = "No data."', ""),
        ("sentence_for(name)", "", 'def sentence_for(name):\n    return f"{name} is empty."'),
        ('{True: tr("a b"), False: "No data."}[name == ""]', "", ""),
        ('" ".join((tr("a"), tr("b")))', "", ""),
        ('tr("a b")', "refuse(3, name + ' is empty.')", "def refuse(n, why):\n    raise DataError(why)"),
        ('tr("a b")', "refuse(why='It is empty.')", "def refuse(*, why):\n    raise DataError(why)"),
    ],
)
def test_a_message_that_is_not_translated_is_found(message: str, before: str, after: str) -> None:
    text = RAISED.format(message=message, before=before or "pass", after=after)
    assert rules_broken(text, "engine/data/read.py") == ["message"]


@pytest.mark.parametrize(
    ("message", "before", "after"),
    [
        ('tr("{name} is empty.", name=name)', "", ""),
        ('tr("It is empty.") if name else tr("It is missing.")', "", ""),
        ('tr("It is empty.") + " " + tr("Choose another.")', "", ""),
        ('f"{name}: " + tr("It is empty.")', "", ""),
        ("sentence", 'sentence = tr("It is empty.")', ""),
        ("name", "", ""),  # where it is passed
        ("sentence_for(name)", "", 'def sentence_for(name):\n    return tr("{name} is empty.", name=name)'),
        ("problem.message", "", ""),
        (
            'tr("a b")',
            'refuse("data.path", tr("c d"))',
            "def refuse(n, why):\n    raise DataError(why, path=n)",
        ),
        ('joined((tr("a"), tr("b")))', "", ""),
    ],
)
def test_a_message_that_is_translated_is_followed_to_where_it_is_made(
    message: str, before: str, after: str
) -> None:
    text = RAISED.format(message=message, before=before or "pass", after=after)
    assert findings(text, "engine/data/read.py") == []


@pytest.mark.parametrize(
    "text",
    [
        'tr(f"{n} steps")',
        'tr("a " + name)',
        'tr(texts.get(name, "none"))',
        'def f(one):\n    text = "a run" if one else "runs"\n    return tr(text)',
        'TEXT = "Some text"\n\ndef f():\n    return tr(TEXT)',
    ],
)
def test_a_text_that_the_catalogue_does_not_see_is_found(text: str) -> None:
    assert rules_broken(text, "engine/run/a.py") == ["catalogue"]


@pytest.mark.parametrize(
    "text",
    [
        'tr("{n} steps", n=n)',
        "tr(info.title)",
        "tr(TITLES[kind])",
        'TEXT = tr_later("Some text")\n\ndef f():\n    return tr(TEXT)',
        'def f(one):\n    text = tr_later("a run") if one else tr_later("runs")\n    return tr(text)',
        "def f(text):\n    return tr(text)",
    ],
)
def test_a_text_that_the_catalogue_sees_is_not(text: str) -> None:
    assert findings(text, "engine/run/a.py") == []


def test_texts_of_problems_are_messages() -> None:
    assert rules_broken('Problem("fit.epochs", "Too few.")', "engine/run/a.py") == ["message"]
    assert findings('Problem("fit.epochs", tr("Too few."))', "engine/run/a.py") == []


SENTENCES = """
Warn = Callable[[Sentence], None]
Progress = Callable[[int, int, Sentence], None]
@dataclass
class Finding:
    topic: str
    text: Sentence
    say: Warn
class Reporter:
    def __init__(self, write: Callable[[Sentence], None]):
        self._write = write
    def say(self, text: Sentence, level="info"): ...
    def mark(self, mark, *, text: Sentence | None): ...
class Notice(Reporter):
    {inside}
class Label:
    def say(self, text: str): ...
def note(sentence: Sentence): ...
def work(*, warn: Warn, progress: Progress | None, reporter, label, finding):
    {inside_function}
"""


@pytest.mark.parametrize(
    "call",
    [
        'warn("It is empty.")',
        'warn(f"{name} is empty.")',
        'progress(1, 2, "Reading ...")',
        'note("It is empty.")',
        'reporter.say("It is empty.")',
        'self._built.reporter.say("It is empty.", "warning")',
        'reporter.mark(3, text="It is empty.")',
        'finding.say("It is empty.")',
        'Finding("disk", "It is empty.", warn)',
        'Finding("disk", say=warn, text="It is empty.")',
    ],
)
def test_a_sentence_is_asked_for_where_the_annotation_says_so(call: str) -> None:
    text = SENTENCES.format(inside="pass", inside_function=call)
    assert rules_broken(text, "engine/run/a.py") == ["message"]
    translated = ast.unparse(_Translated().visit(ast.parse(text)))
    assert findings(translated, "engine/run/a.py") == []


class _Translated(ast.NodeTransformer):
    """Puts tr(...) around each text that could be a sentence."""

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        if isinstance(node.value, str) and " " in node.value:
            return ast.Call(ast.Name("tr"), [node], [])
        return node

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.expr:  # noqa: ARG002 - its name is given
        return ast.Call(ast.Name("tr"), [ast.Constant("It is empty.")], [])


@pytest.mark.parametrize("call", ['self.say("It is empty.")', 'self._write("It is empty.")'])
def test_a_class_knows_what_it_keeps_and_what_its_base_takes(call: str) -> None:
    inside = f"def f(self):\n        {call}"
    assert rules_broken(SENTENCES.format(inside=inside, inside_function="pass"), "engine/run/a.py") == [
        "message"
    ]


@pytest.mark.parametrize(
    "call",
    ['label.say("It is empty.")', 'Finding("a disk", tr("It is empty."), warn)', 'print("It is empty.")'],
)
def test_what_takes_any_text_is_not_asked(call: str) -> None:
    text = SENTENCES.format(inside="pass", inside_function=call)
    assert findings(text, "engine/run/a.py") == []


def test_what_a_list_is_made_of_is_followed() -> None:
    text = (
        "def f(warn: Callable[[Sentence], None], names):\n    found = [{each} for name in names]\n"
        "    warn(found[0])"
    )
    assert findings(text.format(each='tr("{name} is empty.", name=name)'), "engine/run/a.py") == []
    assert rules_broken(text.format(each='f"{name} is empty."'), "engine/run/a.py") == ["message"]
