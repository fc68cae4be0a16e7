"""What is left out of the bundle, and that the program does without it."""

import ast
import importlib.util
from pathlib import Path

import pytest
from bundle import contents

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    "name",
    [
        "tensorflow/include/tensorflow/core/public/session.h",
        "tensorflow/compiler/mlir/stablehlo/stablehlo_extension.so",
        "tensorflow/python/profiler/internal/_pywrap_profiler_plugin.so",
        "PySide6/Qt/qml/QtQuick/Controls/libqtquickcontrols2plugin.so",
        "PySide6/Qt/plugins/sqldrivers/libqsqlite.so",
        "PySide6/Qt/plugins/platforms/libqeglfs.so",
        "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
        "PySide6/plugins/multimedia/windowsmediaplugin.dll",
        "PySide6/Qt/translations/qtbase_de.qm",
        "PySide6/Qt/translations/qtwebengine_locales/de.pak",
        "PySide6/Qt/resources/qtwebengine_devtools_resources.pak",
        "numpy/core/tests/data/file.csv",
    ],
)
def test_left_out(name: str) -> None:
    assert contents.is_left_out(name)


@pytest.mark.parametrize(
    "name",
    [
        "tensorflow/libtensorflow_cc.so.2",
        "tensorflow/python/profiler/internal/_pywrap_profiler.so",
        "tensorboard/webfiles.zip",
        "tensorboard_data_server/bin/server",
        "PySide6/QtWidgets.abi3.so",
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/platforms/libqwayland.so",
        "PySide6/Qt/plugins/platforms/libqoffscreen.so",
        "PySide6/Qt/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so",
        "PySide6/Qt/translations/qtbase_ko.qm",
        "PySide6/Qt/translations/qtwebengine_locales/ko.pak",
        "resources/samples/digits.npz",
        "resources/translations/ko/LC_MESSAGES/fitroom.mo",
        "licences/PySide6/LICENSE.txt",
    ],
)
def test_kept(name: str) -> None:
    assert not contents.is_left_out(name)


@pytest.mark.parametrize(
    ("library", "left"),
    [
        ("libstdc++.so.6", True),
        ("libgcc_s.so.1", True),
        ("libX11.so.6", True),
        ("libxcb.so.1", True),
        ("libEGL.so.1", True),
        ("libGL.so.1", True),
        ("libcrypt.so.1", True),
        ("libcrypto.so.3", False),
        ("libxcb-cursor.so.0", False),
        ("libQt6Core.so.6", False),
        ("libtensorflow_cc.so.2", False),
    ],
)
def test_what_is_the_hosts(library: str, left: bool) -> None:
    assert contents.is_left_to_host(library) is left


def test_modules_that_only_test_are_distinguished_from_those_that_help_to_test() -> None:
    assert contents.is_test_module("pandas.tests.frame.test_query")
    assert contents.is_test_module("keras.src.layers.core.dense_test")
    assert not contents.is_test_module("tensorflow.python.framework.test_util")
    assert not contents.is_test_module("numpy.testing")


def test_the_program_imports_nothing_that_is_excluded() -> None:
    imported = {
        name
        for folder in ("engine", "gui")
        for path in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        for name in _imported(node)
    }
    assert "numpy" in imported
    for name in contents.EXCLUDED_MODULES:
        if name != "sklearn":
            assert not [module for module in imported if f"{module}.".startswith(f"{name}.")]


def test_scikit_learn_is_imported_only_where_the_program_can_do_without_it() -> None:
    users = [
        path
        for path in (ROOT / "engine").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if any(name.startswith("sklearn") for name in _imported(node))
    ]
    assert users
    assert not [path for path in users if "has_scikit_learn()" not in path.read_text("utf-8")]


@pytest.mark.parametrize("name", contents.HIDDEN_IMPORTS)
def test_hidden_imports_exist(name: str) -> None:
    assert importlib.util.find_spec(name) is not None


def test_a_persons_code_may_import_pythons_own_library() -> None:
    modules = set(contents.standard_library())
    assert {"csv", "json", "random", "statistics", "sqlite3"} <= modules
    assert not modules & contents.NOT_FOR_PEOPLE
    assert all(importlib.util.find_spec(name) for name in modules)


def test_the_stub_stands_where_tensorflow_looks() -> None:
    stub = ROOT / "packaging" / "stubs" / f"{contents.PROFILER.rpartition('.')[2]}.py"
    spec = importlib.util.spec_from_file_location("stub", stub)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    with pytest.raises(AttributeError, match="left out of this program"):
        _ = module.trace


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return []
