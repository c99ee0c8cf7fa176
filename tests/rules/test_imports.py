"""Which folder may use whose library: the third column of the architecture's table, as a list of what is allowed.

import-linter keeps our own layers apart and names what must never be; here nothing foreign passes that is not named.
"""

import ast
import sys
from pathlib import Path

import grimp

from tests.rules.tree import ROOT, read, tracked_files

OURS = {"cashier", "receipts", "ui"}
EVERYTHING = {"cashier/doors", "main.py", "tests"}
ALLOWED = {
    "cashier/domain": {"msgspec"},  # It reads a body as json does, in a third of the time; it knows nobody, either.
    "cashier/usecases": set[str](),
    "cashier/store": {"sqlalchemy", "alembic", "sqlcipher3"},
    "cashier/sync": {"httpx"},
    "cashier/devices": {"cryptography"},
    "cashier/ledger": {"fastapi", "starlette", "uvicorn", "pydantic", "sqlalchemy", "alembic", "psycopg"}
    | {"prometheus_client"},
    "cashier/exchange": set[str](),
    "cashier/security": {"argon2", "cryptography", "keyring"},
    "cashier/wire.py": {"pydantic"},
    "cashier/wire_billing.py": {"pydantic"},
    "cashier/wire_office.py": {"pydantic"},
    "cashier/wire_safe.py": {"pydantic"},
    "cashier/wire_deeds.py": {"pydantic"},
    "cashier/wire_drawers.py": set(),
    "cashier/wire_handed.py": {"pydantic"},
    "cashier/wire_funds.py": {"pydantic"},
    "cashier/wire_refunds.py": {"pydantic"},
    "cashier/wire_records.py": {"pydantic"},
    "cashier/config.py": {"pydantic"},
    "cashier/config_counter.py": {"pydantic"},
    "cashier/config_devices.py": {"pydantic"},
    "cashier/config_receipt.py": {"pydantic"},
    "cashier/config_region.py": {"pydantic"},
    "cashier/config_section.py": {"pydantic"},
    "cashier/logs.py": {"structlog"},
    "cashier/__init__.py": set[str](),
    "receipts": {"escpos", "reportlab", "PIL", "qrcode"}
    | {"fontpkg_ibm_plex_mono", "fontpkg_ibm_plex_sans", "pylopdf_fonts_ko", "pylopdf_fonts_zh_cn"},
    "ui": {
        "PySide6",
        "shiboken6",
        "fontpkg_ibm_plex_mono",
        "fontpkg_ibm_plex_sans",
        "pylopdf_fonts_ko",
        "pylopdf_fonts_zh_cn",
    },
}
CLOCKS_AND_CHANCE = {"now", "today", "utcnow", "uuid1", "uuid4", "uuid7", "urandom", "open", "print", "input"}


def test_no_folder_uses_a_library_that_is_not_allowed_there() -> None:
    foreign = {
        f"{path}: {library}"
        for path in tracked_files(".py")
        if not _is_in(path, EVERYTHING)
        for library in _libraries(path) - _allowed(path)
    }

    assert foreign == set()


def test_the_table_allows_nothing_that_nobody_uses() -> None:
    unused = {folder: libraries - _used_in(folder) for folder, libraries in ALLOWED.items()}

    assert {folder: libraries for folder, libraries in unused.items() if libraries} == {}


def test_nobody_imports_the_door_or_a_test() -> None:
    importers = {
        str(path)
        for path in tracked_files(".py")
        if not _is_in(path, {"tests", "main.py"}) and _imported(path) & {"main", "tests"}
    }

    assert importers == set()


def test_domain_and_use_cases_are_given_the_time_and_never_look() -> None:
    looks = {
        f"{path}:{call.lineno}"
        for path in tracked_files(".py")
        if _is_in(path, {"cashier/domain", "cashier/usecases"})
        for call in ast.walk(_parsed(path))
        if isinstance(call, ast.Call) and _last_name(call.func) in CLOCKS_AND_CHANCE
    }

    assert looks == set()


def test_what_a_page_knows_is_held_without_qt() -> None:
    graph = grimp.build_graph("ui", "cashier", include_external_packages=True)
    states = [module for module in graph.modules if module.startswith("ui.") and module.endswith("_state")]

    assert [state for state in states if "PySide6" in graph.find_upstream_modules(state)] == []


def _parsed(path: Path) -> ast.Module:
    return ast.parse(read(path))


def _is_in(path: Path, folders: set[str]) -> bool:
    return any(path.is_relative_to(folder) for folder in folders)


def _allowed(path: Path) -> set[str]:
    rows = [libraries for folder, libraries in ALLOWED.items() if path.is_relative_to(folder)]
    assert rows, f"{path} stands in no folder of the table; give it a row in {Path(__file__).relative_to(ROOT)}"
    return rows[0]


def _imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(_parsed(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            names.add(node.module.partition(".")[0])
    return names


def _libraries(path: Path) -> set[str]:
    return _imported(path) - set(sys.stdlib_module_names) - OURS


def _used_in(folder: str) -> set[str]:
    return set[str]().union(*(_libraries(path) for path in tracked_files(".py") if _is_in(path, {folder})))


def _last_name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""
