"""Changes that turn the folder of a run into one that an attacker, a bad disk or a slip could have made."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

TEXTS = (
    *("project.json", "environment.json", "outcome.json", "events.jsonl", "changes.jsonl"),
    *(".written.jsonl", ".saved-2.txt", "history.csv", "epochs.csv", "batches.bin", "log.txt", ".lock"),
)
PLACES = (*TEXTS, "resume", "logs", "logs/train", "checkpoints", "model.keras", "forecast.npz", "new.txt")
CANARIES = {
    "docs/a.txt": "a letter",
    "docs/inner/b.csv": "epoch,loss\n0,1\n",
    "events.jsonl": '{"event": "LogLine", "at": 1, "level": "info", "text": "mine"}\n' * 9,
    "history.csv": "epoch,learning_rate,seconds,loss\n1,1,1,1\n",
    "cp.keras": "PK\x03\x04 a model",
    "empty": "",
}


def write_canaries(folder: Path) -> None:
    for name, text in CANARIES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def tree(folder: Path) -> dict[str, bytes | None]:
    """All that is in the folder, files with their content."""
    found = (path for path in sorted(folder.rglob("*")))
    return {str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None for path in found}


def values(canary: Path) -> st.SearchStrategy[Any]:
    """What may stand where something else was."""
    nasty = [
        *(
            None,
            True,
            -1,
            0,
            2**31,
            2**70,
            1.5,
            1e308,
            -1e308,
            float("nan"),
            float("inf"),
            "",
            "x",
            "\0",
            "a" * 5000,
        ),
        *("../canary/docs", f"{canary}/docs", "../canary/cp.keras", "docs/../../canary/docs", "resume", "."),
        *("\ud800", "__class__", "on_epoch_end", "{epoch:c}", "C:\\x", [], {}, [[]], {"": {}}, nested(300)),
    ]
    return st.sampled_from(nasty) | st.integers() | st.floats() | st.text(max_size=8)


def nested(depth: int) -> Any:
    found: Any = 1
    for _ in range(depth):
        found = [found]
    return found


def paths_in(content: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The ways to all values in a JSON tree, 400 at most of each list."""
    yield path
    items: Any = ()
    if isinstance(content, dict):
        items = content.items()
    elif isinstance(content, list):
        items = enumerate(content[:400])
    for key, value in items:
        yield from paths_in(value, (*path, key))


def replaced(content: Any, path: tuple[Any, ...], change: Callable[[Any], Any]) -> Any:
    if not path:
        return change(content)
    if isinstance(content, dict):
        return content | {path[0]: replaced(content[path[0]], path[1:], change)}
    return [*content[: path[0]], replaced(content[path[0]], path[1:], change), *content[path[0] + 1 :]]


def mutated(draw: Any, content: Any, canary: Path) -> Any:
    """The JSON tree with one value, or one name, that is another."""
    path = draw(st.sampled_from(list(paths_in(content))))
    value = draw(values(canary))
    if path and isinstance(path[-1], str) and draw(st.booleans()):
        name, new = path[-1], value if isinstance(value, str) else "../canary/events.jsonl"
        return replaced(
            content, path[:-1], lambda old: {new if key == name else key: item for key, item in old.items()}
        )
    return replaced(content, path, lambda _old: value)


@st.composite
def mutations(draw: Any, run: Path, canary: Path) -> str:
    """Change something in the folder `run`; what was done, in words."""
    kind = draw(st.sampled_from(["value", "state", "state", "bytes", "link", "link", "other"]))
    return _KINDS[kind](draw, run, canary)


def _value(draw: Any, run: Path, canary: Path) -> str:
    path = run / draw(st.sampled_from([name for name in TEXTS if (run / name).is_file()] or ["new.json"]))
    lines = path.read_text("utf-8", "replace").splitlines() if path.is_file() else []
    whole = path.suffix == ".json"
    at = 0 if whole or not lines else draw(st.integers(0, len(lines) - 1))
    text = path.read_text("utf-8", "replace") if whole and path.is_file() else lines[at] if lines else "{}"
    try:
        changed = json.dumps(mutated(draw, json.loads(text), canary))
    except (ValueError, RecursionError):
        changed = str(draw(values(canary)))
    lines[at : len(lines) if whole else at + 1] = [changed]
    path.write_text("\n".join(lines) + "\n", "utf-8", "surrogatepass")
    return f"{path.name}: {changed[:300]}"


def _state(draw: Any, run: Path, canary: Path) -> str:
    """Change the header of every state, with a sum that is right."""
    for path in sorted(run.glob("resume/state-*")):
        if not path.is_file():
            continue
        content = path.read_bytes()
        length = int.from_bytes(content[8:16], "little")
        try:
            head = json.loads(content[16 : 16 + length])
        except ValueError:
            continue
        part = draw(st.sampled_from(["header", "arrays", "files", "callbacks", "whole"]))
        if part in ("files", "callbacks") and isinstance(head, dict) and isinstance(head.get("header"), dict):
            head["header"][part] = mutated(draw, head["header"].get(part), canary)
        elif part in ("header", "arrays") and isinstance(head, dict):
            head[part] = mutated(draw, head.get(part), canary)
        else:
            head = mutated(draw, head, canary)
        raw = json.dumps(head).encode()
        body = content[:8] + len(raw).to_bytes(8, "little") + raw + content[16 + length : -32]
        path.write_bytes(body + hashlib.sha256(body).digest())
    return "state"


def _bytes(draw: Any, run: Path, _canary: Path) -> str:
    files = [path for path in sorted(run.rglob("*")) if path.is_file() and not path.is_symlink()]
    path = draw(st.sampled_from(files))
    content = path.read_bytes()
    at = draw(st.integers(0, len(content)))
    new = draw(st.sampled_from([b"", b"\xff\xfe\0", b"[" * 100_000, b"9" * 6000, b"\n" * 50, b'{"event": ']))
    path.write_bytes(content[:at] + new + content[at + draw(st.integers(0, 40)) :])
    return f"{path.name}: bytes at {at}"


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _link(draw: Any, run: Path, canary: Path) -> str:
    states = [str(path.relative_to(run)) for path in run.glob("resume/*")]
    name = draw(st.sampled_from([*PLACES, *states]))
    target = draw(st.sampled_from([*map(str, (canary / name for name in CANARIES)), str(canary / "docs")]))
    target = draw(st.sampled_from([target, target, str(canary / "nowhere"), "/dev/zero", ".", ".."]))
    path = run / name
    _remove(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    if Path(target).is_file() and draw(st.booleans()):
        os.link(target, path)
    else:
        path.symlink_to(target)
    return f"{name} -> {target}"


def _other(draw: Any, run: Path, _canary: Path) -> str:
    """A folder, a pipe or nothing where a file was; a file where a folder was."""
    path = run / draw(st.sampled_from(PLACES))
    what = draw(st.sampled_from(["folder", "pipe", "nothing", "file"]))
    _remove(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    make: dict[str, Callable[[], Any]] = {
        "folder": path.mkdir,
        "pipe": lambda: os.mkfifo(path),
        "file": lambda: path.write_text("x"),
        "nothing": lambda: None,
    }
    make[what]()
    return f"{path.name}: {what}"


_KINDS: dict[str, Callable[[Any, Path, Path], str]] = {
    "value": _value,
    "state": _state,
    "bytes": _bytes,
    "link": _link,
    "other": _other,
}
