"""The size check, on small folders that say they are large."""

from pathlib import Path

from bundle import budget
from bundle.budget import Size, measure, problem

MB = int(budget.MEGABYTE)


def test_pieces_are_packages_and_links_weigh_nothing(tmp_path: Path) -> None:
    inner = tmp_path / "_internal"
    for name, size in {"numpy/a.so": 30, "numpy/b/c.so": 12, "libssl.so.3": 7}.items():
        path = inner / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes(size))
    (inner / "link.so").symlink_to("numpy/a.so")
    (tmp_path / "fitroom").write_bytes(bytes(5))
    size = measure(tmp_path)
    assert size.total == 54
    assert size.pieces == (("numpy", 42), ("libssl.so.3", 7), ("fitroom", 5))


def test_a_large_library_is_a_piece_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "_internal" / "tensorflow" / "large.so"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        file.truncate(21 * MB)  # takes no room on the disk
    (path.parent / "small.so").write_bytes(b"1")
    assert [name for name, _ in measure(tmp_path).pieces] == ["tensorflow/large.so", "tensorflow"]


def test_too_large_a_bundle_names_its_ten_largest_pieces() -> None:
    size = Size(1300 * MB, tuple((f"piece-{number:02}", (100 - number) * MB) for number in range(13)))
    summary = problem(size, gpu=False, web=True)
    assert "1300 MB and may have 1250" in summary
    assert [line.split()[-1] for line in summary.splitlines()[1:11]] == [
        f"piece-{number:02}" for number in range(10)
    ]
    assert "piece-10" not in summary


def test_limits_are_those_of_the_flavour() -> None:
    size = Size(1100 * MB, ())
    assert problem(size, gpu=False, web=True) == ""
    assert problem(size, gpu=False, web=False) != ""
    assert problem(Size(9000 * MB, ()), gpu=True, web=True) == ""
