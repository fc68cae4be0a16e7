"""How a run is executed: seed, device, resume state. None of this is an argument of `model.fit`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from engine.settings.declaration.declare import Section, setting

PositiveInt = Annotated[int, Field(ge=1)]


class RunSettings(Section):
    """Seed, device, determinism, and how often the resume state is written."""

    title = "Run"
    about = "Seed, device, and how often the resume state is written."

    seed: int = setting(
        1,
        title="Seed",
        help="Decides everything that is random: first weights, order of examples, split, dropout."
        " The same seed gives the same run.",
        keras="set_random_seed",
        ge=0,
        le=2**31 - 1,
    )
    device: Literal["auto", "cpu", "gpu", "all"] = setting(
        "auto",
        title="Device",
        help="Auto takes a GPU where there is one. All GPUs share out each batch (MirroredStrategy).",
        choices={"auto": "GPU if there is one", "cpu": "CPU", "gpu": "GPU", "all": "All GPUs"},
        more=True,
    )
    deterministic: bool = setting(
        True,
        title="Deterministic",
        help="Use only operations that give the same numbers every time. An exact resume on a GPU needs it.",
        keras="enable_op_determinism",
        more=True,
    )
    resume_every_batches: PositiveInt | None = setting(
        None,
        title="State every so many batches",
        help="Also write the resume state after so many batches, not only after every epoch.",
        lower="Less to repeat after a crash; writing takes time.",
        raise_="Less time for writing; more to repeat after a crash.",
        unit="batches",
        none_title="every epoch only",
        more=True,
    )
    resume_every_seconds: Annotated[float, Field(gt=0)] | None = setting(
        None,
        title="State every so many seconds",
        help="Also write the resume state after so many seconds, not only after every epoch.",
        lower="Less to repeat after a crash; writing takes time.",
        raise_="Less time for writing; more to repeat after a crash.",
        unit="s",
        none_title="every epoch only",
        more=True,
    )
    steps_per_call: PositiveInt | None = setting(
        None,
        title="Fused steps",
        help="How many training steps run in one compiled call."
        " The numbers stay the same; more is faster, but Stop answers later.",
        lower="Stop and curves answer sooner; small models run slower.",
        raise_="Small models run faster; Stop and curves answer later.",
        unit="steps",
        none_title="found by the run",
        more=True,
    )
