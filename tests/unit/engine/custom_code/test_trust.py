"""Which Python files may run."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.custom_code.trust import STORE_NAME, TrustStore, fingerprint
from engine.user_folders import settings_folder


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "mine.py"
    path.write_text("x = 1\n")
    return path


def test_nothing_is_trusted_at_first(file):
    assert not TrustStore().is_trusted_now(file)
    assert not (settings_folder() / STORE_NAME).exists()


def test_trust_lasts(file):
    sha256 = TrustStore().trust(file)
    assert sha256 == fingerprint(b"x = 1\n")
    assert TrustStore().is_trusted(file, sha256)
    assert TrustStore().is_trusted_now(file)
    (known,) = TrustStore().files().values()
    assert (known.path, len(known.date)) == (str(file), len("2026-01-01T00:00:00+00:00"))


def test_a_change_ends_it_and_going_back_brings_it_back(file):
    TrustStore().trust(file)
    file.write_text("x = 2\n")
    assert not TrustStore().is_trusted_now(file)
    file.write_text("x = 1\n")
    assert TrustStore().is_trusted_now(file)


def test_a_copy_needs_no_asking(file, tmp_path):
    TrustStore().trust(file)
    copy = tmp_path / "copy.py"
    copy.write_bytes(file.read_bytes())
    assert TrustStore().is_trusted_now(copy)


def test_forget_takes_back_every_version(file, tmp_path):
    other = tmp_path / "other.py"
    other.write_text("y = 1\n")
    store = TrustStore()
    store.trust(other)
    for text in ("x = 1\n", "x = 2\n"):
        file.write_text(text)
        store.trust(file)
    store.forget(file)
    assert not store.is_trusted_now(file)
    assert [known.path for known in store.files().values()] == [str(other)]


def test_a_file_that_is_not_there(tmp_path):
    assert not TrustStore().is_trusted_now(tmp_path / "gone.py")
    with pytest.raises(FileNotFoundError):
        TrustStore().trust(tmp_path / "gone.py")


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=40)
    | st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["files", "path", "x"]), inner)
        ),
        max_leaves=5,
    ).map(lambda tree: json.dumps(tree).encode())
)
def test_a_broken_store_trusts_nothing_and_can_be_written_again(file, tmp_path, content):
    store = TrustStore(tmp_path / "trusted.json")
    (tmp_path / "trusted.json").write_bytes(content)
    assert not store.is_trusted_now(file)
    store.trust(file)
    assert store.is_trusted_now(file)
