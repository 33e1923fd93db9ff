"""Tasks, who looks after which partnership, and handing everything of one person to another."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jumelage.accounts.models import User
from jumelage.faces import words
from jumelage.faces.office import changes
from jumelage.faces.office.access import may, user_of
from jumelage.faces.office.listing import columns, download, paged, saved, sorting
from jumelage.faces.office.partners import Around, own_partnership, partner_names
from jumelage.work.history.actions import ChangedMeanwhile
from jumelage.work.history.queries import since_version
from jumelage.work.tasks import actions, queries
from jumelage.work.tasks.models import Responsibility, Task, TaskQuerySet


class Choice(forms.TypedChoiceField):
    """One of some people or partnerships; None for nobody and none."""

    def __init__(self, label: Any, *, required: bool = False) -> None:
        super().__init__(label=label, required=required, coerce=UUID, empty_value=None)

    def offer(self, names: dict[UUID, str], empty: str = "–") -> None:
        self.choices = [("", empty), *((str(pk), name) for pk, name in names.items())]


def _colleagues(user: User) -> dict[UUID, User]:
    return {one.pk: one for one in queries.colleagues(user)}


def _named(users: dict[UUID, User]) -> dict[UUID, str]:
    return {pk: user.name for pk, user in users.items()}


class FilterForm(forms.Form):
    assignee = Choice(gettext_lazy("Who"))
    partnership = Choice(gettext_lazy("Partnership"))
    done = forms.BooleanField(label=pgettext_lazy("tasks", "Those that are done"), required=False)

    def __init__(self, *args: Any, users: dict[UUID, User], partners: dict[UUID, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["assignee"].offer(_named(users), _("everybody"))  # type: ignore[attr-defined]  # a Choice
        self.fields["partnership"].offer(partners, _("all partnerships"))  # type: ignore[attr-defined]  # a Choice


def _filtered(request: HttpRequest, partners: dict[UUID, str]) -> tuple[FilterForm, TaskQuerySet, str]:
    user = user_of(request)
    form = FilterForm(request.GET, users=_colleagues(user), partners=partners)
    form.is_valid()
    sort = sorting(request, queries.SORTS, "due")
    given = {name: form.cleaned_data.get(name) for name in ("assignee", "partnership", "done")}
    return form, queries.tasks(user, sort=sort, **{**given, "done": bool(given["done"])}), sort  # type: ignore[arg-type]


@require_safe
@may("read office")
def tasks(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    partners = partner_names(user)
    form, found, sort = _filtered(request, partners)
    context = paged(request, found)
    headings = [
        (pgettext("task", "What is to be done"), "title"),
        (_("Partnership"), ""),
        (_("Who"), ""),
        (_("Until when"), "due"),
    ]
    context |= {
        "form": form,
        "columns": columns(request, headings, sort),
        "tasks": task_rows(context["page"].object_list, partners),
        "query": request.GET.urlencode(),
        "saved": saved(request, "tasks"),
        "may_edit": user.may("edit task"),
        "may_hand_over": user.may("hand over"),
    }
    return render(request, "office/tasks.html", context)


def task_rows(found: Any, partners: dict[UUID, str]) -> list[dict[str, Any]]:
    """For _tasks.html."""
    today = timezone.localdate()
    return [
        {
            "task": task,
            "partner": partners.get(task.partnership, "") if task.partnership else "",
            "due": words.day_words(task.due) if task.due else "",
            "late": _late(task, today),
        }
        for task in found
    ]


def _late(task: Task, today: date) -> str:
    if task.done_at or task.due is None or task.due > today:
        return ""
    days = (today - task.due).days
    return ngettext("%(days)s day late", "%(days)s days late", days) % {"days": days} if days else _("today")


@require_safe
@may("read office")
def export(request: HttpRequest, form: str) -> HttpResponse:
    partners = partner_names(user_of(request))
    found = _filtered(request, partners)[1]
    headings = [changes.label("task", name) for name in ("title", "partnership", "assignee", "due", "done", "note")]
    rows = (
        [
            task.title,
            partners.get(task.partnership, "") if task.partnership else "",
            str(task.assignee or ""),
            task.due.isoformat() if task.due else "",
            timezone.localtime(task.done_at).date().isoformat() if task.done_at else "",
            task.note,
        ]
        for task in found
    )
    return download(form, _("Tasks"), headings, rows)


class TaskForm(forms.Form):
    """seen: the version that the writer had before them."""

    title = forms.CharField(label=changes.OTHERWISE["task", "title"], max_length=200)
    partnership = Choice(changes.LABELS["partnership"])
    assignee = Choice(changes.LABELS["assignee"])
    due = forms.DateField(
        label=changes.LABELS["due"],
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    note = forms.CharField(
        label=changes.LABELS["note"], required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    def __init__(self, *args: Any, users: dict[UUID, User], partners: dict[UUID, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.users = users
        self.fields["partnership"].offer(partners)  # type: ignore[attr-defined]  # a Choice
        self.fields["assignee"].offer(_named(users), _("nobody yet"))  # type: ignore[attr-defined]  # a Choice

    def said(self) -> dict[str, Any]:
        given = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        return given | {"assignee": self.users.get(given["assignee"])}


@require_http_methods(["GET", "HEAD", "POST"])
@may("edit task")
def task(request: HttpRequest, pk: UUID | None = None) -> HttpResponse:
    user = user_of(request)
    found = get_object_or_404(Task.objects.of(user).select_related("assignee"), pk=pk) if pk else None
    users, partners = _colleagues(user), partner_names(user)
    if found and found.assignee:
        users[found.assignee.pk] = found.assignee  # one whose account was closed stays to be seen
    form = TaskForm(request.POST or None, initial=_start(request, found), users=users, partners=partners)
    context = {"title": found.title if found else _("Add a task"), "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            if pk:
                actions.change_task(pk, seen=form.cleaned_data["seen"], by=user, **form.said())
            else:
                actions.add_task(by=user, **form.said())
        except actions.TaskRefused as refused:
            form.add_error("assignee", str(refused))
        except ChangedMeanwhile as changed:
            return beside_theirs(request, context, "task", changed.now, changed.now.pk)
        else:
            messages.success(request, _("Saved: %(name)s.") % {"name": form.cleaned_data["title"]})
            return back_to(request, reverse("office:tasks"))
    return render(request, "office/form.html", context, status=400 if form.errors else 200)


def beside_theirs(request: HttpRequest, context: dict[str, Any], what: str, now: Any, record: UUID) -> HttpResponse:
    """The form again as it was typed, beside what somebody else saved."""
    form, user = context["form"], user_of(request)
    since = since_version(what, record, now.version - form.cleaned_data["seen"])
    form.data = {**dict(form.data.items()), "seen": str(now.version)}
    context["theirs"] = changes.theirs(what, since, user, Around.of(user))
    return render(request, "office/form.html", context, status=409)


def _start(request: HttpRequest, found: Task | None) -> dict[str, Any]:
    if found is None:
        return {"partnership": request.GET.get("partnership", ""), "assignee": user_of(request).pk}
    return {
        "title": found.title,
        "partnership": found.partnership,
        "assignee": found.assignee_id,
        "due": found.due,
        "note": found.note,
        "seen": found.version,
    }


def back_to(request: HttpRequest, otherwise: str) -> HttpResponse:
    """To the page that the form named, as long as it is ours."""
    there = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(there, allowed_hosts=None)
    return HttpResponseRedirect(there if there and is_ours else otherwise)


@require_POST
@may("edit task")
def finish(request: HttpRequest, pk: UUID) -> HttpResponse:
    try:
        done = actions.finish_task(pk, by=user_of(request), done="again" not in request.POST)
    except Task.DoesNotExist:
        raise Http404(_("There is no task under this address.")) from None
    messages.success(
        request, (_("Done: %(name)s.") if done.done_at else _("To be done again: %(name)s.")) % {"name": done.title}
    )
    return back_to(request, reverse("office:tasks"))


class EntrustForm(forms.Form):
    officer = Choice(changes.LABELS["officer"], required=True)
    deputy = Choice(changes.LABELS["deputy"])
    seen = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    def __init__(self, *args: Any, users: dict[UUID, User], **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("officer", "deputy"):
            self.fields[name].offer(_named(users))  # type: ignore[attr-defined]  # a Choice


@require_http_methods(["GET", "HEAD", "POST"])
@may("edit task")
def entrust(request: HttpRequest, partnership: UUID) -> HttpResponse:
    user, party = user_of(request), own_partnership(request, partnership)
    users, held = _colleagues(user), queries.responsibilities(user).get(partnership)
    form = EntrustForm(request.POST or None, initial=_held(held), users=users)
    title = _("Who looks after %(name)s") % {"name": party.name(words.language())}
    context: dict[str, Any] = {"title": title, "form": form}
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        officer, deputy = users[given["officer"]], users.get(given["deputy"])
        try:
            actions.entrust(partnership, officer=officer, deputy=deputy, seen=given["seen"], by=user)
        except actions.TaskRefused as refused:
            form.add_error("deputy", str(refused))
        except ChangedMeanwhile as changed:
            return beside_theirs(request, context, "responsibility", changed.now, partnership)
        else:
            return HttpResponseRedirect(reverse("office:dossier-tab", args=[partnership, "tasks"]))
    return render(request, "office/form.html", context, status=400 if form.errors else 200)


def _held(held: Responsibility | None) -> dict[str, Any]:
    return {"officer": held.officer_id, "deputy": held.deputy_id, "seen": held.version} if held else {"seen": 0}


class HandOverForm(forms.Form):
    """giver may have left; taker works here."""

    giver = Choice(gettext_lazy("From whom"), required=True)
    taker = Choice(gettext_lazy("To whom"), required=True)

    def __init__(self, *args: Any, givers: dict[UUID, User], takers: dict[UUID, User], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["giver"].offer(_named(givers))  # type: ignore[attr-defined]  # a Choice
        self.fields["taker"].offer(_named(takers))  # type: ignore[attr-defined]  # a Choice


@require_http_methods(["GET", "HEAD", "POST"])
@may("hand over")
def hand_over(request: HttpRequest) -> HttpResponse:
    """Asked by address it shows what would move; sent it moves it."""
    user = user_of(request)
    takers = _colleagues(user)
    givers = {u.pk: u for u in User.objects.filter(office=user.office_id).exclude(office=None).order_by("name")}
    form = HandOverForm(request.POST or request.GET or None, givers=givers, takers=takers)
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        giver, taker = givers[form.cleaned_data["giver"]], takers[form.cleaned_data["taker"]]
        if giver == taker:
            form.add_error("taker", _("Both are the same person; choose who takes over."))
        elif request.method == "POST":
            moved = actions.hand_over(giver, taker, by=user)
            messages.success(request, _moved(moved.count, giver, taker))
            return HttpResponseRedirect(reverse("office:tasks"))
        else:
            context |= {"giver": giver, "taker": taker, **_preview(giver, partner_names(user))}
    return render(request, "office/hand_over.html", context, status=400 if form.errors else 200)


def _preview(giver: User, partners: dict[UUID, str]) -> dict[str, Any]:
    held = queries.held_by(giver)
    return {
        "held": held,
        "tasks": task_rows(held.tasks, partners),
        "officer_of": [partners.get(one.partnership, "") for one in held.officer_of],
        "deputy_of": [partners.get(one.partnership, "") for one in held.deputy_of],
    }


def _moved(count: int, giver: User, taker: User) -> str:
    told = ngettext(
        "%(count)s thing went from %(giver)s to %(taker)s.", "%(count)s things went from %(giver)s to %(taker)s.", count
    )
    return told % {"count": count, "giver": giver, "taker": taker}
