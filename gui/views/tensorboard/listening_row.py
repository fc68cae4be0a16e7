"""Where TensorBoard listens: host and port, with a warning once other machines can reach it."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from engine.tensorboard_server import EVERYWHERE_IPV4, LOOPBACK, is_loopback
from gui.style import SPACE, mark, pad_spin_box
from gui.style.no_wheel import NoWheelComboBox, NoWheelSpinBox
from gui.text import tr

_MOST_PORT = 2**16 - 1


class ListeningRow(QFrame):
    """Two fields and what they mean.

    Attributes:
        host: The address that TensorBoard listens on.
        port: The port; 0 takes a free one.
        use_button: Asks for what the fields hold.

    Signals:
        chosen(str, int): The host and the port that are wanted from now on.
    """

    chosen = Signal(str, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.host = NoWheelComboBox()  # a wheel that passes over it must let no other machine in
        self.host.setEditable(True)
        self.host.addItems([LOOPBACK, EVERYWHERE_IPV4])
        self.host.setAccessibleName(tr("Host"))
        self.port = NoWheelSpinBox()
        self.port.setMaximum(_MOST_PORT)
        self.port.setSpecialValueText(tr("any free one"))
        self.port.setAccessibleName(tr("Port"))
        pad_spin_box(self.port)
        self.use_button = QPushButton(tr("Use"))
        self.use_button.clicked.connect(self._use)
        self._meaning = QLabel(wordWrap=True)
        self.host.currentTextChanged.connect(self._say)
        fields = QHBoxLayout()
        fields.setSpacing(SPACE.s)
        for text, field in ((tr("Host"), self.host), (tr("Port"), self.port)):
            label = QLabel(text)
            label.setBuddy(field)
            fields.addWidget(label)
            fields.addWidget(field)
        fields.addWidget(self.use_button)
        fields.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.s, SPACE.xs, SPACE.s, SPACE.xs)
        column.setSpacing(SPACE.xs)
        column.addLayout(fields)
        column.addWidget(self._meaning)
        self._say(self.host.currentText())

    @property
    def meaning(self) -> str:
        """What is said of the host."""
        return self._meaning.text()

    def show_listening(self, host: str, port: int) -> None:
        """Show where TensorBoard listens."""
        self.host.setCurrentText(host)
        self.port.setValue(port)

    @Slot(str)
    def _say(self, host: str) -> None:
        if is_loopback(host.strip()):
            text, role = tr("Only this computer can open the page."), "muted"
        else:
            role = "warning"
            text = tr(
                "Other computers can open the page too. TensorBoard has no password and does not encrypt:"
                " whoever learns the address sees all that is in the logs. Use it only in a network that"
                " you trust."
            )
        self._meaning.setText(text)
        mark(self._meaning, "role", value=role)

    @Slot()
    def _use(self) -> None:
        self.chosen.emit(self.host.currentText().strip() or LOOPBACK, self.port.value())
