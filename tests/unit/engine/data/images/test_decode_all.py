"""Files are decoded in order, block by block; what is broken is reported, and no thread stays behind."""

import threading
from pathlib import Path

import pytest
from PIL import Image

from engine.data.images import decode_all as image_decoding
from engine.data.images.decode_all import DecodedBlock, Files, decode_all, threads_for
from engine.data.images.files import FoundImage, found_image
from engine.data.images.pixels import Frame
from engine.data.reading.context import Reading

FRAME = Frame(8, 6, "crop")


@pytest.fixture
def files(tmp_path: Path) -> list[FoundImage]:
    folder = tmp_path / "images" / "a"
    folder.mkdir(parents=True)
    for number in range(40):
        Image.new("RGB", (9, 9), (number, 2 * number, 1)).save(folder / f"{number:02d}.png")
    (folder / "03.png").write_bytes(b"no image")
    found = [found_image(path, folder, label=0) for path in sorted(folder.iterdir())]
    (folder / "17.png").unlink()
    return [file for file in found if file is not None]


def decoded(files: list[FoundImage]) -> list[tuple[Files, DecodedBlock]]:
    return list(decode_all(files, "rgb", frame=FRAME, reading=Reading()))


@pytest.mark.parametrize("size", [1, 3, 128])
@pytest.mark.parametrize("small", [0, 4096])
def test_files_come_in_order_and_those_that_are_broken_are_reported(files, monkeypatch, size, small):
    monkeypatch.setattr(image_decoding, "_BLOCK", size)
    monkeypatch.setattr(image_decoding, "_SMALL", small)
    found = decoded(files)
    names = [file.name for block, _ in found for file in block]
    digests = [digest for _, part in found for digest in part.digests]
    refused = {block[at].name: reason for block, part in found for at, reason in part.refused.items()}
    assert names == [f"{number:02d}.png" for number in range(40)]
    assert [name for name, digest in zip(names, digests, strict=True) if not digest] == ["17.png"]
    whole = [bytes((number, 2 * number, 1)) for number in range(40) if number not in (3, 17)]
    assert b"".join(part.pixels for _, part in found) == b"".join(colour * 8 * 6 for colour in whole)
    assert list(refused) == ["03.png", "17.png"]
    assert "it cannot be read" in refused["17.png"]


def test_a_block_holds_few_bytes(files, monkeypatch):
    monkeypatch.setattr(image_decoding, "_BLOCK_BYTES", 3 * max(file.size for file in files))
    found = decoded(files)
    assert len(found) > 1
    for block, _ in found:
        assert len(block) == 1 or sum(file.size for file in block) <= image_decoding._BLOCK_BYTES
    assert decoded([]) == []


def test_small_files_are_decoded_by_one_thread(monkeypatch):
    monkeypatch.setattr(image_decoding.os, "cpu_count", lambda: 16)
    assert threads_for([400] * 10_000) == 1
    assert threads_for([400, 30_000]) == threads_for([200_000]) == 8


def test_threads_end_with_a_reading_that_ends_early(files, monkeypatch):
    monkeypatch.setattr(image_decoding, "_BLOCK", 3)
    monkeypatch.setattr(image_decoding, "_SMALL", 0)
    steps: list[int] = []
    reading = Reading(progress=lambda done, *_: steps.append(done))
    every = decode_all(files, "rgb", frame=FRAME, reading=reading)
    next(every)
    next(every)
    every.close()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("images")]
    assert steps == [3]
