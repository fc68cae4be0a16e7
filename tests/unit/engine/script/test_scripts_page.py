import importlib.util
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]


def test_the_page_of_scripts_is_what_the_samples_give():
    spec = importlib.util.spec_from_file_location("scripts_page", ROOT / "scripts" / "scripts_page.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert script.main(["--check"]) == 0, "run python scripts/scripts_page.py"
