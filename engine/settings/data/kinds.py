"""The kinds of data as one union, with those that need no module: images, arrays, Python files.

The other kinds are in the modules beside this one. The data is read in `engine.data`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from engine.settings.data.keras_datasets import KerasData
from engine.settings.data.sections import (
    PARTS,
    PATH_HELP,
    TASK_CHOICES,
    TASK_HELP,
    DataSection,
    NumberTargetSection,
    ScaledSection,
    Task,
)
from engine.settings.data.series import LabelledData, SeriesData
from engine.settings.data.tables import TableData
from engine.settings.data.text import TextData
from engine.settings.declaration.declare import setting

Storage = Literal["auto", "memory", "disk", "stream"]


class ImagesData(ScaledSection):
    """A folder with one sub-folder for each class; all images are resized to one size.

    Pixels are uint8, or float32 where 16 bits are kept.
    """

    title = "Folder of images"
    about = (
        "PNG, JPEG, TIFF, BMP, GIF or WebP images, in one sub-folder for each class or with a file of labels."
    )

    kind: Literal["images"] = "images"
    path: str = setting("", title="Folder", help=PATH_HELP, keras="x, y", editor="folder", folders=True)
    labels: str = setting(
        "",
        title="Labels file",
        help="A CSV, JSON or text file that names the images and their classes: in a column, in one column of"
        " 0 and 1 for each class, as Label Studio, COCO or JSON lines, or as a list with a name and a class"
        " in each line. Without it the sub-folders are the classes; the only such file in a folder without"
        " sub-folders is found by itself.",
        none_title="none, the sub-folders are the classes",
        editor="path",
        more=True,
    )
    file_column: str = setting(
        "",
        title="File column",
        help="The column of the labels file with the names of the images.",
        none_title="found by its values",
        editor="column",
        more=True,
    )
    label_column: str = setting(
        "",
        title="Label column",
        help="The column of the labels file with the classes.",
        none_title="found by its name",
        editor="column",
        more=True,
    )
    name_pattern: str = setting(
        "",
        title="Class in file names",
        help="Where the class stands in the names of the files: LABEL is the class and * is anything, as in"
        " LABEL.* for cat.12.jpg. Looked for where there are neither sub-folders nor a labels file.",
        none_title="found by itself",
        more=True,
    )
    parts: bool = PARTS
    color: Literal["auto", "grey", "grey16", "rgb"] = setting(
        "auto",
        title="Colour",
        help="Grey has one channel, colour three. Found from the images: grey when every image is grey, and"
        " with 16 bits when one has them. 16 bits keep their values, 0 to 65535, as float32; others lose the"
        " lower 8.",
        choices={
            "auto": "Found from the images",
            "grey": "Grey (1 channel)",
            "grey16": "Grey, 16 bits (1 channel)",
            "rgb": "Colour (3 channels)",
        },
    )
    height: Annotated[int, Field(ge=4, le=2048)] | None = setting(
        None,
        title="Height",
        help="Height that every image is brought to. Found from the images: their own, smaller ones are not"
        " enlarged, and larger ones are brought to at most 64 px.",
        none_title="found from the images",
        lower="Faster, less memory, fine detail is lost.",
        raise_="Fine detail stays; time and memory grow with the area.",
        unit="px",
    )
    width: Annotated[int, Field(ge=4, le=2048)] | None = setting(
        None,
        title="Width",
        help="Width that every image is brought to. Found from the images: their own, smaller ones are not"
        " enlarged, and larger ones are brought to at most 64 px.",
        none_title="found from the images",
        lower="Faster, less memory, fine detail is lost.",
        raise_="Fine detail stays; time and memory grow with the area.",
        unit="px",
    )
    resize: Literal["crop", "fit", "stretch"] = setting(
        "crop",
        title="Resize",
        help="Crop fills the frame and cuts what stands over; fit shows all, with black edges;"
        " stretch changes the proportions.",
        choices={"crop": "Fill and crop", "fit": "Fit inside", "stretch": "Stretch"},
    )
    storage: Storage = setting(
        "auto",
        title="Where pixels are kept",
        help="Images that fit are kept in memory. More of them are decoded once into one file on the disk,"
        " or, where the disk has no room, decoded again for every batch. The numbers stay the same.",
        choices={
            "auto": "Found from their size",
            "memory": "In memory",
            "disk": "Decoded once, in a file",
            "stream": "Decoded for every batch",
        },
        more=True,
    )


class ArraysData(NumberTargetSection):
    """Arrays from an NPZ or HDF5 file, or from two NPY files, always loaded with `allow_pickle=False`."""

    title = "Arrays (NPZ, NPY, HDF5)"
    about = "One NPZ or HDF5 file with inputs and targets, or an NPY file of inputs and one of targets."

    kind: Literal["arrays"] = "arrays"
    path: str = setting(
        "",
        title="File",
        help=PATH_HELP,
        keras="x, y",
        editor="path",
        suffixes=(".npz", ".npy", ".h5", ".hdf5"),
    )
    x_key: str = setting(
        "",
        title="Inputs",
        help="Name of the array with the inputs (x) in the NPZ or HDF5 file.",
        none_title="found by name",
        editor="array",
        keras="x",
    )
    y_key: str = setting(
        "",
        title="Targets",
        help="Name of the array with the targets (y) in the NPZ or HDF5 file.",
        none_title="found by name",
        editor="array",
        keras="y",
    )
    y_path: str = setting(
        "",
        title="Targets file",
        help="The NPY file with the targets when the inputs are an NPY file.",
        editor="path",
        more=True,
        keras="y",
    )
    weight_key: str = setting(
        "",
        title="Sample weights",
        help="Name of an array with one weight for each example: how much it counts in the loss.",
        keras="sample_weight",
        none_title="none",
        editor="array",
        more=True,
    )
    parts: bool = setting(
        True,
        title="Arrays of parts",
        help="Where arrays are called x_train and y_train, those called x_val and y_val validate, and x_test"
        " and y_test are the test part. Off leaves them alone.",
        more=True,
    )
    channels: Literal["auto", "last", "first"] = setting(
        "auto",
        title="Channels",
        help="Where the colour channels of pictures stand: last, (height, width, channels), as Keras needs"
        " them, or first, (channels, height, width), which is turned.",
        choices={"auto": "Found from the shape", "last": "Last", "first": "First: they are turned"},
        more=True,
    )
    integers: Literal["auto", "bytes", "numbers"] = setting(
        "auto",
        title="Whole numbers",
        help="What inputs are that hold whole numbers from 0 to 255 in a wider type: bytes, as pixels are, or"
        " numbers, which are scaled by what is measured. Auto takes pictures as bytes.",
        choices={"auto": "Found from shape and values", "bytes": "Bytes", "numbers": "Numbers"},
        more=True,
    )
    padding: Literal["auto", "none", "zero", "minus_one"] = setting(
        "auto",
        title="Padding",
        help="How sequences of several lengths, (examples, steps, features), are filled up."
        " Steps of padding take no part in scaling, and layers with a memory leave them out.",
        keras="Masking",
        choices={
            "auto": "By lengths, or NaN at the end",
            "none": "None",
            "zero": "Zeros at the end",
            "minus_one": "-1 at the end",
        },
        more=True,
    )
    lengths_key: str = setting(
        "",
        title="Lengths",
        help="Name of an array with the number of steps that each sequence really has.",
        none_title="found by name",
        editor="array",
        more=True,
    )
    task: Task = setting("auto", title="Task", help=TASK_HELP, choices=TASK_CHOICES, more=True)


class PythonData(DataSection):
    """A custom Python file that makes the batches. The file runs only if the user trusts it."""

    title = "Python file"
    about = (
        "A Python file with a keras.utils.PyDataset or a generator that makes the batches itself."
        " It runs only after you have said that you trust it."
    )

    kind: Literal["python"] = "python"
    path: str = setting(
        "",
        title="Python file",
        help="The file that makes the batches. It is shown, and runs when you have said that you trust it.",
        keras="x",
        editor="python",
        suffixes=(".py",),
    )
    name: str = setting(
        "training_data",
        title="Training batches",
        help="The name of a PyDataset in the file, or of a function that gives one or yields batches.",
        min_length=1,
    )
    validation_name: str = setting(
        "validation_data",
        title="Validation batches",
        help="The same for validation. Without this name in the file there is no validation.",
    )
    test_name: str = setting(
        "test_data",
        title="Test batches",
        help="The same for the test part, which is looked at after training alone. Without this name in the"
        " file the test share is taken, of the batches of a PyDataset.",
        more=True,
    )
    task: Task = setting("auto", title="Task", help=TASK_HELP, choices=TASK_CHOICES)
    classes: Annotated[int, Field(ge=2, le=1_000_000)] | None = setting(
        None,
        title="Classes",
        help="How many classes there are, where the targets are class numbers from 0 on."
        " A list class_names in the file says it too.",
        none_title="found from class_names or the targets",
    )
    scaling: Literal["none", "unit"] = setting(
        "none",
        title="Input scaling",
        help="The batches are taken as the file makes them; bytes can be divided by 255 in the model.",
        choices={"none": "None", "unit": "Divide by 255"},
        more=True,
    )


DataSettings = Annotated[
    ImagesData | ArraysData | TableData | SeriesData | LabelledData | TextData | KerasData | PythonData,
    Field(discriminator="kind"),
]
