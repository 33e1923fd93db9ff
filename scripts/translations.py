"""Brings the .po files to the texts in code and templates; with --check only says what is missing.

Needs no gettext on the machine: Babel extracts, Django turns templates into something that Babel reads.
"""

import argparse
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "jumelage"
LANGUAGES = ("de", "fr")
LAZY = {"gettext_lazy": None, "pgettext_lazy": ((1, "c"), 2), "ngettext_lazy": (1, 2)}
KEYWORDS = DEFAULT_KEYWORDS | LAZY
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]")


def extracted() -> Catalog:
    """Every text of the interface, once."""
    catalog = Catalog()
    for path in sorted([*PACKAGE.rglob("*.py"), *PACKAGE.rglob("templates/**/*.html")]):
        for _, text, _, context in _texts(path):
            catalog.add(text, context=context)
    return catalog


def _texts(path: Path) -> Iterator[tuple]:
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        source = re.sub(r"^[ \t]+", "", templatize(source), flags=re.MULTILINE)
    yield from extract("python", io.BytesIO(source.encode()), keywords=KEYWORDS)


def update(language: str, template: Catalog) -> None:
    path = _path(language)
    catalog = _read(path, language)
    catalog.update(template, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=120, omit_header=False, sort_output=True, no_location=True, ignore_obsolete=True)


def faults(language: str, template: Catalog) -> list[str]:
    catalog = _read(_path(language), language)
    wanted = {_key(m) for m in template if m.id}
    have = {_key(m): m for m in catalog if m.id}
    found = [f"{language}: not translated: {key[1]!r}" for key in sorted(wanted - set(have), key=str)]
    found += [f"{language}: no longer used: {key[1]!r}" for key in sorted(set(have) - wanted, key=str)]
    return found + [f"{language}: {fault}" for m in have.values() for fault in _message_faults(m)]


def _key(message: Message) -> tuple[str | None, str]:
    return message.context, message.id if isinstance(message.id, str) else message.id[0]


def _message_faults(message: Message) -> Iterator[str]:
    strings = [message.string] if isinstance(message.string, str) else list(message.string)
    ids = [message.id] if isinstance(message.id, str) else list(message.id)
    if message.fuzzy or not all(strings):
        yield f"not translated: {ids[0]!r}"
        return
    allowed = set().union(*(PLACEHOLDER.findall(text) for text in ids))
    for text in strings:
        if stray := set(PLACEHOLDER.findall(text)) - allowed:
            yield f"{ids[0]!r} has unknown placeholders {sorted(stray)} in {text!r}"
        if len(ids) == 1 and (lost := allowed - set(PLACEHOLDER.findall(text))):
            yield f"{ids[0]!r} lost {sorted(lost)} in {text!r}"


def _path(language: str) -> Path:
    return PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po"


def _read(path: Path, language: str) -> Catalog:
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 where something is missing")
    options = parser.parse_args()
    settings.configure(USE_I18N=True)
    template = extracted()
    if not options.check:
        for language in LANGUAGES:
            update(language, template)
    missing = [fault for language in LANGUAGES for fault in faults(language, template)]
    print("\n".join(missing) or f"{len(template)} texts, complete in {', '.join(LANGUAGES)}.")
    return int(bool(missing) and options.check)


if __name__ == "__main__":
    sys.exit(main())
