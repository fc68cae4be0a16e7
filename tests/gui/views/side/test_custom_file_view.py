import pytest

from gui.views.side.custom_file_view import CustomFileView


@pytest.fixture
def view(qtbot):
    made = CustomFileView()
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_file_that_is_not_trusted_says_what_running_it_means(view, qtbot):
    view.show_file("import keras\n", name="mine.py", trusted=False)
    assert view.source.toPlainText() == "import keras\n"
    assert view.source.isReadOnly()
    assert "your rights" in view.sentence.text()
    assert not view.forget.isVisible()
    with qtbot.waitSignal(view.trust_asked):
        view.trust.click()


def test_a_trusted_one_can_be_trusted_no_more(view, qtbot):
    view.show_file("import keras\n", name="mine.py", trusted=True)
    assert not view.trust.isVisible()
    with qtbot.waitSignal(view.forget_asked):
        view.forget.click()


def test_without_a_file_there_is_the_reason_alone(view):
    view.show_file("x", name="mine.py", trusted=False)
    view.show_problem("mine.py is gone.")
    assert view.sentence.text() == "mine.py is gone."
    assert not view.source.isVisible()
    assert not view.trust.isVisible()
