"""A folder of images in the plain script: `image_dataset_from_directory`, which need not hold it in memory.

Folders that Keras's function cannot read as the program does take the lines of the exact script
(`engine.script.reading.images`), and are arrays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.models.compile_calls import compile_call
from engine.models.parts.augmentation import batch_changes
from engine.script.augmentation import changes_batches
from engine.script.callbacks import callback_calls
from engine.script.inputs import SHARE, inputs_for, method_of
from engine.script.layouts.images import ImagesLayout
from engine.script.model import write_kept_state, write_model
from engine.script.page import Page
from engine.script.parts.drawn import draws_test, validation_part
from engine.script.parts.split import write_class_weights
from engine.script.pretty import literal
from engine.script.training import epochs, validation_arguments, write_answers
from engine.settings.data.kinds import ImagesData
from engine.settings.declaration.call import Call, Named
from engine.settings.losses import Encoding

if TYPE_CHECKING:
    from engine.script.inputs import Draft

_MODES = {Encoding.INDEX: "int", Encoding.ONE_HOT: "categorical", Encoding.BINARY: "binary"}
_ASPECT = {"crop": "crop_to_aspect_ratio", "fit": "pad_to_aspect_ratio"}


def streams_images(draft: Draft) -> bool:
    """Whether the script streams the images from their folders."""
    project, facts = draft.project, draft.facts
    layout = facts.layout
    return (
        not draft.exact
        and isinstance(layout, ImagesLayout)
        and not layout.labels
        and not layout.pattern
        and layout.for_keras
        and not changes_batches(project)
        and not project.fit.validation_data
        and not project.fit.test_data
        and not facts.has_test_part
        and not draws_test(draft)
        and project.fit.class_weight != "balanced"
        and project.fit.shuffle
        and getattr(project.data, "scaling", "none") != "standard"
    )


def write_streamed(page: Page, draft: Draft) -> None:
    """Write the whole body: the datasets, the model, `fit`, and what follows it.

    Args:
        page: Receives the lines.
        draft: Settings, facts and form, for which `streams_images` holds.

    Raises:
        ModelError: The loss or the model does not fit the data.
    """
    project = draft.project
    inputs = inputs_for(draft)
    batch_changes(project, inputs)  # raises for one that does not fit
    _write_datasets(page, draft, encoding=inputs.encoding)
    page.line("")
    write_model(page, draft, inputs=inputs)
    page.value("", compile_call(project, inputs, total_steps=Named("EPOCHS * len(train)", 1)))
    write_kept_state(page, project)
    page.line("")
    page.line("# Training")
    if project.fit.class_weight == "table":
        write_class_weights(page, draft)
    page.value("history = ", _fit(draft))
    page.line('model.save("model.keras")')
    page.line("")
    page.line("# Results")
    page.line('print(f"{len(history.epoch)} epochs")')
    part = "validation" if draft.validates else "train"
    page.line(f"print(model.evaluate({part}, verbose=0, return_dict=True))")
    write_answers(page, f"{part}.take(1)", encoding=inputs.encoding)


def _write_datasets(page: Page, draft: Draft, *, encoding: Encoding) -> None:
    data, layout = draft.project.data, draft.facts.layout
    if not isinstance(data, ImagesData) or not isinstance(layout, ImagesLayout):
        raise TypeError("the data is no folder of images")
    path = page.file(layout.path, "data.path", name="PATH")
    kwargs: dict[str, Any] = {}
    origin = {"batch_size": "fit.batch_size", "validation_split": SHARE}
    origin |= {"0": "data.path", "image_size": "data.height", "color_mode": "data.color"}
    if not layout.inferred:
        kwargs["class_names"] = list(draft.facts.class_names)
    if _MODES[encoding] != "int":
        kwargs["label_mode"] = _MODES[encoding]
    if layout.grey:
        kwargs["color_mode"] = "grayscale"
    kwargs |= {"batch_size": Named("BATCH_SIZE", None), "image_size": draft.facts.shape[:2]}
    if data.resize in _ASPECT:
        kwargs[_ASPECT[data.resize]] = True
        origin[_ASPECT[data.resize]] = "data.resize"
    kwargs["seed"] = Named("SEED", None)
    name = "keras.utils.image_dataset_from_directory"
    if layout.parts is not None:
        for part, place in layout.parts.named:
            if part == "train" or draft.validates:
                folder = Named(f"Path(PATH) / {literal(place)}", None)
                page.value(f"{part} = ", Call(name, args=(folder,), kwargs=kwargs, origin=origin))
        return
    if not draft.validates:
        page.value("train = ", Call(name, args=(path.value,), kwargs=kwargs, origin=origin))
        return
    kwargs |= {"validation_split": _share(draft), "subset": "both"}
    page.value("train, validation = ", Call(name, args=(path.value,), kwargs=kwargs, origin=origin))


def _share(draft: Draft) -> Any:
    """The share of which Keras makes as many validation examples as the program has."""
    share, count, part = draft.project.fit.validation_split, draft.facts.split_count, validation_part(draft)
    size = 0 if part is None else part.sizes(method_of(draft.project.fit, draft.facts))[0]
    if not count or int(share * count) == size:
        return share
    return Named(f"{size + 0.5} / {count}", share)


def _fit(draft: Draft) -> Call:
    fit = draft.project.fit
    kwargs: dict[str, Any] = epochs(draft)
    if callbacks := list(callback_calls(draft.project, base=draft.facts.base)):
        kwargs["callbacks"] = callbacks
    if draft.validates:
        kwargs["validation_data"] = Named("validation", None)
    if fit.class_weight == "table" and draft.facts.task == "classification":
        kwargs["class_weight"] = Named("class_weight", None)
    if fit.initial_epoch:
        kwargs["initial_epoch"] = fit.initial_epoch
    if fit.steps_per_epoch is not None:
        kwargs["steps_per_epoch"] = fit.steps_per_epoch
    if draft.validates:
        kwargs |= validation_arguments(draft, batched=False)
    kwargs.pop("validation_batch_size", None)
    origin = {name: f"fit.{name}" for name in kwargs if name not in ("callbacks", "validation_data")}
    return Call("model.fit", args=(Named("train", None),), kwargs=kwargs, origin=origin)
