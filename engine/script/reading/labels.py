"""Reading the labels of images from a table, an export or the names of the files, as a script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.data.labels.matching import UPLOAD
from engine.data.labels.pattern import expression
from engine.script.page import Page, Set, literal
from engine.script.reading.csv_files import write_rows

if TYPE_CHECKING:
    from engine.data.labels.matching import Way
    from engine.data.labels.table import ListForm
    from engine.script.layouts.images import ImagesLayout
    from engine.script.layouts.labels import LabelsLayout

_ROWS = {
    "records": "rows = READ",
    "names": ('tree = READ\nrows = [{"file": name, "label": label} for name, label in tree.items()]'),
    "lines": (
        'with open(FILE, encoding="utf-8-sig") as file:\n'
        "    rows = [json.loads(line) for line in file if line.strip()]"
    ),
    "coco": (
        "tree = READ\n"
        'names = {one["id"]: one["name"] for one in tree["categories"]}\n'
        'labels = {one["image_id"]: names[one["category_id"]] for one in tree["annotations"]}\n'
        "rows = [\n"
        '    {"file_name": one["file_name"], "label": labels.get(one["id"], "")}\n'
        '    for one in tree["images"]\n'
        "]"
    ),
    "label_studio": (
        "rows = []\n"
        "for task in READ:\n"
        '    results = [one for done in task["annotations"] for one in done["result"]]\n'
        "    if results:\n"
        '        name = task["data"][KEY].rpartition("?d=")[2]\n'
        '        label = results[0]["value"]["choices"][0]\n'
        '        rows.append({KEY: name, "label": label})'
    ),
}


def write_labelled_images(page: Page, layout: ImagesLayout) -> None:
    """Write lines that set x and y from files of labels; of parts, `held` and `tested` too."""
    composed = any(labels.composed for labels in layout.labels)
    quoted = any(labels.quoted for labels in layout.labels)
    if "def key(" not in page.text:
        page.block(_key(layout.labels[0].way, composed=composed, quoted=quoted))
        page.line("")
    has_parts = len(layout.labels) > 1
    page.line("images, y, part = [], [], []" if has_parts else "images, y = [], []")
    for labels in layout.labels:
        _write_file(page, labels, has_parts=has_parts, is_broken=bool(layout.left_out))
    page.line("x, y = np.stack(images), np.array(y)")
    for name, part in (("held", "validation"), ("tested", "test")):
        if any(labels.part == part for labels in layout.labels):
            page.line(f"{name} = np.array(part) == {literal(part)}")


def _write_file(page: Page, labels: LabelsLayout, *, has_parts: bool, is_broken: bool) -> None:
    place = "folder"
    if labels.folder:
        place = "place"
        page.line(f"place = folder / {literal(labels.folder)}")
    if labels.csv is not None:
        write_rows(page, labels.csv, setting="data.labels")
    elif labels.lines is not None:
        path = page.file(labels.path, "data.labels", name="LABELS_PATH").value.expression
        page.block(_list_lines(labels.lines, path))
    else:
        path = page.file(labels.path, "data.labels", name="LABELS_PATH").value.expression
        lines = _ROWS[labels.form].replace("READ", 'json.loads(Path(FILE).read_text("utf-8-sig"))')
        page.block(lines.replace("FILE", path).replace("KEY", literal(labels.file)))
    page.line(f'paths = [path for path in {place}.rglob("*") if path.is_file()]')
    page.line(f"keys = [key(path.relative_to({place}).as_posix()) for path in paths]")
    page.line("files = dict(zip(keys, paths, strict=True))")
    if labels.several:
        page.line("counts = Counter(keys)")
        page.line("# a name that several files have names none")
        page.line("files = {name: path for name, path in files.items() if counts[name] == 1}")
    page.line("for row in rows:")
    page.line("    name = str(row[", Set("data.file_column", labels.file), '] or "").strip()')
    page.line("    path = files.pop(key(name), None)  # None in a second row of one file")
    if labels.label:
        page.line("    label = str(row[", Set("data.label_column", labels.label), '] or "").strip()')
    else:
        page.line("    ones = [name for name in class_names if float(row[name] or 0) == 1]")
        page.line('    label = ones[0] if len(ones) == 1 else ""')
    if is_broken:
        page.line("    is_known = path is not None and label in class_names")
        page.line("    image = load(path) if is_known else None")
        page.line("    if image is not None:")
        page.line("        images.append(image)")
    else:
        page.line("    if path is not None and label in class_names:")
        page.line("        images.append(load(path))")
    page.line("        y.append(class_names.index(label))")
    if has_parts:
        page.line(f"        part.append({literal(labels.part)})")


def _list_lines(form: ListForm, path: str) -> str:
    """Return the lines that read a list of files and classes into `rows`."""
    divide = "rsplit" if form.from_right else "split"
    names = '("label", "file")' if form.label_first else '("file", "label")'
    source = "lines[1:]" if form.header else "lines"
    return (
        f"with open({path}, encoding={literal(form.encoding)}) as file:\n"
        "    lines = [line for line in file if line.strip()]\n"
        "rows = []\n"
        f"for line in {source}:\n"
        f"    parts = line.{divide}({literal(form.separator or None)}, 1)\n"
        f"    rows.append(dict(zip({names}, parts, strict=False)))\n"
    )


def _key(way: Way, *, composed: bool, quoted: bool) -> str:
    """Return the lines of a function that makes the key of a path, as `Way.key` makes it."""
    lines = ["def key(path):", '    """What a row and a file have in common."""']
    if quoted and not way.plain:
        lines.append("    path = unquote(path)")
    if not way.plain:
        lines.append('    path = path.replace("\\\\", "/")')
    if composed and not way.plain:
        lines.append('    path = unicodedata.normalize("NFC", path)')
    if way.depth:
        lines.append(f'    path = "/".join(path.split("/")[-{way.depth}:])')
    if way.upload:
        lines.append(f"    path = re.sub({literal(UPLOAD)}, {literal('')}, path)")
    if way.stem:
        lines.append('    path = path.rpartition(".")[0] or path')
    lines.append(f"    return path{'.casefold()' if way.fold else ''}")
    return "\n".join(lines)


def write_named_images(page: Page, layout: ImagesLayout) -> None:
    """Write lines that set x and y from files that have their class in their name."""
    page.line("pattern = re.compile(", Set("data.name_pattern", expression(layout.pattern)), ")")
    page.line("images, y = [], []")
    page.line("for path in files_in(folder):")
    page.line("    match = pattern.fullmatch(path.stem)")
    page.line('    label = match[1].strip() if match else ""')
    if layout.left_out:
        page.line("    image = load(path) if label in class_names else None")
        page.line("    if image is not None:")
        page.line("        images.append(image)")
    else:
        page.line("    if label in class_names:")
        page.line("        images.append(load(path))")
    page.line("        y.append(class_names.index(label))")
    page.line('order = np.argsort(y, kind="stable")')
    page.line("x, y = np.stack(images)[order], np.array(y)[order]")
