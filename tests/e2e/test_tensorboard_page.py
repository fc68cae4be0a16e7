"""TensorBoard's page in a real window, beside TensorFlow in the same process.

TensorFlow and OpenGL in one process have crashed each other (see engine/tensorflow_import.py), in both orders
of loading, and only where OpenGL is really used: on a display.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.marks import TIMING

pytestmark = [pytest.mark.e2e, TIMING]

ROOT = Path(__file__).parents[2]
PATIENCE = 150
SCRIPT = """
import sys, threading
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QApplication
from engine.tensorflow_import import import_keras
from gui.control.tensorboard.process import TensorBoardProcess
from gui.views.tensorboard.tensorboard_view import TensorBoardView

order, logdir = sys.argv[1], Path(sys.argv[2])
QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
app = QApplication(sys.argv[:1])


class Scene(QObject):
    imported = Signal()

    def __init__(self):
        super().__init__()
        self.view = TensorBoardView()
        self.board = TensorBoardProcess(self)
        self.board.started.connect(self.show_page)
        self.imported.connect(self.after_import)
        self.view.show()
        if order == "tensorflow first":
            self.load_tensorflow()
        else:
            self.board.start(logdir)

    def load_tensorflow(self):
        threading.Thread(target=self.run).start()

    def run(self):
        keras = import_keras()
        model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
        model.compile("sgd", "mse", jit_compile=True)
        model.fit(keras.ops.zeros((8, 2)), keras.ops.zeros((8, 1)), verbose=0)
        self.imported.emit()

    @Slot()
    def after_import(self):
        if order == "tensorflow first":
            self.board.start(logdir)
        else:
            self.finish()

    @Slot(str)
    def show_page(self, url):
        self.view.show_page(url)
        self.view._page.loaded.connect(self.page_loaded)

    @Slot()
    def page_loaded(self):
        if order == "tensorflow first":
            self.finish()
        else:
            self.load_tensorflow()

    def finish(self):
        print("page", self.view._page.widget.isVisible(), self.view.message)
        self.board.close()
        app.quit()


scene = Scene()
app.exec()
print("end")
"""


@pytest.mark.parametrize("order", ["tensorflow first", "page first"])
def test_page_and_tensorflow_share_a_process(order, tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, order, str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "xcb"},
    )
    assert (done.returncode, done.stdout) == (0, "page True \nend\n"), done.stderr[-2000:]
