"""What the tests of settings share."""

from typing import Any

import pytest


@pytest.fixture(scope="session")
def keras() -> Any:
    """The real Keras, for tests that hold our declarations against it."""
    from engine.tensorflow_import import import_keras

    return import_keras()
