"""How many batches of a custom file make an epoch and a validation, as the settings of `fit` say.

Who makes the batches is in `batch_makers`, and when they are made in `engine.run.feed.custom_source`.
"""

from engine.data.dataset import AnyDataset, DataError
from engine.data.kind_facts import CustomBatches
from engine.data.plan import IndexPlan
from engine.data.reading.context import PartName
from engine.language import tr
from engine.settings import Project


def custom_plan(project: Project, batches: CustomBatches) -> IndexPlan:
    """Return the plan over batches: shuffled for each epoch as examples are, or one after the other.

    Args:
        project: The settings.
        batches: The file's training batches.

    Raises:
        DataError: When their number is unknown and `steps_per_epoch` is not set.
    """
    fit = project.fit
    if batches.of_an_epoch is None and fit.steps_per_epoch is None:
        raise DataError(
            tr(
                "How many batches there are is known to the file alone; set steps per epoch to how many of"
                " them make an epoch."
            ),
            path="fit.steps_per_epoch",
        )
    return IndexPlan(
        count=batches.count or fit.steps_per_epoch or batches.length or 1,
        batch_size=1,
        seed=project.run.seed,
        shuffle=fit.shuffle and batches.count is not None,
        steps_per_epoch=fit.steps_per_epoch,
    )


def validation_steps(project: Project, batches: CustomBatches) -> int:
    """Return how many batches a validation has.

    Args:
        project: The settings.
        batches: The file's validation batches.

    Raises:
        DataError: When their number is unknown and `validation_steps` is not set.
    """
    asked = project.fit.validation_steps
    known = batches.of_an_epoch
    if known is None and asked is None:
        raise DataError(
            tr(
                "How many validation batches there are is known to the file alone; set validation steps to"
                " how many are looked at."
            ),
            path="fit.validation_steps",
        )
    return min(asked or known or 1, known or asked or 1)


def separate_steps(project: Project, batches: CustomBatches, *, part: PartName) -> int:
    """Return how many batches of a Python file are separate validation or test data.

    Args:
        project: The settings.
        batches: The file's.
        part: Which part they are.

    Raises:
        DataError: When their number is unknown and nothing says it.
    """
    if part == "validation":
        return validation_steps(project, batches)
    if batches.of_an_epoch is None:
        raise DataError(
            tr(
                "How many batches there are is known to the file alone, so they cannot be test data; let the"
                " generator end."
            )
        )
    return batches.of_an_epoch


def check_custom(project: Project, dataset: AnyDataset) -> None:
    """Check the settings against the batches of a custom file.

    Args:
        project: The settings.
        dataset: What was read; nothing is checked where it does not come from custom code.

    Raises:
        DataError: For settings that they do not go together with.
    """
    if dataset.batches is None:
        return
    custom_plan(project, dataset.batches)
    if dataset.batches.validation is not None:
        validation_steps(project, dataset.batches.validation)
    if project.fit.class_weight != "none":
        raise DataError(
            tr(
                "The file makes the batches, so it gives the weights too, as a third array of each batch; set"
                " class weights to none."
            ),
            path="fit.class_weight",
        )
