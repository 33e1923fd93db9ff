from django.db import models

from jumelage.accounts.models import User

LONGEST = 60  # letters of a name


class View(models.Model):
    """A list as one person wants to see it again; `query` is the part of its address behind the question mark."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_views")
    list = models.CharField(max_length=20)
    name = models.CharField(max_length=LONGEST)
    query = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "list", "name"], name="saved_one_view_a_name")]
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name
