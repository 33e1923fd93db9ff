"""`jumelage read`: pages in, proposed claims out. It needs no database and writes nothing; docs/developing/reader.md."""

import hashlib
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from jumelage.core.edtf import DateError, parse

if TYPE_CHECKING:
    from jumelage.knowledge.reader import Claim, Rejection


@dataclass(frozen=True, slots=True)
class Options:
    home: str | None
    home_country: str | None
    published: str | None
    language: str | None
    with_text: bool
    verbose: bool


def _edtf(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    if value is None:
        return None
    try:
        return parse(value).text
    except DateError as error:
        raise click.BadParameter(f"{error}.") from None


def _country(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and not (len(value) == 2 and value.isascii() and value.isalpha()):
        raise click.BadParameter(f"{value!r} is not a country's code of two letters, such as DE.")
    return value.upper() if value else None


def _language(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    from jumelage.knowledge.reader.language import available

    code = value.lower().replace("_", "-").partition("-")[0] if value else None
    if code and code not in available():
        raise click.BadParameter(f"{value!r} is not read; give one of {', '.join(available())}.")
    return code


@click.command(name="read")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--home", metavar="NAME", help="The municipality whose page it is; left out, the reader looks for it.")
@click.option("--home-country", metavar="CC", callback=_country, help="Its country, as a code of two letters.")
@click.option(
    "--published",
    metavar="EDTF",
    callback=_edtf,
    help="The page's date, such as 2023-10; left out, the reader looks for it.",
)
@click.option(
    "--lang", "language", metavar="CODE", callback=_language, help="The page's language; left out, it is detected."
)
@click.option(
    "--format", "form", type=click.Choice(["table", "json"]), help="Default: table on a terminal, json elsewhere."
)
@click.option("--with-text", is_flag=True, help="Print the frozen text with the claims (json only).")
@click.option("--verbose", is_flag=True, help="Also print what the gate rejected, on standard error.")
def command(sources: tuple[str, ...], form: str | None, **options: Any) -> None:
    """Read pages and print what they say about a municipality's partners.

    SOURCE is a file (.txt .md .html .pdf .docx), an http(s) address or - for standard input.
    """
    chosen = Options(**options)
    results = [_result(source, chosen) for source in sources]
    if (form or ("table" if sys.stdout.isatty() else "json")) == "json":
        click.echo(json.dumps(results, ensure_ascii=False, indent=2))
    else:
        from jumelage.knowledge.reader.table import show

        show(results)
    sys.exit(1 if any(result["error"] for result in results) else 0)


def _result(source: str, options: Options) -> dict[str, Any]:
    """One object of the answer; a source that fails becomes one with an error."""
    from jumelage.knowledge.reader import LanguageError, read
    from jumelage.knowledge.reader.output import reading_json
    from jumelage.knowledge.reader.second import second_reader
    from jumelage.knowledge.sources.extract import ExtractError, extract
    from jumelage.knowledge.sources.load import LoadError, load

    try:
        loaded = load(source)
        document = extract(loaded.data, media_type=loaded.media_type, name=source)
        reading = read(
            document,
            home=options.home,
            home_country=options.home_country,
            published=options.published,
            language=options.language,
            second=second_reader(),
        )
    except (LoadError, ExtractError, LanguageError) as error:
        click.echo(str(error) if source in str(error) else f"{source}: {error}", err=True)
        return _failed(source, str(error))
    if options.verbose:
        _say_rejected(source, reading.rejected)
    result = reading_json(
        reading, location=source, sha256=hashlib.sha256(loaded.data).hexdigest(), characters=len(document.text)
    )
    return result | {"text": document.text} if options.with_text else result


def _say_rejected(source: str, rejected: "Sequence[Rejection]") -> None:
    click.echo(f"{source}: the gate rejected {len(rejected)} claims", err=True)
    for one in rejected:
        click.echo(f"  {_named(one.claim)}: {one.reason}", err=True)


def _named(claim: "Claim | None") -> str:
    if claim is None:
        return "an answer of the second reader"
    return f"{claim.rule} {claim.partner.name if claim.partner else '-'} {claim.value!r}"


def _failed(source: str, message: str) -> dict[str, Any]:
    empty = dict.fromkeys(("title", "language", "published", "sha256", "characters"))
    return {
        "source": {"location": source, **empty},
        "home": None,
        "claims": [],
        "findings": [],
        "warnings": [],
        "error": message,
    }
