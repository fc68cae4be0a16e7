"""Facts about data that has not been read: likely shapes and names, so that a script can be shown at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.data.keras_datasets.catalogue import HOUSES, SETS, class_names
from engine.script.layouts.by_kind import ArraysLayout
from engine.script.layouts.csv import CsvLayout
from engine.script.layouts.custom import CustomLayout
from engine.script.layouts.facts import ScriptFacts
from engine.script.layouts.images import ImagesLayout
from engine.script.layouts.keras_datasets import KerasLayout
from engine.script.layouts.series import LabelledLayout, SeriesLayout
from engine.script.layouts.tables import ColumnLayout, TableLayout, group_of
from engine.script.layouts.text import TextLayout
from engine.settings.data.kinds import (
    ArraysData,
    DataSection,
    ImagesData,
    KerasData,
    LabelledData,
    PythonData,
    SeriesData,
    TableData,
    TextData,
)
from engine.settings.losses import Encoding, encoding_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.settings.project import Project

_SIZE = 28
_GROUPS = 10
_WORDS = 80_000
_FEATURES = ("column_1", "column_2", "column_3", "column_4")
_CLASSES = ("class_1", "class_2")


def placeholder_facts(project: Project) -> ScriptFacts:
    """Return facts that agree with the settings as far as possible."""
    data: Any = project.data
    if isinstance(data, KerasData):
        return _of_keras(data)
    asked = getattr(data, "task", "auto")
    forecasts = isinstance(data, SeriesData) and not data.label
    task = "regression" if forecasts or asked == "regression" else "classification"
    loss = project.compile.loss
    if loss != "auto" and asked == "auto" and not isinstance(data, SeriesData):
        task = "regression" if encoding_of(loss) is Encoding.NUMBER else "classification"
    features = tuple(getattr(data, "features", ())) or _FEATURES
    validation = data.model_copy(update={"path": project.fit.validation_data})
    test = data.model_copy(update={"path": project.fit.test_data})
    return ScriptFacts(
        kind=data.kind,
        task=task,
        shape=_SHAPES[type(data)](data, len(features)),
        outputs=len(_CLASSES)
        if task == "classification"
        else data.horizon * max(len(data.target), 1)
        if forecasts
        else 1,
        dtype=_DTYPES.get(type(data), "float32"),
        class_names=_CLASSES if task == "classification" else (),
        feature_names=features,
        ordered=isinstance(data, SeriesData),
        many_series=bool(getattr(data, "series", "")),
        whole_series=getattr(data, "held_out", "") == "series",
        gap=0,
        groups=_GROUPS if isinstance(data, TableData) and group_of(data) else 0,
        weighted=bool(getattr(data, "weight", "") or getattr(data, "weight_key", "")),
        layout=_layout(data, task),
        validation=_layout(validation, task) if project.fit.validation_data else None,
        test=_layout(test, task) if project.fit.test_data else None,
        vocabulary=(data.vocabulary or _SIZE) + 2 if isinstance(data, TextData) else 0,
    )


def _of_keras(data: KerasData) -> ScriptFacts:
    """What is known of a Keras data set before it is read: all except the topics of the newswires."""
    found, is_number = SETS[data.name], data.name == "california_housing"
    classes = () if is_number else class_names(data) or tuple(f"class_{number}" for number in range(46))
    return ScriptFacts(
        kind=data.kind,
        task="regression" if is_number else "classification",
        shape=found.shape or (data.length,),
        outputs=len(classes) or 1,
        dtype="int32" if data.is_text else "float32" if is_number else "uint8",
        class_names=classes,
        feature_names=HOUSES if is_number else (),
        ordered=False,
        gap=0,
        weighted=False,
        layout=KerasLayout.of(data),
        vocabulary=(data.vocabulary or _WORDS) if data.is_text else 0,
        has_validation_part=data.test_part == "validates",
        has_test_part=data.test_part == "tests",
    )


_SHAPES: dict[type[DataSection], Callable[[Any, int], tuple[int, ...]]] = {
    ImagesData: lambda data, _features: (
        data.height or _SIZE,
        data.width or _SIZE,
        1 if data.color == "grey" else 3,
    ),
    ArraysData: lambda _data, _features: (_SIZE, _SIZE, 1),
    SeriesData: lambda data, features: (data.window, features),
    LabelledData: lambda _data, _features: (100, 1),
    TableData: lambda _data, features: (features,),
    TextData: lambda data, _features: (data.length or _SIZE,),
    PythonData: lambda _data, features: (features,),
}
_FORMATS = {".xlsx": "excel", ".xlsm": "excel", ".parquet": "parquet", ".pq": "parquet"}
_DTYPES: dict[type[DataSection], str] = {ImagesData: "uint8", ArraysData: "uint8", TextData: "int32"}


def _layout(data: Any, task: str) -> Any:
    return _LAYOUTS[type(data)](data, Path(data.source or "data"), task)


def _custom_layout(_data: Any, path: Path, task: str) -> CustomLayout:
    outputs = 1 if task == "regression" else len(_CLASSES)
    return CustomLayout(path, "float32", _targets(task), outputs, validated_any_order=True)


def _arrays(data: Any, path: Path, task: str) -> ArraysLayout:
    weight = (path, data.weight_key) if data.weight_key else None
    places = (path, data.x_key or "x"), (path, data.y_key or "y")
    return ArraysLayout(*places, weight, "", flat=False, targets=_targets(task), finite=False)


def _targets(task: str) -> str:
    return "numbers" if task == "regression" else "index"


def _table(data: Any, path: Path, _task: str) -> TableLayout:
    columns = tuple(ColumnLayout(name, "number") for name in data.features or _FEATURES)
    ending = path.suffix.lower()  # all that is known of a file that has not been read
    return TableLayout(
        path,
        columns,
        (data.target or "target",),
        weight=data.weight,
        format=_FORMATS.get(ending, "csv"),
        sheet=data.sheet,
        separator="\t" if ending == ".tsv" else ",",
    )


def _text(data: Any, path: Path, _task: str) -> TextLayout:
    table = CsvLayout(path, "utf-8-sig", ",", ".", 0, data.target or "target", missing=False)
    return TextLayout(path, table, data.text or "text", (), (), composed=False)


def _series(data: Any, path: Path, _task: str) -> SeriesLayout:
    targets = () if data.label else data.target or ("target",)
    return SeriesLayout(path, "utf-8-sig", ",", ".", 0, targets, series=data.series, label=data.label)


_LAYOUTS: dict[type[DataSection], Callable[[Any, Path, str], Any]] = {
    PythonData: _custom_layout,
    ImagesData: lambda data, path, _task: ImagesLayout(path, data.color == "grey", ()),
    ArraysData: _arrays,
    LabelledData: lambda _data, path, _task: LabelledLayout(path, dimensions=path.suffix.lower() == ".ts"),
    TableData: _table,
    TextData: _text,
    SeriesData: _series,
}
