"""docs/settings.md says what the declarations say; the script notices when it does not."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from engine.settings import Project
from engine.settings.declaration.tree import leaves

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("settings_page", ROOT / "scripts" / "settings_page.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_fresh(script: ModuleType) -> None:
    assert script.main(["--check"]) == 0, "run python scripts/settings_page.py"


def test_a_stale_page_is_noticed_and_written_again(
    script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "docs" / "settings.md"
    monkeypatch.setattr(script, "PAGE", page)
    assert script.main(["--check"]) == 1
    assert "stale" in capsys.readouterr().err
    assert script.main([]) == 0
    assert script.main(["--check"]) == 0
    page.write_text(page.read_text("utf-8") + "more", "utf-8")
    assert script.main(["--check"]) == 1


def test_every_setting_is_on_the_page(script: ModuleType) -> None:
    text = script.page()
    for leaf in leaves(Project()):
        place = leaf.path.replace("callbacks.1", "callbacks.0").replace("callbacks.2", "callbacks.0")
        assert f"**{leaf.declared.info.title}** `{place}`" in text
        assert leaf.declared.info.help in text
