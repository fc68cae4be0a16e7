"""Callbacks that record the run."""

from __future__ import annotations

from typing import Literal

from pydantic import field_validator

from engine.language import tr, tr_later
from engine.settings.callbacks.base import CallbackSection, PositiveInt
from engine.settings.declaration.declare import setting
from engine.settings.declaration.run_path import FileInRun, FolderInRun
from engine.settings.declaration.section_list import Phrase


class TensorBoard(CallbackSection):
    """Arguments of `keras.callbacks.TensorBoard`."""

    title = "TensorBoard"
    about = "Writes logs that the TensorBoard page shows."
    keras_class = "keras.callbacks.TensorBoard"
    phrases = (
        Phrase(tr_later("writes logs after every epoch"), lambda section: section.update_freq == "epoch"),
        Phrase(
            tr_later("writes logs after every batch"), lambda section: section.update_freq in ("batch", 1)
        ),
        Phrase(
            tr_later("writes logs every {update_freq:,} batches"),
            lambda section: section.update_freq not in ("epoch", "batch", 1),
        ),
        Phrase(
            tr_later("histograms every {histogram_freq:,} epochs"), lambda section: section.histogram_freq > 1
        ),
        Phrase(tr_later("histograms every epoch"), lambda section: section.histogram_freq == 1),
        Phrase(tr_later("records what the device does"), lambda section: section.profile_batch != 0),
    )
    kind: Literal["tensorboard"] = "tensorboard"
    log_dir: FolderInRun = setting(
        "logs",
        title="Log folder",
        help="Where the logs go, inside the run's folder.",
        keras="log_dir",
        min_length=1,
    )
    histogram_freq: int = setting(
        0,
        title="Histograms every",
        help="Draw the spread of the weights after every so many epochs; 0 is never.",
        lower="A closer look at the weights; slower, with larger logs.",
        raise_="Faster, with smaller logs.",
        keras="histogram_freq",
        unit="epochs",
        ge=0,
    )
    write_graph: bool = setting(
        True, title="Model graph", help="Write the drawing of the model.", keras="write_graph"
    )
    write_images: bool = setting(
        False,
        title="Weights as images",
        help="Draw the weights as images along with the histograms.",
        keras="write_images",
        more=True,
    )
    write_steps_per_second: bool = setting(
        False,
        title="Steps per second",
        help="Write how fast the run is.",
        keras="write_steps_per_second",
        more=True,
    )
    update_freq: Literal["epoch", "batch"] | PositiveInt = setting(
        "epoch",
        title="Write every",
        help="After every epoch, every batch, or a number: every so many batches."
        " Every batch slows training down: with a small model on a CPU an epoch took 2.1 to 3.4 times as"
        " long, and with every 10 batches 1.0 to 1.2 times.",
        lower="Finer curves; slower, with larger logs.",
        raise_="Faster, with fewer points on the curves.",
        keras="update_freq",
        choices={"epoch": "Epoch", "batch": "Batch"},
        unit="batches",
    )
    profile_batch: int | tuple[PositiveInt, PositiveInt] = setting(
        0,
        title="Profile batches",
        help="Record what the device does in this batch, or from one batch to another such as 10, 20."
        " 0 is never. The page here cannot show the record: install TensorBoard with its plugin elsewhere"
        " (pip install xprof tensorboard), and call tensorboard --logdir with the log folder.",
        lower="An early batch, in which starting up still counts.",
        raise_="A later batch, when the run has found its pace.",
        keras="profile_batch",
        more=True,
    )
    embeddings_freq: int = setting(
        0,
        title="Embeddings every",
        help="Write embedding layers after every so many epochs; 0 is never.",
        lower="A closer look at the embeddings; slower, with larger logs.",
        raise_="Faster, with smaller logs.",
        keras="embeddings_freq",
        unit="epochs",
        ge=0,
        more=True,
    )
    embeddings_metadata: str = setting(
        "",
        title="Embedding labels",
        help="A file with one label a line for the rows of the embedding.",
        keras="embeddings_metadata",
        none_title="none",
        editor="path",
        more=True,
    )

    @field_validator("profile_batch")
    @classmethod
    def _profile_is_a_range(cls, value: int | tuple[int, int]) -> int | tuple[int, int]:
        if isinstance(value, int) and value < 0:
            raise ValueError(tr("a batch number is 0 (never) or more"))
        if isinstance(value, tuple) and value[0] > value[1]:
            raise ValueError(tr("from {first} to {last} is backwards", first=value[0], last=value[1]))
        return value


class CSVLogger(CallbackSection):
    """Arguments of `keras.callbacks.CSVLogger`."""

    title = "CSVLogger"
    about = "Writes a table with the values of every epoch."
    keras_class = "keras.callbacks.CSVLogger"
    phrases = (Phrase(tr_later("writes the values of every epoch to {filename}")),)
    kind: Literal["csv_logger"] = "csv_logger"
    filename: FileInRun = setting(
        "epochs.csv",
        title="File name",
        help="The table's name, inside the run's folder.",
        keras="filename",
        min_length=1,
    )
    separator: Literal[",", ";", "\t"] = setting(
        ",",
        title="Separator",
        help="What stands between two values.",
        keras="separator",
        choices={",": "Comma", ";": "Semicolon", "\t": "Tab"},
    )
    append: bool = setting(
        False,
        title="Append",
        help="Continue in the file if it is there, instead of starting again.",
        keras="append",
        more=True,
    )


class RemoteMonitor(CallbackSection):
    """Arguments of `keras.callbacks.RemoteMonitor`."""

    title = "RemoteMonitor"
    about = "Sends the values of every epoch to a web server."
    keras_class = "keras.callbacks.RemoteMonitor"
    phrases = (Phrase(tr_later("sends the values of every epoch to {root}")),)
    kind: Literal["remote_monitor"] = "remote_monitor"
    root: str = setting(
        "http://localhost:9000",
        title="Server",
        help="Address of the server.",
        keras="root",
        pattern=r"^https?://[^\s/]+",
    )
    path: str = setting(
        "/publish/epoch/end/", title="Path", help="Path behind the address.", keras="path", pattern=r"^/"
    )
    field: str = setting(
        "data",
        title="Field",
        help="The form field that holds the values.",
        keras="field",
        min_length=1,
        more=True,
    )
    headers: dict[str, str] = setting(
        {},
        title="Headers",
        help="Extra HTTP headers, such as a key.",
        keras="headers",
        editor="headers",
        more=True,
    )
    send_as_json: bool = setting(
        False,
        title="Send as JSON",
        help="Send JSON instead of a form field.",
        keras="send_as_json",
        more=True,
    )
