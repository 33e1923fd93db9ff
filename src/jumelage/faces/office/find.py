"""Search from anywhere in the office."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jumelage.faces.office.access import may, user_of
from jumelage.faces.office.found import GROUPS, Asked, Group
from jumelage.faces.office.listing import paged
from jumelage.knowledge.search.grams import LONGEST, words

SHOWN = 8  # of each kind; a link leads to all


@require_safe
@may("read office")
def find(request: HttpRequest) -> HttpResponse:
    """only: the group of which all are wanted."""
    typed = " ".join(request.GET.get("q", "").split())
    asked, only = Asked(typed[:LONGEST], user_of(request)), request.GET.get("only", "")
    wanted = [g for g in GROUPS if asked.user.may(g.action) and only in ("", g.key)] if _says_enough(asked.text) else []
    context: dict[str, Any] = {"sought": asked.text, "advice": _advice(typed)}
    if only and wanted:
        context |= _all(request, wanted[0], asked)
    else:
        context["groups"] = [group for group in (_shown(g, asked) for g in wanted) if group["found"]]
    return render(request, "office/find.html", context, status=400 if len(typed) > LONGEST else 200)


def _says_enough(text: str) -> bool:
    """Two letters or digits, or one sign of a script that writes words with one."""
    letters = "".join(words(text))
    return len(letters) > 1 or not letters.isascii()


def _advice(typed: str) -> str:
    if len(typed) > LONGEST:
        return _("Only the first hundred letters were searched for; a few words find more.")
    if not typed:
        return _("Type a name, a word of a title or an email address into the field above. The key / leads to it.")
    if not _says_enough(typed):
        return _("Type at least two letters or digits.")
    return ""


def _all(request: HttpRequest, group: Group, asked: Asked) -> dict[str, Any]:
    context = paged(request, group.found(asked))
    found = group.show(asked, list(context["page"]))
    return context | {
        "groups": [{"key": group.key, "title": group.title, "found": found}] if found else [],
        "back": f"?{urlencode({'q': asked.text})}",
    }


def _shown(group: Group, asked: Asked) -> dict[str, Any]:
    first = group.found(asked)[: SHOWN + 1]
    query = {"q": asked.text} | ({} if group.key == "people" else {"only": group.key})
    base = reverse("office:contacts" if group.key == "people" else "office:find")
    return {
        "key": group.key,
        "title": group.title,
        "found": group.show(asked, list(first)[:SHOWN]),
        "more": f"{base}?{urlencode(query)}" if len(first) > SHOWN else "",
    }
