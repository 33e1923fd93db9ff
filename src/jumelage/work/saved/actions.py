from django.db import transaction
from django.utils.translation import gettext as _

from jumelage.accounts.models import User
from jumelage.work.saved.models import View

MOST = 20  # of one person and list


class ViewRefused(ValueError):
    """The view cannot be saved; the message says why."""


def save_view(list_: str, name: str, query: str, *, by: User) -> View:
    """The same name again replaces. Raises ViewRefused where the person has as many of this list as one can have."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=by.pk)  # two at once do not both become the last
        own = View.objects.filter(user=by, list=list_)
        if own.exclude(name=name).count() >= MOST:
            raise ViewRefused(_("You have saved %(most)s views of this list; delete one first.") % {"most": MOST})
        return own.update_or_create(name=name, defaults={"query": query, "user": by, "list": list_})[0]


def delete_view(view: View) -> None:
    view.delete()
