"""The statements of a route, with their parameters told apart by what they meant."""

import dataclasses
import json
import re

from options import ROOT
from recording import transactions
from shell import Failure

QUERIES = ROOT / "crates" / "infrastructure" / "postgres" / ".sqlx"
ID = re.compile(r"[a-z][a-z0-9]{23}")
TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?\+00")
PLACE = re.compile(r"\$(\d+)")

# How a parameter is chosen anew for each run of a statement.
POST, USER, AUTHOR = "post", "user", "author"
FRESH_ID, NOW, FIXED = "fresh", "now", "fixed"


def reader(follows):
    """The role of a caller who follows so many."""
    return f"reader_{follows}"


@dataclasses.dataclass
class Parameter:
    """What stands at a place of a statement."""

    role: str
    value: str | None
    type: str


@dataclasses.dataclass
class Template:
    """A statement, and what each run of it binds."""

    text: str
    parameters: dict[int, Parameter]


def checked_queries():
    """What sqlx has checked against the schema: types of parameters by text."""
    found = {}
    for path in QUERIES.glob("query-*.json"):
        data = json.loads(path.read_text(encoding="utf-8"))
        parameters = data["describe"]["parameters"]
        found[_plain(data["query"])] = parameters.get("Left", []) if parameters else []
    if not found:
        raise Failure(f"{QUERIES} holds no queries")
    return found


def _plain(text):
    return " ".join(text.split())


def of_route(statements, noise, facts, writes, queries):
    """The templates of a route, out of what PostgreSQL ran while it was asked once.

    `noise` are texts that the replicas run by themselves, `facts` the roles of known values: the
    id of the post, of the caller. What a read runs is all that is no noise; what a write runs has
    to bind one of the facts, since it wakes up the sequencer, which binds none."""
    templates = []
    for group in transactions(statements):
        if writes or len(group) > 1:
            values = {value for one in group for value in one.parameters.values()}
            wanted = not values.isdisjoint(facts)
        else:
            wanted = group[0].prepared and group[0].text not in noise
        if wanted:
            templates += [_template(statement, facts, writes, queries) for statement in group]
    if not templates:
        raise Failure("PostgreSQL has logged no statement of the route")
    return templates


def _template(statement, facts, writes, queries):
    if not statement.prepared:
        # BEGIN may come with a check of the connection, which the database's limit need not pay.
        return Template(statement.text.split(";")[-1].strip(), {})
    types = queries.get(_plain(statement.text))
    if types is None:
        raise Failure(
            f"a statement that is not in {QUERIES.relative_to(ROOT)} (is it fresh?):\n"
            + statement.text
        )
    parameters = {}
    for number, value in statement.parameters.items():
        role = _role(value, facts, writes)
        parameters[number] = Parameter(role, value, str(types[number - 1]))
    return Template(statement.text, parameters)


def _role(value, facts, writes):
    if value is None:
        return FIXED
    if value in facts:
        return facts[value]
    if ID.fullmatch(value):
        # A read makes nothing: what it binds was there, such as the generation of a ranking.
        return FRESH_ID if writes else FIXED
    return NOW if TIME.fullmatch(value) else FIXED


def place(template, name_of):
    """The text with a pgbench variable at each place; `name_of(parameter)` names it."""
    if re.search(r"(?<!:):[A-Za-z0-9_]", template.text):
        raise Failure(f"pgbench would take a part of this for a variable:\n{template.text}")

    def variable(match):
        parameter = template.parameters[int(match[1])]
        if parameter.type not in SQL_TYPES:
            raise Failure(f"statements.py has no name for the type {parameter.type}")
        # pgbench can bind no NULL and no empty text. sqlx names the types when it prepares.
        literals = {None: "NULL", "": "''"}
        bound = literals.get(parameter.value) or f":{name_of(parameter)}"
        return f"{bound}::{SQL_TYPES[parameter.type]}"

    return PLACE.sub(variable, template.text)


# What sqlx calls a type, and what SQL does.
SQL_TYPES = {
    "Text": "text",
    "Int2": "smallint",
    "Int4": "integer",
    "Int8": "bigint",
    "Bool": "boolean",
    "Timestamptz": "timestamptz",
    "Bytea": "bytea",
    "Jsonb": "jsonb",
    "TextArray": "text[]",
}
