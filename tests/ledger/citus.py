"""What Citus would refuse of a statement, by its documentation (*SQL Support and Workarounds*) and its sources.

PostgreSQL itself reads the statement (`debug_print_rewritten`): tables, columns and views are what it takes them for.
Citus plans three kinds of queries: those without a spread table, on the coordinator; those whose spread tables all name
one and the same shard, on its machine; and others, over all machines, with little SQL. What names nothing around it (a
CTE, a subquery) is planned by itself, and its rows are sent to where they are asked for.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

EACH, COORDINATOR = "on each machine", "on the coordinator"
_TOKEN = re.compile(r'"(?:\\.|[^"\\])*"|[(){}]|(?:\\.|[^\s(){}])+')
_TEXT_EQUAL = "98"  # The operator by which two texts are alike: all columns that say where a row lies are text.
_SELECT, _UPDATE, _INSERT, _DELETE = "1", "2", "3", "4"
_RELATION, _SUBQUERY, _JOIN, _GROUP = "0", "1", "2", "9"
_LEFT, _FULL, _RIGHT = "1", "2", "3"
_OF_ONE_MACHINE = {"hasRecursive": "WITH RECURSIVE", "rowMarks": "FOR UPDATE", "groupingSets": "ROLLUP"}
_NONE = "<>"

Node = Any  # What `read_tree` makes: dicts with the kind of node under "_", lists and words.
Table = tuple[Node, str]  # As it is named once in a statement, and its name.
Where = tuple[str | int, ...]  # A column of one such place, or ("given", what) for a parameter or a constant.


def read_tree(said: str) -> Node:
    """PostgreSQL's own words for a query (`outfuncs.c`) as dicts, lists and words."""
    tokens = iter(_TOKEN.findall(said))

    def values(end: str) -> Iterator[Node]:
        for token in tokens:
            if token == end:
                return
            yield list(values(")")) if token == "(" else node() if token == "{" else token

    def node() -> Node:
        kind, name = next(tokens), ""
        read: dict[str, list[Node]] = {}
        for value in values("}"):
            if isinstance(value, str) and value.startswith(":") and value != ":":
                name = value[1:]
                read[name] = []
            else:
                read[name].append(value)
        return {"_": kind} | {name: value[0] if len(value) == 1 else value for name, value in read.items()}

    return next(values(""))


def _list(value: Node) -> list[Node]:
    return [] if value in (_NONE, None) else list(value)


def _within(node: Node) -> Iterator[Node]:
    inner = node.values() if isinstance(node, dict) else node
    return (value for value in inner if isinstance(value, dict | list))


class Level:
    """One SELECT, INSERT, UPDATE or DELETE of a statement, with those that stand in it."""

    def __init__(self, query: Node, around: "Level | None" = None) -> None:
        self.query, self.around = query, around
        self.places: list[Node] = _list(query["rtable"])
        self.withs = {one["ctename"]: Level(one["ctequery"], self) for one in _list(query["cteList"])}
        self.subqueries = {
            number: Level(place["subquery"], self)
            for number, place in enumerate(self.places, start=1)
            if place["rtekind"] == _SUBQUERY
        }
        self.asked: list[Level] = []  # Within an expression: EXISTS, IN, ARRAY, or for one value.
        for part in ("targetList", "jointree", "returningList", "havingQual", "onConflict", "limitCount"):
            self._ask(query.get(part))
        for place in self.places:
            for part in ("functions", "values_lists", "groupexprs"):
                self._ask(place.get(part))

    def _ask(self, node: Node) -> None:
        if isinstance(node, dict) and node["_"] == "SUBLINK":
            self.asked.append(Level(node["subselect"], self))
            self._ask(node["testexpr"])
        elif isinstance(node, dict | list):
            for inner in _within(node):
                self._ask(inner)

    def has(self, clause: str) -> bool:
        return self.query.get(clause) not in (None, _NONE, "false")

    @property
    def kind(self) -> str:
        return str(self.query["commandType"])

    @property
    def target(self) -> Node:
        """The place that is written to, if any."""
        number = int(self.query["resultRelation"])
        return self.places[number - 1] if number else None

    @property
    def inner(self) -> list["Level"]:
        return [*self.withs.values(), *self.subqueries.values(), *self.asked]

    @property
    def all(self) -> Iterator["Level"]:
        yield self
        for one in self.inner:
            yield from one.all

    @property
    def names_around(self) -> bool:
        """Whether it names a column of what stands around it, so that it cannot be planned by itself."""
        return _names_around(self.query, -1)


def _names_around(node: Node, depth: int) -> bool:
    if isinstance(node, dict):
        if node["_"] == "VAR":
            return int(node["varlevelsup"]) > depth
        depth += node["_"] == "QUERY"
    return any(_names_around(inner, depth) for inner in _within(node))


def _conditions(node: Node) -> Iterator[Node]:
    """What has to hold of every row of a FROM, with its joins."""
    if node["_"] == "BOOLEXPR" and node["boolop"] == "and":
        for one in node["args"]:
            yield from _conditions(one)
    elif node["_"] in {"FROMEXPR", "JOINEXPR"}:
        parts = _list(node["fromlist"]) if node["_"] == "FROMEXPR" else [node["larg"], node["rarg"]]
        for one in [*parts, *([node["quals"]] if node["quals"] != _NONE else [])]:
            yield from _conditions(one)
    else:
        yield node


def _where(level: Level, node: Node) -> Where | None:
    """What an expression is: a column of a table or of a result, or something given; None for anything else."""
    while isinstance(node, dict) and node["_"] == "RELABELTYPE":
        node = node["arg"]
    if not isinstance(node, dict) or node["_"] not in {"PARAM", "CONST", "VAR"}:
        return None
    if node["_"] != "VAR":
        return ("given", str(node["paramid"] if node["_"] == "PARAM" else node["constvalue"]))
    for _ in range(int(node["varlevelsup"])):
        assert level.around is not None
        level = level.around
    number, column = int(node["varno"]), int(node["varattno"])
    place = level.places[number - 1]
    if place["rtekind"] == _JOIN:
        return _where(level, place["joinaliasvars"][column - 1])
    if place["rtekind"] == _GROUP:
        return _where(level, place["groupexprs"][column - 1])
    if place["rtekind"] == _SUBQUERY and not level.subqueries[number].has("setOperations"):
        inner = level.subqueries[number]
        return _where(inner, inner.query["targetList"][column - 1]["expr"]) or (id(place), column)
    return (id(place), column)


@dataclass
class Plan:
    """Which table lies where, and what the catalog says of them."""

    where: Mapping[str, str]  # `EACH`, `COORDINATOR`, or the column by which the table is spread.
    names: Mapping[str, str]  # By the number that PostgreSQL has for a table.
    columns: Mapping[tuple[str, str], int]  # By table and name.
    _alike: dict[Where, Where] = field(default_factory=dict)
    _refused: list[str] = field(default_factory=list)

    def refused(self, tree: str) -> list[str]:
        """Why Citus would not plan this statement; empty where it would. ``tree``: as PostgreSQL prints it."""
        top = Level(read_tree(tree)[0])
        self._alike, self._refused = {}, []
        for level in top.all:
            self._learn(level)
        self._check(top)
        return list(dict.fromkeys(self._refused))

    def _learn(self, level: Level) -> None:
        """Which columns are alike in this query."""
        pairs = [
            (_where(level, one["args"][0]), _where(level, one["args"][1]))
            for one in _conditions(level.query["jointree"])
            if one["_"] == "OPEXPR" and one["opno"] == _TEXT_EQUAL
        ]
        if level.kind == _INSERT:
            written = _list(level.query["targetList"])
            pairs += [((id(level.target), int(one["resno"])), _where(level, one["expr"])) for one in written]
        for one, other in pairs:
            if one and other and self._root(one) != self._root(other):
                first, last = sorted((self._root(one), self._root(other)), key=lambda root: root[0] == "given")
                self._alike[first] = last

    def _root(self, where: Where) -> Where:
        while where in self._alike:
            where = self._alike[where]
        return where

    def _tables(self, levels: Iterable[Level], *, lie: str | None = None) -> list[Table]:
        """The tables named in some queries that lie `EACH` or `COORDINATOR`; by default those that are spread."""
        found = []
        for level in levels:
            for place in level.places:
                name = self.names.get(place.get("relid", "")) if place["rtekind"] == _RELATION else None
                if name and (self.where[name] == lie if lie else self.where[name] not in (EACH, COORDINATOR)):
                    found.append((place, name))
        return found

    def _shards(self, tables: Iterable[Table]) -> set[Where]:
        """What says where the rows lie: one element, where all lie together."""
        return {
            (self.where[name], *self._root((id(place), self.columns[name, self.where[name]]))) for place, name in tables
        }

    def _is_of_one_shard(self, level: Level) -> bool:
        if self._tables(level.all, lie=COORDINATOR):
            return False
        shards = self._shards(self._tables(level.all))
        written = {id(one.target) for one in level.all if one.kind != _SELECT}
        each = {id(place) for place, _ in self._tables(level.all, lie=EACH)}
        return len(shards) == 1 and next(iter(shards))[1] == "given" and not written & each

    def _check(self, level: Level) -> None:
        if not self._tables(level.all) or self._is_of_one_shard(level):
            return
        for clause, what in (
            ("hasRecursive", "WITH RECURSIVE"),
            ("rowMarks", "FOR UPDATE"),
            ("groupingSets", "ROLLUP"),
        ):
            if level.has(clause):
                self._refused.append(f"{what} over several machines")
        for one in level.withs.values():
            if one.kind != _SELECT:
                self._refused.append("WITH changes rows of several machines")
            self._check(one)
        here = [one for one in self._tables([level]) if one[0] is not level.target or level.kind != _INSERT]
        if level.kind in {_UPDATE, _DELETE}:
            target = self.names[level.target["relid"]]
            if self.where[target] in {EACH, COORDINATOR} or self._tables([level], lie=COORDINATOR):
                self._refused.append(f"changes {target} by what lies elsewhere")
        if len(self._shards(here)) > 1:
            self._refused.append(f"joins {_names(here)} not by where they lie")
        for one in [*level.subqueries.values(), *level.asked]:
            if one.names_around:
                self._check_for_each_row(one, here)
            else:
                self._check(one)
        self._check_joins(level, level.query["jointree"])

    def _check_for_each_row(self, inner: Level, here: list[Table]) -> None:
        """A subquery that names what is around it goes along with that, to where its rows lie."""
        spread, others = self._tables(inner.all), self._tables(inner.all, lie=COORDINATOR)
        if (spread and (others or not here)) or (here and others):
            self._refused.append(f"looks up {_names(spread + others)} for each row of what lies elsewhere")
        elif self._shards(spread) - self._shards(here):
            self._refused.append(f"looks up {_names(spread)} for each row, not by where they lie")
        elif here and (spread or self._tables(inner.all, lie=EACH)):
            for one in inner.all:
                sums = one.has("hasAggs") and not one.has("groupClause")
                if sums or any(map(one.has, ("limitCount", "limitOffset", "setOperations", "rowMarks", "cteList"))):
                    self._refused.append(f"looks up {_names(spread)} for each row, with LIMIT or a sum")

    def _check_joins(self, level: Level, node: Node) -> bool:
        """Whether something spread stands in a part of FROM; a join keeps no row of others without one of that."""
        if node["_"] == "RANGETBLREF":
            number = int(node["rtindex"])
            place = level.places[number - 1]
            if place["rtekind"] == _SUBQUERY:
                return bool(self._tables(level.subqueries[number].all))
            name = self.names.get(place.get("relid", "")) if place["rtekind"] == _RELATION else None
            return name is not None and self.where[name] not in (EACH, COORDINATOR)
        if node["_"] == "FROMEXPR":
            spread = [self._check_joins(level, one) for one in _list(node["fromlist"])]
            return any(spread)
        left, right = (self._check_joins(level, node[side]) for side in ("larg", "rarg"))
        kept = {_LEFT: right and not left, _RIGHT: left and not right, _FULL: left is not right}
        if kept.get(node["jointype"], False):
            self._refused.append("keeps rows of what lies elsewhere in an outer join")
        return left or right


def _names(tables: Iterable[Table]) -> str:
    return ", ".join(sorted({name for _, name in tables}))
