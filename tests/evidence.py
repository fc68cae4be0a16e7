"""What an export has found, for tests that need any."""

from engine.export.evidence import Evidence

FOUND = Evidence(
    format="litert",
    file="model.tflite",
    bytes=147_000,
    max_difference=4.2e-7,
    same_answers=0.996,
    metric="accuracy",
    metric_before=0.9,
    metric_after=0.9,
    seconds_per_example=1e-5,
    threads=1,
    part="validation",
    examples=10,
    files=("model.tflite", "sub/more.txt"),
    warnings=("Something.",),
)
