"""Questions and corrections that came in from the portal."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from jumelage.faces import words
from jumelage.faces.office.access import may, user_of
from jumelage.work.editorial import actions
from jumelage.work.editorial.models import Question


class OutcomeForm(forms.Form):
    outcome = forms.CharField(
        label=gettext_lazy("What was done"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


@require_safe
@may("answer question")
def questions(request: HttpRequest) -> HttpResponse:
    found = Question.objects.order_by("-sent_at")
    context = {"open": found.filter(done_at=None), "done": found.exclude(done_at=None)[:50]}
    return render(request, "office/questions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may("answer question")
def question(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = get_object_or_404(Question.objects.select_related("done_by"), pk=pk)
    form = OutcomeForm(request.POST or None, initial={"outcome": found.outcome})
    user = user_of(request)
    if request.method == "POST" and "delete" in request.POST:
        actions.delete_question(pk, by=user)
        messages.success(request, _("The message is deleted."))
        return HttpResponseRedirect(reverse("office:questions"))
    if request.method == "POST" and form.is_valid():
        actions.close_question(pk, form.cleaned_data["outcome"], by=user)
        return HttpResponseRedirect(reverse("office:questions"))
    context = {
        "question": found,
        "form": form,
        "deleted_on": words.day_words((found.sent_at + actions.KEPT).date()),
    }
    return render(request, "office/question.html", context, status=400 if form.errors else 200)
