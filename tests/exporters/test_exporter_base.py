import errno
import os
import stat
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.domain.errors import UsageError
from coder.exporters import delimited, jsonlines, markdown, spreadsheet
from coder.exporters.base import Sheet, atomic, cut, distinct, paths, plain, safe_text

as_a_person = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the administrator may write everywhere"
)


def listing(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def fail_half_way(path: Path, failure: type[BaseException]) -> None:
    with atomic(path) as handle:
        handle.write(b"half")
        raise failure


def test_new_bytes_take_the_place_of_old_ones(tmp_path: Path):
    path = tmp_path / "out.csv"
    path.write_bytes(b"old")
    with atomic(path) as handle:
        handle.write(b"new")
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new"
    assert listing(tmp_path) == ["out.csv"]


@pytest.mark.parametrize("failure", [KeyboardInterrupt, ValueError, RuntimeError])
def test_after_an_error_all_is_as_it_was(tmp_path: Path, failure: type[BaseException]):
    path = tmp_path / "out.csv"
    path.write_bytes(b"old")
    with pytest.raises(failure):
        fail_half_way(path, failure)
    assert path.read_bytes() == b"old"
    assert listing(tmp_path) == ["out.csv"]


def test_a_full_disk_is_named(tmp_path: Path):
    with pytest.raises(UsageError) as caught, atomic(tmp_path / "out.csv"):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    place = tmp_path.resolve()
    while not os.path.ismount(place):
        place = place.parent
    assert f"the disk {place} is full" in caught.value.message
    assert caught.value.hint
    assert listing(tmp_path) == []


def test_a_missing_folder_is_named(tmp_path: Path):
    with pytest.raises(UsageError) as caught, atomic(tmp_path / "nowhere" / "out.csv"):
        pytest.fail("nothing to write to")
    assert str(tmp_path / "nowhere") in caught.value.message
    assert caught.value.exit_code == 2


def test_a_file_for_a_folder(tmp_path: Path):
    (tmp_path / "plain").write_text("")
    with pytest.raises(UsageError, match="does not exist"), atomic(tmp_path / "plain" / "out.csv"):
        pytest.fail("nothing to write to")


def test_a_folder_is_not_a_file(tmp_path: Path):
    with pytest.raises(UsageError, match="is a folder"), atomic(tmp_path):
        pytest.fail("nothing to write to")


def test_a_name_too_long_for_the_disk(tmp_path: Path):
    with pytest.raises(UsageError, match="was not written"), atomic(tmp_path / ("a" * 300)) as handle:
        handle.write(b"x")
    assert listing(tmp_path) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_device_or_pipe_is_not_replaced(tmp_path: Path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(UsageError, match="not a file"), atomic(pipe):
        pytest.fail("nothing to write to")
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@as_a_person
def test_a_protected_folder(tmp_path: Path):
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o500)
    with pytest.raises(UsageError, match="may not be written"), atomic(folder / "out.csv"):
        pytest.fail("nothing to write to")


@as_a_person
def test_a_protected_file_stays(tmp_path: Path):
    path = tmp_path / "out.csv"
    path.write_text("keep")
    path.chmod(0o400)
    with pytest.raises(UsageError, match="may not be written"), atomic(path) as handle:
        handle.write(b"new")
    assert path.read_text() == "keep"


@pytest.mark.skipif(sys.platform == "win32", reason="links and modes of Unix")
def test_links_and_modes_are_kept(tmp_path: Path):
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_text("old")
    real.chmod(0o640)
    link.symlink_to(real)
    with atomic(link) as handle:
        handle.write(b"new")
    assert link.is_symlink()
    assert real.read_text() == "new"
    assert stat.S_IMODE(real.stat().st_mode) == 0o640


BIG = Sheet("Antwoorden", ("nr", "antwoord"), [(i, f"antwoord {i * 7919}") for i in range(5_000)])


@pytest.mark.parametrize(
    ("write", "sheets"),
    [
        (delimited.write, [Sheet("Eerst", ("a",), [(1,)]), BIG]),
        (jsonlines.write, [Sheet("Eerst", ("a",), [(1,)]), BIG]),
        (markdown.write, [BIG]),
        (spreadsheet.write, [BIG]),
    ],
    ids=["csv", "jsonl", "md", "xlsx"],
)
def test_a_failure_half_way_leaves_the_old_files(tmp_path: Path, write, sheets):
    resource = pytest.importorskip("resource", reason="no limits on file size here")
    files = paths(tmp_path / "out.x", sheets if write in (delimited.write, jsonlines.write) else sheets[:1])
    for path in files:
        path.write_text("old")
    before = listing(tmp_path)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, limits[1]))
    try:
        with pytest.raises(UsageError) as caught:
            write(tmp_path / "out.x", sheets)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert "was not written" in caught.value.message
    assert [path.read_text() for path in files] == ["old"] * len(files)
    assert listing(tmp_path) == before


def test_sheets_beside_the_first_get_names_of_their_own(tmp_path: Path):
    sheets = [Sheet(name, (), []) for name in ("Thema's", "Per groep", "../Per/groep", "…", "België")]
    names = [path.name for path in paths(tmp_path / "uit.csv", sheets)]
    assert names == ["uit.csv", "uit-per-groep.csv", "uit-per-groep-2.csv", "uit-2.csv", "uit-belgië.csv"]
    assert paths(tmp_path / "uit.csv", []) == []


def test_what_looks_like_a_formula_gets_an_apostrophe(formula: str):
    assert safe_text(formula).startswith("'")


@pytest.mark.parametrize("text", ["", "'s avonds", "a=b", "druk; -5", "grap ;-)", "x\n- mooi", "a - b"])
def test_ordinary_texts_are_left_alone(text: str):
    assert safe_text(text) == text


@pytest.mark.parametrize("hidden", ['a;=HYPERLINK("x")', "a; \t@SUM(1)", "a\n+cmd|' /C calc'!A0", "a;-A1(1)"])
def test_a_formula_after_a_semicolon_or_line_break_is_disarmed(hidden: str):
    assert "'" in safe_text(hidden).replace("' /C calc'", "")
    assert safe_text(hidden).replace("'", "") == hidden.replace("'", "")


def test_control_characters_become_visible():
    assert safe_text("a\x1b[31mrood\x00") == "a␛[31mrood␀"
    assert plain("een\r\ntwee\rdrie\ufffe") == "een\ntwee\ndrie\ufffd"


@given(st.text())
def test_safe_texts_never_begin_like_a_formula(text: str):
    safe = safe_text(text)
    assert not safe.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert not safe.startswith(("\t", "\r", "\n"))
    assert not any(character in safe for character in "\x00\x1b\r\x7f\u202e")
    safe.encode()


@given(st.text(), st.integers(1, 20))
def test_cut_counts_like_excel(text: str, limit: int):
    short = cut(text, limit)
    assert len(short.encode("utf-16-le", "surrogatepass")) <= 2 * limit
    assert text.startswith(short)


@given(st.lists(st.text(max_size=6), max_size=8))
def test_names_become_distinct(names: list[str]):
    found = distinct(names, 5)
    assert len(found) == len(names)
    assert len({name.casefold() for name in found}) == len(names)
