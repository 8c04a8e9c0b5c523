"""What a page says is in the language of its reader, also what only a screen reader tells."""

from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import boligsocial

from .test_every_page import PAGES

CATALOGUE = Path(boligsocial.__file__).parent / "locale" / "da" / "LC_MESSAGES" / "django.po"
TEXTS = """language => {
  const kept = node =>
    node.closest("[lang]").lang === language && !node.closest("script, style, code");
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    if (kept(walker.currentNode.parentElement)) found.push(walker.currentNode.data);
  }
  for (const name of ["aria-label", "placeholder", "title", "data-label"]) {
    for (const each of document.querySelectorAll(`[${name}]`)) {
      if (kept(each)) found.push(each.getAttribute(name));
    }
  }
  return found;
}"""


def plain(text):
    return " ".join(text.split()).rstrip(".:").lower()


def sentences():
    """(English, Danish) of every sentence that is not the same in both."""
    with CATALOGUE.open("rb") as file:
        for message in read_po(file):
            english = message.id if isinstance(message.id, tuple) else (message.id,)
            danish = message.string if isinstance(message.string, tuple) else (message.string,)
            yield from zip(map(plain, english), map(plain, danish), strict=False)


PAIRS = {pair for pair in sentences() if pair[0] != pair[1] and min(map(len, pair)) > 2}
ENGLISH, DANISH = ({pair[place] for pair in PAIRS} for place in (0, 1))
OTHERS = {"da": ENGLISH - DANISH, "en": DANISH - ENGLISH}
# Words that stand in both languages, in one of them as another word's translation.
SAME = {"status", "reservation", "pct", "excel", "pdf", "csv"}


def test_there_are_sentences_to_look_for():
    assert plain("Overview") in OTHERS["da"]
    assert plain("Overblik") in OTHERS["en"]


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_nothing_in_the_other_language(open_page, name, language):
    page = open_page(PAGES[name], language=language)
    said = {plain(each) for each in page.evaluate(TEXTS, language)}
    assert said & OTHERS[language] - SAME == set()
