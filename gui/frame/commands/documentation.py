"""The pages of the documentation in the Help menu, and the window in which they are read.

The pages are the Markdown files of `docs/`, which come with the program; a page that is there in the language
of the window is shown in it.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

from PySide6.QtCore import QObject, QSize, Qt, QUrl, Slot
from PySide6.QtGui import QAction, QDesktopServices, QTextDocument
from PySide6.QtWidgets import QDialog, QLabel, QMenu, QTextBrowser, QVBoxLayout, QWidget

from engine.resources import docs_folder
from gui.style import SPACE
from gui.text import tr

FIRST_RUN = "first-run"
COURSE = "course"
_SIZE = QSize(860, 760)
_KOREAN = ".ko"


def pages() -> dict[str, str]:
    """Return the title of each page by its name, in the language of the window, sorted by title."""
    names = [path.stem for path in docs_folder().glob("*.md") if not path.stem.endswith(_KOREAN)]
    titles = {name: _title(page_file(name)) for name in names}
    return dict(sorted(titles.items(), key=lambda item: item[1].casefold()))


def page_file(name: str) -> Path:
    """Return the file of a page, in the language of the window where there is one."""
    translated = docs_folder() / f"{name}.{tr.language}.md"
    return translated if translated.is_file() else docs_folder() / f"{name}.md"


def _title(path: Path) -> str:
    with path.open(encoding="utf-8") as file:
        return file.readline().lstrip("# ").strip() or path.stem


class DocumentationMenu(QObject):
    """Adds the pages to the Help menu: the first run, the course, and a menu of all.

    Args:
        menu: The Help menu.
        parent: The Qt parent; its window is that of the pages too.
    """

    def __init__(self, menu: QMenu, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self._view: DocumentationView | None = None
        self.first_run = menu.addAction(tr("Your &first run"))
        self.first_run.setData(FIRST_RUN)
        self.course = menu.addAction(tr("The &course, line by line"))
        self.course.setData(COURSE)
        self.all = menu.addMenu(tr("&Documentation"))
        self.all.aboutToShow.connect(self.list_pages)
        menu.addSeparator()
        for action in (self.first_run, self.course):
            action.triggered.connect(self.show_first_or_course)
        self.all.triggered.connect(self.show_chosen)

    @Slot()
    def list_pages(self) -> None:
        """Read the titles when the menu is first opened."""
        if self.all.isEmpty():
            for name, title in pages().items():
                self.all.addAction(title.replace("&", "&&")).setData(name)

    @Slot()
    def show_first_or_course(self) -> None:
        """Show the page of the entry that was chosen."""
        chosen = self.sender()
        if isinstance(chosen, QAction):
            self.show_chosen(chosen)

    @Slot(QAction)
    def show_chosen(self, action: QAction) -> None:
        """Show the page of a menu entry."""
        if self._view is None:
            self._view = DocumentationView(self._parent.window())
        self._view.show_page(page_file(str(action.data())))


class DocumentationView(QDialog):
    """A window with one page; a link leads to another page, to a browser, or says where it would lead.

    Attributes:
        text: The page.
        note: Says why a link cannot be followed; hidden otherwise.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.resize(_SIZE)
        self.text = QTextBrowser(self)
        self.text.setOpenLinks(False)
        self.text.setAccessibleName(tr("Documentation"))
        self.text.document().setDocumentMargin(SPACE.l)
        self.text.anchorClicked.connect(self.follow)
        self.note = QLabel(self)
        self.note.setProperty("role", "caption")
        self.note.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.note.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.m, SPACE.m, SPACE.m, SPACE.m)
        column.addWidget(self.text, 1)
        column.addWidget(self.note)

    def show_page(self, path: Path) -> None:
        """Show a Markdown file, and the window in front."""
        self.text.setSource(QUrl.fromLocalFile(str(path)), QTextDocument.ResourceType.MarkdownResource)
        self.setWindowTitle(_title(path))
        self.note.hide()
        self.show()
        self.raise_()
        self.activateWindow()

    @Slot(QUrl)
    def follow(self, link: QUrl) -> None:
        """Follow a link of the page."""
        if link.scheme() in ("http", "https"):
            QDesktopServices.openUrl(link)
            return
        target = self.text.source().resolved(link)
        path = Path(target.toLocalFile())
        if path == Path(self.text.source().toLocalFile()):
            self._go_to(link.fragment())
        elif path.suffix == ".md" and path.is_file():
            self.show_page(path)
            self._go_to(link.fragment())
        else:
            self.note.setText(
                tr("This is in the source of the program: {path}", path=unquote(link.toString()))
            )
            self.note.show()

    def _go_to(self, anchor: str) -> None:
        """Move to the heading of an anchor as GitHub names it; Qt has none for headings of Markdown."""
        block = self.text.document().begin() if anchor else None
        while block is not None and block.isValid():
            if block.blockFormat().headingLevel() and _anchor(block.text()) == anchor:
                bar = self.text.verticalScrollBar()
                layout = self.text.document().documentLayout()
                bar.setValue(int(layout.blockBoundingRect(block).top()))
                return
            block = block.next()


def _anchor(heading: str) -> str:
    kept = (letter for letter in heading.lower() if letter.isalnum() or letter in " -_")
    return "".join(kept).replace(" ", "-")
