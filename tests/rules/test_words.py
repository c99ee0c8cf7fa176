"""Nothing is left for later, and nothing committed knows the machine or the mirror it was made on."""

import ast
import re

from tests.rules.tree import ROOT, read, tracked_files

TEXT = (".py", ".toml", ".lock", ".md", ".yaml", ".jsonl", ".mako", "")

# Put together from halves, so that this file may be checked like any other.
LEFT_FOR_LATER = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "X" + "XX"]) + r")\b")
NOT_RUN = re.compile(r"\bx" + r"fail\(|mark\.x" + r"fail|mark\.sk" + r"ip|pytest\.sk" + r"ip|importor" + r"skip")
OF_THIS_MACHINE = re.compile("/" + r"(work|root|home|Users|opt)/[a-z]")
INDEX = re.compile("(extra-)?index-" + r"url|find-" + r"links|pypi\." + r"org|/sim" + "ple/")


def test_nothing_is_left_for_later() -> None:
    assert _lines_with(LEFT_FOR_LATER, TEXT) == []


def test_every_test_runs_and_is_meant_to_pass() -> None:
    assert _lines_with(NOT_RUN, (".py",)) == []


def test_no_file_names_a_path_of_the_machine_it_was_made_on() -> None:
    assert _lines_with(OF_THIS_MACHINE, TEXT) == []


def test_no_file_names_a_package_index() -> None:
    assert _lines_with(INDEX, TEXT) == []


def test_the_lock_holds_a_hash_for_every_package_and_no_address() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    packages = re.split(r"^(?=[a-z0-9])", lock, flags=re.MULTILINE | re.IGNORECASE)[1:]

    assert len(packages) > 50
    assert [package.splitlines()[0] for package in packages if "--hash=sha256:" not in package] == []
    assert "://" not in lock


def test_every_module_says_why_it_exists() -> None:
    silent = [str(path) for path in tracked_files(".py") if ast.get_docstring(ast.parse(read(path))) is None]

    assert silent == []


def _lines_with(pattern: re.Pattern[str], suffixes: tuple[str, ...]) -> list[str]:
    return [
        f"{path}:{number}: {line.strip()}"
        for path in tracked_files(*suffixes)
        for number, line in enumerate(read(path).splitlines(), start=1)
        if pattern.search(line)
    ]
