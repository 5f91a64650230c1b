"""The VBA project has sources and nothing else, in a compound file that keeps to MS-CFB; two parsers read it."""

import io
import struct
import warnings
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import olefile  # type: ignore[import-untyped]  # no types
    from oletools.olevba import VBA_Parser, decompress_stream  # type: ignore[import-untyped]  # no types

from pyopenvba import ExcelFile

from xlplugin import load_rubric
from xlplugin.workbook.build import workbook_bytes
from xlplugin.workbook.build_options import BuildOptions
from xlplugin.workbook.vba.compound_file import compound_file
from xlplugin.workbook.vba.source_only import NO_CACHE, _records
from xlplugin.workbook.vba.vba_project import sources

RED, BLACK, NONE = 0, 1, 0xFFFFFFFF


@pytest.fixture(scope="module")
def workbook() -> bytes:
    return workbook_bytes(load_rubric("gaoping-2022-a"), BuildOptions(body="米山镇", macros=True))


def project_of(workbook: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(workbook)) as file:
        return file.read("xl/vbaProject.bin")


def excels_own() -> bytes:
    """Return the project of the one workbook in xlwings that Excel itself wrote."""
    spec = find_spec("xlwings")
    assert spec
    assert spec.submodule_search_locations
    return project_of((Path(spec.submodule_search_locations[0]) / "quickstart.xlsm").read_bytes())


def faults_of_tree(project: bytes) -> list[str]:
    """Return where the directory breaks MS-CFB, 2.6.4: names in order, no red below red, equal black heights."""
    with olefile.OleFileIO(io.BytesIO(project)) as file:
        raw = file.directory_fp.getvalue() if hasattr(file.directory_fp, "getvalue") else file.directory_fp.read()
    entries = [struct.unpack("<64sHBB3I16sIQQIQ", raw[at : at + 128]) for at in range(0, len(raw), 128)]
    results: list[str] = []
    reached = {0}

    def name(at: int) -> str:
        return str(entries[at][0][: max(entries[at][1] - 2, 0)].decode("utf-16-le"))

    def walk(at: int, above: int) -> tuple[list[str], int]:
        if at == NONE:
            return [], 1
        reached.add(at)
        _, _, kind, colour, left, right, child = entries[at][:7]
        if colour == RED and above == RED:
            results.append(f"{name(at)}: red below red")
        before, black = walk(left, colour)
        behind, other = walk(right, colour)
        if black != other:
            results.append(f"{name(at)}: black heights {black} and {other}")
        if kind == 1:
            start(child)
        return [*before, name(at), *behind], black + (colour == BLACK)

    def start(at: int) -> None:
        if at != NONE and entries[at][3] != BLACK:
            results.append(f"{name(at)}: the first of a storage is red")
        names, _ = walk(at, BLACK)
        if names != sorted(names, key=lambda item: (len(item), item.upper())):
            results.append(f"not in order: {names}")

    start(entries[0][6])
    used = {at for at, entry in enumerate(entries) if entry[2]}
    return results + [f"{name(at)}: not reached" for at in used - reached]


def test_the_tree_of_the_directory_is_valid_as_excels_own_is(workbook: bytes) -> None:
    assert faults_of_tree(excels_own()) == []
    assert faults_of_tree(project_of(workbook)) == []


def test_there_is_no_cache_and_every_source_begins_its_stream(workbook: bytes) -> None:
    with olefile.OleFileIO(io.BytesIO(project_of(workbook)), raise_defects=olefile.DEFECT_POTENTIAL) as file:
        assert file.parsing_issues == []
        assert file.openstream("VBA/_VBA_PROJECT").read() == NO_CACHE
        assert not any("__SRP_" in "/".join(names) for names in file.listdir())
        records = list(_records(bytes(decompress_stream(bytearray(file.openstream("VBA/dir").read())))))
        by_id: dict[int, list[bytes]] = {}
        for record in records:
            by_id.setdefault(record.id, []).append(record.content)
        assert set(by_id[0x31]) == {b"\0\0\0\0"}
        assert set(by_id[0x2C]) == set(by_id[0x13]) == {b"\xff\xff"}
        names = [content.decode("utf-16-le") for content in by_id[0x32]]
        assert len(names) == len(by_id[0x31]) >= 9
        for name in names:
            assert file.openstream(f"VBA/{name}").read()[:1] == b"\x01"


def test_it_has_the_streams_and_records_that_excels_own_has(workbook: bytes) -> None:
    shapes = []
    for project in (project_of(workbook), excels_own()):
        with olefile.OleFileIO(io.BytesIO(project)) as file:
            streams = {"/".join(names) for names in file.listdir()}
            records = _records(bytes(decompress_stream(bytearray(file.openstream("VBA/dir").read()))))
            shapes.append((streams, [record.id for record in records]))
    (ours, our_ids), (theirs, their_ids) = shapes
    assert {"PROJECT", "PROJECTwm", "VBA/dir", "VBA/_VBA_PROJECT", "VBA/ThisWorkbook", "VBA/Sheet1"} <= ours & theirs
    of_references = {0x0D, 0x0E, 0x16, 0x2F, 0x30, 0x33, 0x3E}
    of_modules = {0x19, 0x47, 0x1A, 0x32, 0x1C, 0x48, 0x31, 0x1E, 0x2C, 0x21, 0x22, 0x25, 0x28, 0x2B}
    heads = [[id for id in ids if id not in of_references | of_modules] for ids in (our_ids, their_ids)]
    assert heads[0] == heads[1]
    assert {id for id in our_ids if id in of_modules} >= {id for id in their_ids if id in of_modules} - {0x25, 0x28}


def test_two_parsers_read_the_sources_that_went_in(workbook: bytes, tmp_path: Path) -> None:
    path = tmp_path / "w.xlsm"
    path.write_bytes(workbook)
    with ExcelFile(path) as file:
        by_one = {name: file.get_module(name) for name in file.module_names()}
    parser = VBA_Parser(str(path))
    by_other = {name.rpartition(".")[0]: code for _, _, name, code in parser.extract_macros()}
    parser.close()
    for name, text in sources().items():
        lines = [line for line in text.splitlines() if line.strip() and not line.startswith(("Attribute", "VERSION"))]
        for read in (by_one[name], by_other[name]):
            assert [line for line in lines[5:] if line not in read] == []


@settings(max_examples=60)
@given(st.dictionaries(st.text("abcXYZ_0189", min_size=1, max_size=31), st.binary(max_size=9000), max_size=40))
def test_whatever_is_written_is_read_again_and_the_tree_is_valid(streams: dict[str, bytes]) -> None:
    unlike = {name.upper(): (name, content) for name, content in streams.items()}
    tree = dict(unlike.values())
    written = compound_file({"VBA": tree, "PROJECT": b"x" * 5000})
    assert faults_of_tree(written) == []
    with olefile.OleFileIO(io.BytesIO(written), raise_defects=olefile.DEFECT_INCORRECT) as file:
        assert file.openstream("PROJECT").read() == b"x" * 5000
        for name, content in tree.items():
            assert file.openstream(["VBA", name]).read() == content


def test_a_name_that_is_too_long_and_a_file_that_is_too_large_are_refused() -> None:
    with pytest.raises(ValueError, match="31"):
        compound_file({"x" * 32: b""})
    with pytest.raises(ValueError, match="too large"):
        compound_file({"x": b"1" * 8_000_000})
