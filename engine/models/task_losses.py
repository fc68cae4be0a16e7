"""Which losses and metrics fit a task: and the sentence for what does not. Knows no Keras."""

from __future__ import annotations

from engine.language import tr, tr_later
from engine.models.inputs import ModelError
from engine.settings.losses import LOSSES, METRICS, Encoding, chosen_loss, chosen_metrics, encoding_of

HINGES = ("hinge", "squared_hinge")
_TASK_OF = {
    Encoding.INDEX: "classification",
    Encoding.ONE_HOT: "classification",
    Encoding.BINARY: "classification",
    Encoding.NUMBER: "regression",
}
if set(_TASK_OF) != set(Encoding):
    raise TypeError("each Encoding needs a task")


def fitting_losses(task: str, outputs: int) -> tuple[str, ...]:
    """The names in LOSSES that fit `task` ("classification", "regression") with so many `outputs`."""
    return tuple(
        name
        for name in LOSSES
        if _TASK_OF[encoding_of(name)] == task and (encoding_of(name) is not Encoding.BINARY or outputs == 2)
    )


def fitting_metrics(loss: str) -> tuple[str, ...]:
    """The names in METRICS that can be measured beside the loss of this name in LOSSES."""
    encoding = encoding_of(loss)
    return tuple(
        name
        for name, metric in METRICS.items()
        # the tanh that a hinge loss needs gives values below 0, which are no probabilities
        if encoding in metric.encodings and not (loss in HINGES and name == "binary_crossentropy")
    )


def fitting_loss(loss: str, task: str, *, outputs: int, mixed: bool = False) -> str:
    """The name in LOSSES that the setting `loss` means; ModelError (compile.loss) when it does not fit.

    `mixed` says that examples have shares of several classes, as MixUp and CutMix make them.
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
    chosen = "categorical_crossentropy" if loss == "auto" else loss
    if encoding_of(chosen) is Encoding.ONE_HOT:
        return chosen
    raise ModelError(
        tr(
            "MixUp and CutMix give an example shares of several classes, which the loss {loss} cannot take;"
            " choose {usual}, or take them out.",
            loss=tr(LOSSES[chosen].title),
            usual=tr(LOSSES["categorical_crossentropy"].title),
        ),
        path="compile.loss",
    )


def checked_metrics(metrics: tuple[str, ...] | None, task: str, *, loss: str) -> tuple[str, ...]:
    """The names in METRICS that the setting `metrics` means beside `loss`, a name in LOSSES, each once.

    Raises ModelError with path compile.metrics when one does not fit.
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
