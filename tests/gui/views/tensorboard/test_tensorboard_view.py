import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from engine.tensorboard_server import EVERYWHERE_IPV4
from gui.style import apply
from gui.views.tensorboard.tensorboard_view import TensorBoardView
from gui.views.tensorboard.web_page import PageUnavailableError, WebPage
from tests.gui.mouse import wheel
from tests.marks import TIMING

# the off-screen platform says so of every window that is shown
pytestmark = TIMING
URL = "http://127.0.0.1:6006/"


class Page(WebPage):
    """A page without QtWebEngine: it shows nothing, and remembers what it was given."""

    def __init__(self, parent):
        QObject.__init__(self, parent)
        self.label = QLabel("page")
        self.calls = []

    @property
    def widget(self):
        return self.label

    def load(self, url):
        self.calls.append(url)

    def clear(self):
        self.calls.append("clear")


class Desk:
    """A view, the page it made, and the addresses that the browser got."""

    def __init__(self, qtbot, *, page=True, browser=True):
        self.page = None
        self.opened = []
        self.page_is_there = page
        self.browser_is_there = browser
        self.view = TensorBoardView(open_in_browser=self.open, make_page=self.make)
        qtbot.addWidget(self.view)
        self.view.show()

    def open(self, url):
        self.opened.append(url.toString())
        return self.browser_is_there

    def make(self, parent):
        if not self.page_is_there:
            raise PageUnavailableError("No sandbox.")
        self.page = Page(parent)
        return self.page


@pytest.fixture
def desk(qtbot):
    return Desk(qtbot)


def click(qtbot, button):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def buttons(view):
    return [view._copy, view._reload, view._browser, view._stop]


def test_begins_with_nothing_to_click(desk):
    assert desk.view.message == "TensorBoard is not running."
    assert not any(button.isEnabled() for button in buttons(desk.view))
    assert desk.page is None


def test_waits_for_the_first_numbers_without_a_page(desk):
    desk.view.show_waiting(URL)
    assert "first numbers" in desk.view.message
    assert desk.view._address.text() == URL
    assert all(button.isEnabled() for button in buttons(desk.view))
    assert desk.page is None


def test_the_page_is_shown_when_it_is_there(desk):
    desk.view.show_page(URL)
    assert desk.page.calls == [f"{URL}?darkMode=false"]
    desk.page.loaded.emit()
    assert desk.view.message == ""
    assert desk.page.widget.isVisible()


def test_reload_and_a_second_call_load_the_same_page_again(qtbot, desk):
    desk.view.show_page(URL)
    first = desk.page
    click(qtbot, desk.view._reload)
    desk.view.show_page(URL)
    assert desk.page is first
    assert first.calls == [f"{URL}?darkMode=false"] * 3


def test_a_page_that_fails_says_so_and_can_be_loaded_again(qtbot, desk):
    desk.view.show_page(URL)
    desk.page.failed.emit("The page could not be loaded.")
    assert desk.view.message == "The page could not be loaded."
    click(qtbot, desk.view._reload)
    desk.page.loaded.emit()
    assert desk.view.message == ""


def test_after_the_end_the_page_is_left_and_the_reason_shown(desk):
    desk.view.show_page(URL)
    desk.page.loaded.emit()
    desk.view.show_message("TensorBoard was stopped.")
    assert desk.page.calls[-1] == "clear"
    desk.page.loaded.emit()  # of the empty page
    desk.page.failed.emit("The page ended.")
    assert desk.view.message == "TensorBoard was stopped."
    assert not desk.view._stop.isEnabled()


def test_the_address_can_be_copied(qtbot, desk):
    desk.view.show_waiting(URL)
    click(qtbot, desk.view._copy)
    assert QGuiApplication.clipboard().text() == URL


def test_stop_is_asked_for(qtbot, desk):
    desk.view.show_waiting(URL)
    with qtbot.waitSignal(desk.view.stop_requested):
        click(qtbot, desk.view._stop)


def test_the_browser_is_opened_on_request_and_the_page_stays(qtbot, desk):
    desk.view.show_page(URL)
    desk.page.loaded.emit()
    click(qtbot, desk.view._browser)
    assert desk.opened == [URL]
    assert desk.view.message == ""


def test_without_a_page_the_browser_takes_its_place(qtbot):
    desk = Desk(qtbot, page=False)
    desk.view.show_page(URL)
    assert desk.opened == [URL]
    assert desk.view.message == "TensorBoard is open in the browser. No sandbox."
    click(qtbot, desk.view._reload)
    assert desk.opened == [URL, URL]


def test_without_page_and_browser_the_address_is_reported(qtbot):
    desk = Desk(qtbot, page=False, browser=False)
    desk.view.show_page(URL)
    assert desk.view.message == f"No browser could be started. Open {URL} in one. No sandbox."


def test_the_page_follows_the_theme(desk, qapp):
    desk.view.show_page(URL)
    try:
        apply(qapp, Qt.ColorScheme.Dark)
        assert desk.page.calls == [f"{URL}?darkMode=false", f"{URL}?darkMode=true"]
        assert desk.view._address.text() == URL
    finally:
        apply(qapp, Qt.ColorScheme.Light)


def test_host_and_port_are_chosen_with_a_warning_for_others(desk, qtbot):
    row, button = desk.view.listening, desk.view._listening_button
    assert not row.isVisible()
    click(qtbot, button)
    assert row.isVisible()
    row.show_listening("127.0.0.1", 0)
    assert row.port.text() == "any free one"
    assert "Only this computer" in row.meaning
    button.setFocus()
    for field in (row.host, row.port):
        for notches in (-1, 1):
            wheel(field, field.rect().center(), notches=notches)
            assert (row.host.currentText(), row.port.value()) == ("127.0.0.1", 0), (
                "nobody is let in in passing"
            )
    row.host.lineEdit().selectAll()
    qtbot.keyClicks(row.host.lineEdit(), EVERYWHERE_IPV4)
    assert "no password" in row.meaning
    row.port.selectAll()
    qtbot.keyClicks(row.port, "6006")
    with qtbot.waitSignal(row.chosen) as chosen:
        click(qtbot, row.use_button)
    assert chosen.args == [EVERYWHERE_IPV4, 6006]
    assert not row.isVisible()
