"""Which losses and metrics fit a task, and the error for those that do not. Knows no Keras."""

from __future__ import annotations

from engine.language import tr, tr_later
from engine.models.inputs import ModelError
from engine.settings.losses import LOSSES, METRICS, Encoding, chosen_loss, chosen_metrics, encoding_of

HINGES = ("hinge", "squared_hinge")
_USUAL_OF_SHARES = "categorical_crossentropy"
_TASK_OF = {
    Encoding.INDEX: "classification",
    Encoding.ONE_HOT: "classification",
    Encoding.BINARY: "classification",
    Encoding.NUMBER: "regression",
}
_FOR = {
    Encoding.INDEX: tr_later("for classes"),
    Encoding.ONE_HOT: tr_later("for classes"),
    Encoding.BINARY: tr_later("for two classes"),
    Encoding.NUMBER: tr_later("for numbers"),
}
if not set(_TASK_OF) == set(_FOR) == set(Encoding):
    raise TypeError("each Encoding needs a task, and words")


def fitting_losses(task: str, outputs: int) -> tuple[str, ...]:
    """Return the names in LOSSES that fit a task.

    Args:
        task: "classification" or "regression".
        outputs: Number of classes; binary losses need two.
    """
    return tuple(
        name
        for name in LOSSES
        if _TASK_OF[encoding_of(name)] == task and (encoding_of(name) is not Encoding.BINARY or outputs == 2)
    )


def unfit_losses(task: str, outputs: int, *, mixed: bool = False) -> dict[str, str]:
    """Return the names in LOSSES that do not fit a task, with a few words on what each is for.

    Args:
        task: "classification" or "regression".
        outputs: Number of classes; binary losses need two.
        mixed: Whether targets are shares of several classes, as MixUp and CutMix make them.
    """
    fitting = fitting_losses(task, outputs)
    words = {name: tr(_FOR[encoding_of(name)]) for name in LOSSES if name not in fitting}
    if mixed and task == "classification":
        for name in fitting:
            if encoding_of(name) is not Encoding.ONE_HOT:
                words[name] = tr("not with MixUp or CutMix")
    return words


def fitting_metrics(loss: str) -> tuple[str, ...]:
    """Return the names in METRICS that can be measured with a loss, given by its name in LOSSES."""
    encoding = encoding_of(loss)
    return tuple(
        name
        for name, metric in METRICS.items()
        # the tanh that a hinge loss needs has outputs below 0, which are not probabilities
        if encoding in metric.encodings and not (loss in HINGES and name == "binary_crossentropy")
    )


def offered_metrics(loss: str, task: str, *, mixed: bool = False) -> tuple[str, ...]:
    """Return the names in METRICS that can be chosen.

    Args:
        loss: The setting `compile.loss`: a name in LOSSES, or "auto".
        task: "classification" or "regression".
        mixed: Whether targets are shares of several classes, as MixUp and CutMix make them.
    """
    of_shares = mixed and task == "classification" and loss == "auto"
    return fitting_metrics(_USUAL_OF_SHARES if of_shares else chosen_loss(loss, task))


def fitting_loss(loss: str, task: str, *, outputs: int, mixed: bool = False) -> str:
    """Return the name in LOSSES that a setting stands for.

    Args:
        loss: The setting `compile.loss`: a name in LOSSES, or "auto".
        task: "classification" or "regression".
        outputs: Number of classes, or of values to predict.
        mixed: Whether targets are shares of several classes, as MixUp and CutMix make them.

    Raises:
        ModelError: The loss does not fit; its path is "compile.loss".
    """
    if mixed and task == "classification":
        return _loss_of_shares(loss)
    chosen = chosen_loss(loss, task)
    if chosen in fitting_losses(task, outputs):
        return chosen
    if encoding_of(chosen) is Encoding.BINARY and task == "classification":
        why = tr_later(
            "The loss {loss} is for two classes, and this data has {outputs};"
            " choose another one, such as {usual}."
        )
    elif task == "regression":
        why = tr_later(
            "The loss {loss} is for classes, and this data's targets are numbers;"
            " choose another one, such as {usual}."
        )
    else:
        why = tr_later(
            "The loss {loss} is for numbers, and this data's targets are classes;"
            " choose another one, such as {usual}."
        )
    usual = LOSSES[chosen_loss("auto", task)].title
    sentence = tr(why, loss=tr(LOSSES[chosen].title), usual=tr(usual), outputs=outputs)
    raise ModelError(sentence, path="compile.loss")


def _loss_of_shares(loss: str) -> str:
    chosen = _USUAL_OF_SHARES if loss == "auto" else loss
    if encoding_of(chosen) is Encoding.ONE_HOT:
        return chosen
    raise ModelError(
        tr(
            "MixUp and CutMix give an example shares of several classes, which the loss {loss} cannot take;"
            " choose {usual}, or take them out.",
            loss=tr(LOSSES[chosen].title),
            usual=tr(LOSSES[_USUAL_OF_SHARES].title),
        ),
        path="compile.loss",
    )


def checked_metrics(metrics: tuple[str, ...] | None, task: str, *, loss: str) -> tuple[str, ...]:
    """Return the names in METRICS that a setting stands for, each once.

    Args:
        metrics: The setting `compile.metrics`; None for the usual metrics of the task.
        task: "classification" or "regression".
        loss: The name in LOSSES of the loss that is used.

    Raises:
        ModelError: A metric does not fit the loss; its path is "compile.metrics".
    """
    chosen = tuple(dict.fromkeys(chosen_metrics(metrics, task)))
    fitting = fitting_metrics(loss)
    for name in chosen:
        if name not in fitting:
            raise ModelError(
                tr(
                    "The metric {metric} cannot be measured with the loss {loss}; these can: {titles}.",
                    metric=tr(METRICS[name].title),
                    loss=tr(LOSSES[loss].title),
                    titles=", ".join(tr(METRICS[fit].title) for fit in fitting),
                ),
                path="compile.metrics",
            )
    return chosen
