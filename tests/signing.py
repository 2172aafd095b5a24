"""Knows the keys that tests sign records with, in a file that is gone with the test run."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from ledger.groundwork.key_file import make_keys
from ledger.groundwork.process_settings import key_file_in
from ledger.intake.signing import Signatures


@cache
def key_file() -> Path:
    """The file."""
    folder = Path(tempfile.mkdtemp(prefix="xiaohao-keys-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = key_file_in(folder)
    make_keys(path)
    make_keys(path.with_name("informant"))
    return path


@cache
def signatures() -> Signatures:
    """What signs as the API of a test does, and believes as its worker."""
    return Signatures(key_file())
