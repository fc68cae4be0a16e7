import subprocess
import sys

# in an isolated process: in this one most classes have been made long since
SCRIPT = """
from PySide6 import QtCore, QtGui, QtWidgets
from gui.control.workers.qt_type_registration import make_classes

def missing():
    return sum(name not in vars(module) for module in (QtCore, QtGui, QtWidgets) for name in dir(module))

before = missing()
names = list(make_classes())
print(before, len(names), missing())
"""


def test_every_class_is_made_before_a_thread_asks_for_it():
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    before, asked, after = map(int, done.stdout.split())
    assert 0 < before <= asked
    assert after == 0
