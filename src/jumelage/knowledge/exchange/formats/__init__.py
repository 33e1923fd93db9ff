"""Which format a file has, and who reads it. Pure: no Django."""

import json
from typing import Any

from jumelage.knowledge.exchange.formats.delimited import read_delimited
from jumelage.knowledge.exchange.formats.entity import read_entities
from jumelage.knowledge.exchange.formats.sparql import read_results
from jumelage.knowledge.exchange.formats.table import Table
from jumelage.knowledge.exchange.model import ImportRefused, Reading

TABLES = ("csv", "xlsx")
FORMATS = (*TABLES, "wikidata")
SUFFIXES = {"csv": "csv", "tsv": "csv", "txt": "csv", "xlsx": "xlsx", "xlsm": "xlsx", "json": "wikidata"}
SAVE_AS = {"xls": "the old Excel format", "ods": "OpenDocument", "numbers": "Numbers", "pdf": "PDF", "docx": "Word"}
ZIP = b"PK\x03\x04"


def format_of(name: str, data: bytes) -> str:
    """By the bytes where they tell, else by the name's ending. Raises ImportRefused."""
    suffix = name.rpartition(".")[2].lower() if "." in name else ""
    if suffix in SAVE_AS:
        raise ImportRefused(f"{name} is {SAVE_AS[suffix]}, which is not read; save its list as .xlsx or CSV.")
    if data.startswith(ZIP):
        return "xlsx"
    if suffix in SUFFIXES:
        return SUFFIXES[suffix]
    if data.lstrip()[:1] in (b"{", b"["):
        return "wikidata"
    raise ImportRefused(f"What kind of file {name} is cannot be told; say so with --format.")


def read_table(data: bytes, form: str, sheet: str | None = None) -> Table:
    if form == "xlsx":
        from jumelage.knowledge.exchange.formats.workbook import read_workbook

        return read_workbook(data, sheet)
    return read_delimited(data)


def read_wikidata(data: bytes) -> Reading:
    """Entities or results of a query. Raises ImportRefused."""
    found = wikidata_json(data)
    return read_results(found) if is_result(found) else read_entities(found)


def is_result(found: Any) -> bool:
    return isinstance(found, dict) and "results" in found and "head" in found


def wikidata_json(data: bytes) -> Any:
    """Raises ImportRefused for what is no JSON that can be kept."""
    try:
        found = json.loads(data)
        json.dumps(found, ensure_ascii=False).encode()  # half a character in it could not be kept
    except (ValueError, RecursionError) as error:
        raise ImportRefused(f"The file is no JSON ({error}); fetch it again.") from None
    if b"\\u0000" in data:
        raise ImportRefused("The file holds a zero sign, which no database keeps; fetch it again.")
    return found
