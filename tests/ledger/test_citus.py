"""Each statement of the ledger is one that Citus plans, or one of those that the README names.

No statement is left out: all are constants of their modules, but the few that are made of tables on the coordinator.
"""

import ast
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import psycopg
import pytest
from sqlalchemy import TextClause

import cashier.ledger
from tests.ledger.citus import Plan
from tests.ledger.test_distribution import plan_of_readme, section_of_readme
from tests.rules.tree import ROOT

_MADE_IN_FUNCTIONS = {("day_sums", "day_totals"), ("loading", "merge"), ("loading", "_merged"), ("search", "_by_words")}
_OWNERS = "database"  # What a ledger begins with, and what is asked about the tables themselves.
_TELL = "SET client_min_messages = log; SET debug_print_rewritten = on; SET debug_pretty_print = off"
_TABLES = "SELECT oid::text, relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
_IS_STATEMENT = re.compile(r"\s*(WITH|SELECT|INSERT|UPDATE|DELETE)\b.*%[sb(]", re.DOTALL)
_PARAMETER = re.compile(r"(?<![:\w\\]):(\w+)(?!:)|%\((\w+)\)[sb]|(%[sb])")


def _numbered(statement: str, *, of_driver: bool) -> str:
    """A statement with its parameters as PREPARE has them."""
    numbers: dict[str, int] = {}

    def number(found: re.Match[str]) -> str:
        if (found[1] is None) is not of_driver:
            return found[0]
        name = found[1] or found[2] or str(found.start())
        return f"${numbers.setdefault(name, len(numbers) + 1)}"

    return _PARAMETER.sub(number, statement).replace("\\:", ":").replace("%%", "%")


def _modules() -> Iterator[tuple[str, str]]:
    """Each module of the ledger with its source."""
    for module in iter_modules(cashier.ledger.__path__):
        if not module.ispkg and module.name != _OWNERS:
            yield module.name, (ROOT / Path("cashier/ledger", f"{module.name}.py")).read_text("utf-8")


def _statements() -> Iterator[tuple[str, str]]:
    """Each statement by the names of its module and of the constant that holds it, as PREPARE takes it."""
    for module, source in _modules():
        for name, held in vars(import_module(f"cashier.ledger.{module}")).items():
            if not re.search(rf"^{name}\b.* = ", source, re.MULTILINE):
                continue  # It is another module's.
            for one in held.values() if isinstance(held, dict) else held if isinstance(held, tuple) else (held,):
                if isinstance(one, TextClause) and not one.text.startswith("SET "):
                    yield f"{module}.{name}", _numbered(one.text, of_driver=False)
                elif isinstance(one, str) and _IS_STATEMENT.match(one) and "{}" not in one:
                    yield f"{module}.{name}", _numbered(one, of_driver=True)


Refused = Callable[[str], list[str]]


@pytest.fixture(scope="module")
def refused(ledger_url: str) -> Iterator[Refused]:
    """Why Citus would refuse a statement, with the tables where the README says."""
    told: list[str] = []
    with psycopg.connect(ledger_url, autocommit=True) as connection:
        connection.execute(
            "SET client_min_messages = log; SET debug_print_rewritten = on; SET debug_pretty_print = off"
        )
        named = connection.execute(
            "SELECT oid::text, relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        )
        names = {number: name for number, name in named if name in dict(plan_of_readme())}
        columns = connection.execute("SELECT attrelid::text, attname, attnum FROM pg_attribute WHERE attnum > 0")
        plan = Plan(
            where=dict(plan_of_readme()),
            names=names,
            columns={(names[table], name): number for table, name, number in columns if table in names},
        )
        connection.add_notice_handler(lambda said: told.append(f"{said.message_primary} {said.message_detail or ''}"))

        def ask(statement: str) -> list[str]:
            told.clear()
            connection.execute(f"PREPARE it AS {statement}".encode())
            trees = [said.split("rewritten parse tree:", 1)[1] for said in told if "rewritten parse tree:" in said]
            connection.execute("DEALLOCATE it")
            (tree,) = (tree for tree in trees if ":utilityStmt <>" in tree.split(":rtable", 1)[0])
            return plan.refused(tree)

        yield ask


def test_what_citus_refuses_is_what_the_readme_says(refused: Refused) -> None:
    found = {name: why for name, statement in _statements() if (why := refused(statement))}
    said = re.findall(r"`(\w+\.\w+)`", section_of_readme().split("it refuses:")[1])

    assert sorted(found) == sorted(said), found


def test_no_statement_is_made_where_nobody_looks() -> None:
    made = {
        (module, function.name)
        for module, source in _modules()
        for function in ast.walk(ast.parse(source))
        if isinstance(function, ast.FunctionDef)
        for call in ast.walk(function)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "text"
    }

    assert made == _MADE_IN_FUNCTIONS


_PLANTED = [
    # On one machine all goes: those of one desk, and those of the coordinator.
    ("SELECT FROM lines JOIN desks USING (desk) WHERE desk = $1 FOR UPDATE", ""),
    ("SELECT (SELECT max(cents) FROM transfers AS t WHERE t.desk = d.desk) FROM desks AS d WHERE desk = $1", ""),
    ("WITH a AS (DELETE FROM desks WHERE desk = $1) DELETE FROM lines WHERE desk = $1", ""),
    ("WITH a AS (DELETE FROM desks WHERE desk = $1) DELETE FROM lines WHERE desk = $2", "WITH changes rows"),
    ("WITH a AS (DELETE FROM desks WHERE desk = $1) DELETE FROM staff", "WITH changes rows"),
    ("SELECT FROM statements JOIN balances ON account = number FOR UPDATE", ""),
    # Over all machines: what lies together is joined by where it lies.
    ("SELECT FROM lines JOIN transfers USING (desk, sequence)", ""),
    ("SELECT FROM lines JOIN transfers USING (sequence)", "joins lines, transfers not by where they lie"),
    ("SELECT FROM lines JOIN guarantor_payments USING (desk)", "joins guarantor_payments, lines not by"),
    ("SELECT FROM desks WHERE EXISTS (SELECT FROM lines WHERE lines.desk = desks.desk)", ""),
    ("SELECT FROM desks WHERE EXISTS (SELECT FROM desks AS d WHERE d.replaces = desks.desk)", "looks up desks"),
    ("SELECT FROM desks WHERE desk NOT IN (SELECT replaces FROM desks)", ""),
    ("SELECT FROM desks, LATERAL (SELECT FROM lines WHERE lines.desk = desks.desk LIMIT 1) AS one", "with LIMIT"),
    ("SELECT chain FROM desks FOR UPDATE", "FOR UPDATE over several machines"),
    # With the coordinator's: joined, but not looked up row by row, and not written in one go.
    ("SELECT FROM lines JOIN staff ON number = staff", ""),
    ("SELECT FROM staff LEFT JOIN lines ON number = staff", "keeps rows of what lies elsewhere"),
    ("SELECT FROM staff FULL JOIN (SELECT staff FROM lines) AS one ON number = staff", "keeps rows of what lies"),
    ("WITH one AS (SELECT staff FROM lines) SELECT FROM staff LEFT JOIN one ON number = staff", ""),
    ("SELECT FROM staff WHERE EXISTS (SELECT FROM lines WHERE staff = number)", "looks up lines for each row"),
    ("SELECT FROM lines WHERE EXISTS (SELECT FROM staff WHERE staff = number)", "looks up staff for each row"),
    ("WITH a AS (SELECT staff FROM lines) SELECT FROM a WHERE EXISTS (SELECT FROM staff WHERE staff = number)", ""),
    ("UPDATE staff SET name = '' FROM lines WHERE staff = number", "changes staff by what lies elsewhere"),
    ("INSERT INTO alarms (what, sentence) SELECT desk, chain FROM desks", ""),
    ("SELECT FROM desks WHERE EXISTS (SELECT FROM centers WHERE centers.center = desks.center)", ""),
]


@pytest.mark.parametrize(("statement", "why"), _PLANTED)
def test_planted_statements_are_refused_for_what_is_wrong_with_them(refused: Refused, statement: str, why: str) -> None:
    found = refused(statement)

    assert any(why in one for one in found) if why else not found
