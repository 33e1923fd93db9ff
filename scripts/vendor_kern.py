"""Take what Jumelage needs out of the KERN design system: whole CSS rules, unchanged, and subset fonts.

Usage: python scripts/vendor_kern.py PACKAGE OUT
PACKAGE is the unpacked npm package @kern-ux/native (`npm pack @kern-ux/native@2.7.2`), OUT the folder
src/jumelage/core/static/core/kern. Needs fonttools with brotli (`pip install "fonttools[woff]"`), apart from ours.
The subsets are modified versions in the sense of the OFL, so they do not carry the name of the original.
"""

import json
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

COMPONENTS = ("btn", "label", "dialog", "sr-only", "layer", "level")
DROP = re.compile(r"\.kern-(sr-only-mobile|btn-wrapper)")
FAMILY = "Jumelage Sans"
WEIGHTS = {"Light": 300, "Regular": 400, "SemiBold": 600, "Italic": 400}
LATIN = (
    "U+0020-007E,U+00A0-00FF,U+0131,U+0152-0153,U+02C6,U+02DA,U+02DC,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,"
    "U+202F,U+2030,U+2032-2033,U+2039-203A,U+2044,U+20AC,U+2116,U+2122,U+2190-2193,U+2212,U+2248,U+2260,U+2264-2265"
)
SCRIPTS = {
    "latin": LATIN,
    "latin-ext": "U+0100-0130,U+0132-0151,U+0154-019F,U+01A2-01AE,U+01B1-024F,U+0259,U+02B0-02C5,U+02C7-02D9,U+02DB,"
    "U+02DD-02FF,U+0302,U+0304-0308,U+030A-0322,U+0324-036F,U+1E00-1E9F,U+20A0-20AA,U+20AD-20BF",
    "vietnamese": "U+01A0-01A1,U+01AF-01B0,U+0300-0301,U+0303,U+0309,U+0323,U+1EA0-1EFF,U+20AB",
    "cyrillic": "U+0400-052F",
    "greek": "U+0370-03FF,U+1F00-1FFF",
}
FEATURES = ["kern", "liga", "ccmp", "locl", "mark", "mkmk", "tnum", "lnum"]


def rules(css: str) -> Iterator[str]:
    """Every top-level rule of a stylesheet, as written, without the comments between rules."""
    depth, start = 0, 0
    for token in re.finditer(r"/\*.*?\*/|[{}]|@charset[^;]*;", css, re.DOTALL):
        if token[0] == "{":
            depth += 1
        elif token[0] == "}":
            depth -= 1
            if depth == 0:
                yield css[start : token.end()].strip()
                start = token.end()
        elif depth == 0:
            start = token.end()


def is_needed(rule: str) -> bool:
    """Tokens, layers and resets always; a component only when it is one of ours."""
    if DROP.match(rule):
        return False
    classes = re.findall(r"\.kern-([a-z-]+)", rule.split("{", 2)[1 if rule.startswith("@media") else 0])
    return not classes or _is_component(classes[0])


def _is_component(name: str) -> bool:
    base = name.split("--")[0]
    return base in ("light", "dark") or any(base == wanted or base.startswith(wanted + "-") for wanted in COMPONENTS)


def write_styles(package: Path, out: Path, version: str, faces: list[str]) -> None:
    css = (package / "dist/kern.css").read_text(encoding="utf-8")
    kept = [rule for rule in rules(css) if is_needed(rule)]
    origin = f"KERN design system, @kern-ux/native {version}, EUPL-1.2 (LICENSE.md). Whole rules, unchanged."
    head = f'@charset "UTF-8";\n/* {origin} */\n'
    (out / "kern.css").write_text(head + "\n".join(kept + faces) + "\n", encoding="utf-8")


def write_font(source: Path, target: Path, unicodes: str, style: str) -> None:
    options = subset.Options(flavor="woff2", layout_features=FEATURES, hinting=False, desubroutinize=True)
    options.name_IDs = ["*"]
    font = subset.load_font(str(source), options)
    job = subset.Subsetter(options)
    job.populate(unicodes=subset.parse_unicodes(unicodes.replace("U+", "")))
    job.subset(font)
    _rename(font, style)
    subset.save_font(font, str(target), options)


def _rename(font: TTFont, style: str) -> None:
    name = f"{FAMILY} {style}"
    names = {1: name, 3: name, 4: name, 6: name.replace(" ", "")}
    licence = {0, 13, 14}
    for record in list(font["name"].names):
        if record.nameID in names:
            record.string = names[record.nameID]
        elif record.nameID not in licence:
            font["name"].names.remove(record)


def write_fonts(package: Path, out: Path) -> list[str]:
    """Writes the files; returns the rules that load them."""
    fonts = out / "fonts"
    fonts.mkdir(exist_ok=True)
    faces = ["/* Made by scripts/vendor_kern.py; licence: fonts/OFL.txt */"]
    for style, weight in WEIGHTS.items():
        for script, unicodes in SCRIPTS.items():
            file = f"{style.lower()}-{script}.woff2"
            write_font(package / f"dist/fonts/fira-sans/FiraSans-{style}.woff2", fonts / file, unicodes, style)
            faces.append(_face(file, weight, style, unicodes))
    return faces


def _face(file: str, weight: int, style: str, unicodes: str) -> str:
    slant = "italic" if style == "Italic" else "normal"
    heavy = "600 700" if weight == 600 else weight
    return (
        f'@font-face{{font-family:"{FAMILY}";font-style:{slant};font-weight:{heavy};font-display:swap;'
        f'src:url("fonts/{file}") format("woff2");unicode-range:{unicodes}}}'
    )


def main(package: Path, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    version = json.loads((package / "package.json").read_text(encoding="utf-8"))["version"]
    shutil.copyfile(package / "LICENSE.md", out / "LICENSE.md")
    write_styles(package, out, version, write_fonts(package, out))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
