"""The optional second reader: a language model that an installation chooses, behind the same gate as the rules. See README.md."""

from typing import TYPE_CHECKING

from jumelage.core.environment import setting

if TYPE_CHECKING:
    from jumelage.knowledge.reader.second.reading import SecondReader

__all__ = ["second_reader"]


def second_reader() -> "SecondReader | None":
    """The one that the environment names; None where it names none, and then nothing more is imported."""
    address = setting("JUMELAGE_LLM_URL")
    if not address:
        return None
    from jumelage.knowledge.reader.second.endpoint import Endpoint
    from jumelage.knowledge.reader.second.reading import SecondReader

    return SecondReader(Endpoint(address, setting("JUMELAGE_LLM_MODEL"), setting("JUMELAGE_LLM_KEY")))
