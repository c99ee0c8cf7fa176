"""Files and functions stay small enough to be read in one go."""

import ast

from tests.rules.tree import read, tracked_files

FILE_LINES = 400
FUNCTION_LINES = 60


def test_no_python_file_is_longer_than_400_lines() -> None:
    lengths = {path: len(read(path).splitlines()) for path in tracked_files(".py")}

    assert {str(path): lines for path, lines in lengths.items() if lines > FILE_LINES} == {}


def test_no_function_is_longer_than_60_lines() -> None:
    too_long = {
        f"{path}:{function.lineno} {function.name}": lines
        for path in tracked_files(".py")
        for function in _functions(read(path))
        if (lines := (function.end_lineno or function.lineno) - function.lineno + 1) > FUNCTION_LINES
    }

    assert too_long == {}


def _functions(source: str) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
