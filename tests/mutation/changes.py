"""Changes of one place of a module, each the mistake that somebody could make there, made in memory alone."""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from types import CodeType, ModuleType
from typing import Any

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_COUNTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
_CALLED = {"min": "max", "max": "min", "any": "all", "all": "any"}


@dataclass(frozen=True, slots=True)
class Change:
    """What `code` has instead of what stands on ``line`` to ``last`` of ``function``, a name within its module."""

    function: str
    line: int
    last: int
    words: str
    code: CodeType


def changes(module: ModuleType) -> Iterator[Change]:
    """Every change of this module's functions and methods."""
    assert module.__file__ is not None
    with open(module.__file__, encoding="utf-8") as file:
        tree = ast.parse(file.read())
    for top in tree.body:
        alone = ast.Module([top], [])  # The rest of the module needs no compiling again.
        for name, function in list(_functions(alone, "")):
            for node in _changeable(function):
                for changed in _instead_of(node):
                    kept = dict(vars(node))
                    kind = node.__class__
                    was = _words(node)
                    node.__class__ = changed.__class__
                    vars(node).clear()
                    vars(node).update(vars(changed))
                    words = f"{was}  ->  {_words(node)}"
                    code = code_of(compile(alone, module.__file__, "exec"), name)
                    node.__class__ = kind
                    vars(node).clear()
                    vars(node).update(kept)
                    yield Change(name, kept["lineno"], kept["end_lineno"], words, code)


def _changeable(function: ast.FunctionDef) -> list[ast.AST]:
    nodes = [node for statement in function.body for node in ast.walk(statement)]
    # That two lists are as long as each other is asserted by ``strict=True``, and changes nothing where they are; what
    # type a name has changes nothing anywhere.
    asserted = [node.value for node in nodes if isinstance(node, ast.keyword) and node.arg == "strict"]
    typed = [part for node in nodes if isinstance(node, ast.AnnAssign) for part in ast.walk(node.annotation)]
    return [node for node in nodes if node not in asserted and node not in typed]


def _words(node: ast.AST) -> str:
    return " ".join(ast.unparse(node.test if isinstance(node, ast.If) else node).split())


def function_at(module: ModuleType, name: str) -> Any:
    """The function that has this name within its module, below whatever decorates it."""
    found: Any = module
    for part in name.split("."):
        found = vars(found)[part]
    found = getattr(found, "fget", None) or getattr(found, "__func__", found)
    while hasattr(found, "__wrapped__"):
        found = found.__wrapped__
    return found


def code_of(code: CodeType, name: str) -> CodeType:
    """The code of a module's function by that name."""
    for part in name.split("."):
        # The last one of a name is the one that holds, as with a property's setter.
        code = [made for made in code.co_consts if isinstance(made, CodeType) and made.co_name == part][-1]
    return code


def lines_of(source: str, name: str) -> tuple[int, int]:
    """The first and last line of a module's function by that name, without what decorates it."""
    ((first, last),) = (
        (f.lineno, f.end_lineno or 0) for named, f in _functions(ast.parse(source), "") if named == name
    )
    return first, last


def _functions(node: ast.AST, before: str) -> Iterator[tuple[str, ast.FunctionDef]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef):
            yield f"{before}{child.name}", child
        elif isinstance(child, ast.ClassDef):
            yield from _functions(child, f"{before}{child.name}.")


def _instead_of(node: ast.AST) -> Iterator[ast.AST]:
    yield from _instead_of_statement(node) if isinstance(node, ast.stmt) else _instead_of_expression(node)


def _instead_of_statement(node: ast.stmt) -> Iterator[ast.AST]:
    match node:
        case ast.AugAssign() if type(node.op) in _COUNTED:
            yield _with(node, op=_COUNTED[type(node.op)]())
            yield ast.copy_location(ast.Pass(), node)
        case ast.If() if not isinstance(node.test, ast.Compare | ast.BoolOp):
            yield _with(node, test=_not(node.test))
        case ast.Expr(value=ast.Call()) | ast.Raise():
            yield ast.copy_location(ast.Pass(), node)
        case ast.Return(value=ast.expr()) if not isinstance(node.value, ast.Constant):
            yield _with(node, value=ast.copy_location(ast.Constant(None), node))
        case ast.Break():
            yield ast.copy_location(ast.Continue(), node)
        case ast.Continue():
            yield ast.copy_location(ast.Break(), node)


def _instead_of_expression(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Compare(ops=[op, *_]) if type(op) in _COMPARED:
            yield _with(node, ops=[_COMPARED[type(op)](), *node.ops[1:]])
        case ast.BinOp() if type(node.op) in _COUNTED and not isinstance(node.left, ast.JoinedStr):
            yield _with(node, op=_COUNTED[type(node.op)]())
        case ast.BoolOp():
            yield _with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
            for place in range(len(node.values)):
                rest = [value for at, value in enumerate(node.values) if at != place]
                yield rest[0] if len(rest) == 1 else _with(node, values=rest)
        case ast.UnaryOp(op=ast.Not() | ast.USub()):
            yield copy.copy(node.operand)
        case ast.Constant(value=bool()):
            yield _with(node, value=not node.value)
        case ast.Constant(value=int()):
            yield _with(node, value=int(str(node.value)) + 1)
        case ast.IfExp() if not isinstance(node.test, ast.Compare | ast.BoolOp):
            yield _with(node, test=_not(node.test))
        case ast.Call(func=ast.Name(id=name)) if name in _CALLED:
            yield _with(node, func=ast.copy_location(ast.Name(_CALLED[name], ast.Load()), node))


def _not(test: ast.expr) -> ast.expr:
    return ast.copy_location(ast.UnaryOp(ast.Not(), test), test)


def _with(node: Any, **parts: Any) -> Any:
    changed = copy.copy(node)
    for name, part in parts.items():
        setattr(changed, name, part)
    return changed
