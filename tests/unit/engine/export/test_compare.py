"""Answers side by side: differences, equal answers, metrics, warnings with the examples that changed."""

import numpy as np
import pytest

from engine.export.formats import BY_NAME
from engine.export.proof.compare import Truth, compare
from engine.predict.signature.schema import Outputs

THREE = Outputs(shape=(3,), holds="probabilities", classes=("x", "y", "z"))
TWO = Outputs(shape=(1,), holds="probabilities", classes=("x", "y"), threshold=0.3)
NUMBER = Outputs(shape=(1,), holds="numbers", targets=("price",))
CLASSES = Truth(y=np.array([0, 1, 1, 2]), names=("a", "b", "c", "d"), outputs=THREE)
BEFORE = np.array([[0.8, 0.1, 0.1], [0.1, 0.8, 0.1], [0.2, 0.3, 0.5], [0.1, 0.1, 0.8]], np.float32)


def test_the_same_outputs_give_no_warning():
    found = compare(BEFORE, BEFORE.copy(), made=BY_NAME["litert"], truth=CLASSES)
    assert (found.max_difference, found.same_answers, found.warnings) == (0.0, 1.0, ())
    assert found.metric == "accuracy"
    assert (found.metric_before, found.metric_after) == (0.75, 0.75)


def test_a_changed_answer_is_named_in_a_warning():
    after = BEFORE.copy()
    after[2] = [0.2, 0.5, 0.3]
    found = compare(BEFORE, after, made=BY_NAME["litert-int8"], truth=CLASSES)
    assert found.same_answers == 0.75
    assert found.metric_after == 1.0
    assert found.changed == ("c",)
    assert len(found.warnings) == 1
    assert found.warnings[0].startswith("75.0 % of its answers")
    assert "changed: c." in found.warnings[0]


def test_a_float32_format_may_differ_by_rounding_alone():
    near, far = BEFORE + np.float32(2e-6), BEFORE + np.float32(2e-5)
    assert not compare(BEFORE, near, made=BY_NAME["onnx"], truth=CLASSES).warnings
    found = compare(BEFORE, far, made=BY_NAME["onnx"], truth=CLASSES)
    assert found.max_difference == pytest.approx(2e-5 / 0.8, rel=0.01)
    assert len(found.warnings) == 1
    # a run in 16 bits itself is less exact than its export
    assert not compare(BEFORE, far, made=BY_NAME["onnx"], truth=CLASSES, mixed=True).warnings


def test_a_file_that_gives_nan_differs_by_infinity():
    found = compare(BEFORE, np.full_like(BEFORE, np.nan), made=BY_NAME["litert"], truth=CLASSES)
    assert found.max_difference == np.inf
    assert found.warnings


def test_one_output_of_two_classes_is_judged_by_the_threshold():
    truth = Truth(y=np.array([0, 1]), names=("a", "b"), outputs=TWO)
    outputs = np.array([[0.2], [0.4]], np.float32)
    assert compare(outputs, outputs, made=BY_NAME["litert"], truth=truth).metric_after == 1.0
    both = np.concatenate([1 - outputs, outputs], axis=1)
    assert compare(both, both, made=BY_NAME["litert"], truth=truth).metric_after == 1.0
    margins = Truth(y=truth.y, names=truth.names, outputs=TWO.model_copy(update={"holds": "margins"}))
    # a margin of -0.4 stands for 0.3
    assert margins.answers(np.array([[-0.5], [-0.3]], np.float32)).tolist() == [0, 1]


def test_numbers_are_equal_when_they_are_near_in_their_spread():
    truth = Truth(y=np.array([[1.0], [2.0], [5.0]]), names=("a", "b", "c"), outputs=NUMBER)
    before = np.array([[1.0], [2.0], [4.0]], np.float32)
    after = before + np.array([[0.0], [0.1], [0.2]], np.float32)
    found = compare(before, after, made=BY_NAME["litert-int8"], truth=truth)
    assert found.metric == "mae"
    assert found.metric_before == pytest.approx(1 / 3)
    assert found.same_answers == pytest.approx(2 / 3)
    assert found.changed == ("c",)
