"""Whether a page gives orders to language models. Such a page is not shown to one.

The words are those of every language at once: who wants to steer a model need not write in the page's own. They catch the
usual ways of putting it and no more; whatever else a page says to a model, only its own words can come out of it.
"""

from collections.abc import Iterable

from jumelage.knowledge.reader.mentions import Mentions

VERBS = (
    "ignor", "zignor", "disregard", "forget", "overrid", "vergiss", "vergess", "missacht", "übergeh", "oubli", "olvid",
    "dimentic", "negeer", "vergeet", "zapomn",
)  # fmt: skip
OBJECTS = (
    "instruc",
    "instruk",
    "anweisung",
    "consigne",
    "istruzion",
    "aanwijzing",
    "polece",
    "prompts",
    "systemprompt",
)
NAMES = (
    "system prompt", "language model", "sprachmodell", "modèle de langage", "modelo de lenguaje", "modello linguistico",
    "taalmodel", "model językow",
)  # fmt: skip


def order_in(sentences: Iterable[Mentions]) -> str | None:
    """The first sentence that gives one."""
    return next((m.text[m.start : m.end] for m in sentences if _is_order(m)), None)


def _is_order(m: Mentions) -> bool:
    words = [word.low for word in m.sentence.words]
    told = any(w.startswith(VERBS) for w in words) and any(w == "prompt" or w.startswith(OBJECTS) for w in words)
    return told or any(name in " ".join(words) for name in NAMES)
