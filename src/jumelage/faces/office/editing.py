"""A record's form: saved, refused at a field, or shown beside what somebody else saved meanwhile."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from jumelage.faces.office.tasks import back_to, beside_theirs
from jumelage.work.agreements.rules import AgreementRefused
from jumelage.work.council.rules import RecordRefused
from jumelage.work.history.actions import ChangedMeanwhile


def edited(
    request: HttpRequest,
    what: str,
    context: dict[str, Any],
    save: Callable[[dict[str, Any]], Any],
    there: Callable[[Any], str],
    template: str = "office/form.html",
) -> HttpResponse:
    """context: form, and what the template shows besides. there: the page of what was saved."""
    form: forms.Form = context["form"]
    if request.method == "POST" and form.is_valid():
        try:
            saved = save(form.cleaned_data)
        except (AgreementRefused, RecordRefused) as refused:
            form.add_error(refused.field, str(refused))
        except ChangedMeanwhile as changed:
            return beside_theirs(request, context, what, changed.now, changed.now.pk)
        else:
            messages.success(request, _("Saved: %(name)s.") % {"name": saved})
            return back_to(request, there(saved))
    return render(request, template, context, status=400 if form.errors else 200)


def removed(request: HttpRequest, name: Any, remove: Callable[[int], None], page: str, otherwise: str) -> HttpResponse:
    """remove is given the version that was seen; where it was changed meanwhile, its page is shown."""
    sent, name = request.POST.get("seen", ""), str(name)
    try:
        remove(int(sent) if sent.isdecimal() else -1)
    except ChangedMeanwhile:
        messages.warning(request, _("Somebody has changed this in the meantime; look at it before it is removed."))
        return HttpResponseRedirect(page)
    messages.success(request, _("Removed: %(name)s.") % {"name": name})
    return back_to(request, otherwise)
