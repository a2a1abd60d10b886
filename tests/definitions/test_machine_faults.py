"""Which failures are the machine's, and that nothing is withheld for them."""

import errno

import pytest

from analysis.definitions import machine_faults
from analysis.extracts import withholding


def _after(cause: BaseException, error: Exception) -> Exception:
    try:
        try:
            raise cause
        except type(cause):
            raise error from None
    except type(error) as found:
        return found


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (MemoryError(), "no memory was left"),
        (type("_ArrayMemoryError", (MemoryError,), {})("Unable to allocate 8 PiB"), "no memory was left"),
        (OSError(errno.ENOMEM, "Cannot allocate memory"), "no memory was left"),
        (OSError(errno.EMFILE, "Too many open files"), "too many files were open"),
        (OSError(errno.ENFILE, "Too many open files in system"), "too many files were open"),
        (OSError(errno.ENOSPC, "No space left on device"), "the disk was full"),
        (OSError(errno.EIO, "Input/output error"), "the disk failed"),
        (OSError(errno.EFBIG, "File too large"), "a file grew larger than this process may write"),
        (BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable"), "no further process could be started"),
        (ImportError("libx.so: failed to map segment from shared object"), "no memory was left"),
        (ImportError("libx.so: cannot open shared object file: Too many open files"), "too many files were open"),
        (RuntimeError("can't start new thread"), "no further thread could be started"),
        (_after(MemoryError(), ValueError("no figure")), "no memory was left"),
        (FileNotFoundError(errno.ENOENT, "No such file or directory"), ""),
        (PermissionError(errno.EACCES, "Permission denied"), ""),
        (ImportError("No module named x"), ""),
        (ValueError("'Too many open files' is not a number"), ""),
        (ZeroDivisionError(), ""),
    ],
)  # fmt: skip
def test_what_the_machine_failed_in(error, reason):
    assert machine_faults.reason(error) == reason
    assert bool(machine_faults.told(error)) == bool(reason)


def test_errors_that_lead_to_each_other_in_a_circle_end():
    one, two = ValueError(), KeyError()
    one.__cause__, two.__cause__ = two, one
    assert machine_faults.reason(one) == ""


@pytest.mark.parametrize("error", [MemoryError(), OSError(errno.EMFILE, "Too many open files")])
def test_no_indicator_is_withheld_for_a_fault_of_the_machine(error):
    with pytest.raises(type(error)):
        withholding.of_error("SH1", error)


def test_an_indicator_is_withheld_for_a_fault_of_ours():
    assert "ZeroDivisionError" in withholding.of_error("SH1", ZeroDivisionError("a value")).why
