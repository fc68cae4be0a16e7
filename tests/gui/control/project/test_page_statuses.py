from engine.problems import Problem
from engine.settings import Project
from gui.control.project.page_status import Readiness, Step
from gui.control.project.page_statuses import states, step_of, summaries


def test_every_path_has_its_page() -> None:
    assert step_of("augmentation.flip") is Step.DATA
    assert step_of("compile.optimizer.learning_rate") is Step.FIT
    assert step_of("callbacks.2.patience") is Step.CALLBACKS
    assert step_of("") is Step.TRAIN


def test_an_error_outweighs_a_warning_and_a_warning_a_change() -> None:
    changed = Project().with_value("fit.epochs", 3).with_value("model.dropout", 0.5)
    problems = (
        Problem("fit.batch_size", "Large.", "warning"),
        Problem("fit.epochs", "Wrong."),
        Problem("compile.loss", "Odd.", "warning"),
    )
    found = states(changed, problems, last=Project())
    assert (found[Step.FIT].standing, found[Step.FIT].reason) == (Readiness.ATTENTION, "Wrong.")
    assert found[Step.MODEL].standing is Readiness.CHANGED
    assert found[Step.DATA].standing is Readiness.READY
    assert states(changed, problems[:1], last=None)[Step.FIT].standing is Readiness.WARNING
    assert states(changed, (), last=None)[Step.MODEL].standing is Readiness.READY


def test_summaries_name_what_is_set() -> None:
    found = summaries(Project())
    assert found[Step.DATA] == "digits.npz"
    assert found[Step.FIT] == "20 epochs, batch 32"
    assert found[Step.CALLBACKS] == "1 of 3 on"
