"""What TensorFlow, HDF5 and archives raise where the system refuses a file is reported as what it is."""

import errno
import os
import zipfile
from pathlib import Path

import h5py
import numpy as np
import pytest
import tensorflow as tf

from engine.run.file_errors import file_error

RUN = Path("/somewhere/001-run")
FULL = os.strerror(errno.ENOSPC)


def hdf5_error(number: int) -> str:
    return (
        "Can't decrement id ref count (file write failed: time = Mon Nov 30 11:01:28 2026\n"
        f", filename = '{RUN}/.saving-4.weights.h5', file descriptor = 13, errno = {number}, "
        f"error message = '{os.strerror(number)}', buf = 0x7f, total write size = 1568)"
    )


@pytest.mark.parametrize(
    ("error", "number"),
    [
        (tf.errors.ResourceExhaustedError(None, None, f"{RUN}/logs/train/events.v2; {FULL}"), errno.ENOSPC),
        (tf.errors.UnknownError(None, None, f"{RUN}/s.ckpt; {os.strerror(errno.EIO)}"), errno.EIO),
        (RuntimeError(hdf5_error(errno.EIO)), errno.EIO),
        (OSError(errno.ENOSPC, hdf5_error(errno.ENOSPC)), errno.ENOSPC),
        (PermissionError(errno.EACCES, "Permission denied", f"{RUN}/log.txt"), errno.EACCES),
    ],
)
def test_error_about_a_file_of_the_run(error: Exception, number: int) -> None:
    found = file_error(error, RUN)
    assert found is not None
    assert (found.errno, found.strerror) == (number, os.strerror(number))


def test_error_that_hides_the_one_of_the_system() -> None:
    try:
        try:
            raise OSError(errno.ENOSPC, FULL)
        finally:
            raise ValueError("Can't close the ZIP file while there is an open writing handle on it")
    except ValueError as error:
        found = file_error(error, RUN)
    assert found is not None
    assert found.errno == errno.ENOSPC


@pytest.mark.parametrize(
    "error",
    [
        tf.errors.ResourceExhaustedError(None, None, "OOM when allocating tensor with shape[10,10]"),
        FileNotFoundError(errno.ENOENT, "No such file or directory", "/data/digits.npz"),
        OSError("Unable to open file (truncated file)"),
        ValueError(f"{RUN}/model.keras has another shape"),
    ],
)
def test_error_about_something_else(error: Exception) -> None:
    assert file_error(error, RUN) is None


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_real_errors_of_a_full_disk(tmp_path: Path) -> None:
    """The words that are looked for are those that the libraries use now."""
    full = tmp_path / "full"
    full.symlink_to("/dev/full")
    with pytest.raises(tf.errors.OpError) as of_tensorflow, tf.io.gfile.GFile(str(full), "w") as file:
        file.write("x" * 100_000)
    for error in (of_tensorflow.value,):
        found = file_error(error, tmp_path)
        assert found is not None
        assert found.errno == errno.ENOSPC
    with pytest.raises((OSError, ValueError)) as of_archive, zipfile.ZipFile(full, "w") as archive:
        archive.writestr("a", np.random.default_rng(0).bytes(100_000))
    assert file_error(of_archive.value, tmp_path) is not None
    with pytest.raises((OSError, RuntimeError)) as of_hdf5, h5py.File(full, "w", locking=False) as stored:
        stored["a"] = np.zeros(100_000)
    assert file_error(of_hdf5.value, tmp_path) is not None
