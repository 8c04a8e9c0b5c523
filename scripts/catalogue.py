"""Brings the Danish catalogue up to date with the sentences in the code, or checks that it is.

`python scripts/catalogue.py` adds new sentences, drops those no longer used and keeps what is
translated; `--check` changes nothing and lists what is missing, unused or unsure.
"""

from __future__ import annotations

import ast
import io
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "boligsocial"
CATALOGUE = SOURCE / "locale" / "da" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
CARRIERS = {"Message", "UserError", "InputError", "DeliveryError", "RefusedError"}
# The fields of the law's and the principles' files that are written for people.
WRITTEN_FIELDS = {"name", "description", "population", "note", "basis", "vintage"}
DEFINITIONS = (
    "law",
    "allocation",
    "indicators",
    "index",
    "portal/people/rights",
    "portal/cases/kinds",
    "portal/boards/compositions",
    "portal/decision_log",
    "portal/decisions",
    "portal/financing",
)

HEADER = """\
# The Danish sentences of boligsocial; the English ones in the code are the keys.
msgid ""
msgstr ""
"Language: da\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""

Sentence = str | tuple[str, ...]


def sentences() -> dict[Sentence, set[str]]:
    """Each sentence with the files that it stands in."""
    found: dict[Sentence, set[str]] = {}
    for path, sentence in _all_sentences():
        found.setdefault(sentence, set()).add(path.relative_to(ROOT).as_posix())
    return found


def _all_sentences() -> Iterator[tuple[Path, Sentence]]:
    for path in sorted(SOURCE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        yield from ((path, each) for each in _translated(text))
        yield from ((path, each) for each in _carried(text))
    for path in sorted((SOURCE / "portal").rglob("*.html")):
        text = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        # How a page is indented would be read as Python's indentation.
        level = "\n".join(map(str.lstrip, text.splitlines()))
        yield from ((path, each) for each in _translated(level))
    for room in DEFINITIONS:
        for path in sorted((SOURCE / room).rglob("*.toml")):
            fields = tomllib.loads(path.read_text(encoding="utf-8"))
            yield from ((path, each) for each in _written(fields))


def _translated(text: str) -> Iterator[Sentence]:
    extracted = extract_python(io.BytesIO(text.encode("utf-8")), list(KEYWORDS), (), {})
    for _, keyword, words, _ in extracted:
        said = words if isinstance(words, tuple) else (words,)
        known = tuple(each for each in said if isinstance(each, str) and each)
        if keyword == "ngettext" and len(known) >= 2:
            yield known[:2]
        elif known:
            yield known[0]


def _carried(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name in CARRIERS:
            yield from _texts(node.args[0])


def _texts(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield node.value
    if isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)


def _written(fields: object) -> Iterator[str]:
    if isinstance(fields, list):
        for each in fields:
            yield from _written(each)
    if isinstance(fields, dict):
        for name, value in fields.items():
            if name in WRITTEN_FIELDS and isinstance(value, str):
                yield value
            else:
                yield from _written(value)


def read_catalogue() -> Catalog:
    """The catalogue as it is, or an empty one."""
    if not CATALOGUE.exists():
        return Catalog(locale="da")
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="da")


def problems(catalogue: Catalog) -> list[str]:
    """What keeps the catalogue from being complete, a line each."""
    wanted = sentences()
    present = {message.id for message in catalogue if message.id}
    lines = [
        f"not in the catalogue: {sentence!r} ({', '.join(sorted(files))})"
        for sentence, files in wanted.items()
        if sentence not in present
    ]
    for message in catalogue:
        if not message.id:
            continue
        parts = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.id not in wanted:
            lines.append(f"used nowhere: {message.id!r}")
        elif not all(parts):
            lines.append(f"not translated: {message.id!r}")
        elif message.fuzzy:
            lines.append(f"marked as unsure: {message.id!r}")
        lines.extend(f"{error}: {message.id!r}" for error in _other_places(message.id, parts))
    return lines


def _other_places(sentence: Sentence, parts: tuple[str, ...]) -> list[str]:
    """A translation must carry the same figures: `{named}` and `%(named)s`."""
    numbers = (sentence,) if isinstance(sentence, str) else sentence
    return [
        "the translation has other places for figures"
        for number, part in zip(numbers, parts, strict=False)
        if part and _places(part) != _places(number)
    ]


def _places(text: str) -> set[str]:
    braces = {each.split("}")[0] for each in text.split("{")[1:]}
    return braces | {each.split(")")[0] for each in text.split("%(")[1:]}


def updated(old: Catalog) -> Catalog:
    """The catalogue with exactly the sentences in use, in alphabetical order."""
    new = Catalog(locale="da")
    for sentence, files in sentences().items():
        known = old.get(sentence if isinstance(sentence, str) else sentence[0])
        string = known.string if known else ""
        places = [(file, 0) for file in sorted(files)]
        new.add(sentence, string, locations=places)
    return new


def main() -> int:
    if "--check" in sys.argv:
        lines = problems(read_catalogue())
        print("\n".join(lines) or "the Danish catalogue is complete")
        return 1 if lines else 0
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    catalogue = updated(read_catalogue())
    with CATALOGUE.open("wb") as file:
        file.write(HEADER.encode("utf-8"))
        write_po(
            file, catalogue, sort_output=True, include_lineno=False, width=100, omit_header=True
        )
    waiting = [each for each in catalogue if each.id and not each.string]
    print(f"{len(catalogue)} sentences, {len(waiting)} not translated")
    return 0


if __name__ == "__main__":
    sys.exit(main())
