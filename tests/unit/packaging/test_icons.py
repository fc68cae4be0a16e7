"""The icon in the formats of three desktops."""

from pathlib import Path

import pytest
from bundle.icons import ICO_SIZES, PNG_SIZES, write_icons
from PIL import Image

DRAWING = Path(__file__).parents[3] / "resources" / "icons" / "fitroom.svg"


@pytest.fixture(scope="module")
def icons(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("icons")
    write_icons(DRAWING, folder)
    return folder


@pytest.mark.parametrize("size", PNG_SIZES)
def test_pictures_have_their_size_and_show_something(icons: Path, size: int) -> None:
    with Image.open(icons / f"fitroom-{size}.png") as picture:
        assert picture.size == (size, size)
        assert picture.getpixel((0, 0)) == (0, 0, 0, 0)
        colors = picture.getcolors(size * size)
        assert colors is not None
        assert len(colors) > 10


def test_windows_finds_every_size(icons: Path) -> None:
    with Image.open(icons / "fitroom.ico") as picture:
        assert picture.info["sizes"] == {(size, size) for size in ICO_SIZES}


def test_macos_gets_its_format(icons: Path) -> None:
    with Image.open(icons / "fitroom.icns") as picture:
        assert picture.format == "ICNS"
        assert max(picture.size) >= 512
