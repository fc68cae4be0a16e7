"""Run folders with an untrained model, as quick as they can be made: what `predict` needs of a run."""

from pathlib import Path
from typing import Any

from engine.custom_code.run_file import Trusted, trust_nothing
from engine.inspect import inspect
from engine.models.seeded import build_seeded
from engine.predict.signature.file import write_signature
from engine.predict.signature.of_run import signature_of
from engine.record.run_folder import RunFolder
from engine.run.environment import package_versions
from engine.run.saved_model import save_model
from engine.settings import Project


def left(folder: Path, content: dict[str, Any], *, trusted: Trusted = trust_nothing) -> RunFolder:
    """A run folder with settings, facts, model and signature, as a run leaves them."""
    project = Project.model_validate({"fit": {"validation_method": "random"}, "callbacks": [], **content})
    run = RunFolder.create_at(folder, project)
    look = inspect(project, None, trusted=trusted)
    dataset = look.fitted
    model = build_seeded(project, look.inputs, total_steps=10, trusted=trusted)
    save_model(model, run.model_file, fitted=dataset.fitted)
    facts = {
        "task": dataset.task,
        "classes": list(dataset.class_names),
        "shape": list(dataset.shape),
        "fingerprint": look.fingerprint,
    }
    run.write_environment({"packages": package_versions(), "data": facts})
    signature = signature_of(
        project, dataset, inputs=look.inputs, trained=model, epoch=1, versions=package_versions()
    )
    write_signature(run, signature)
    return run
