"""A register of some size for measuring and counting: partners with facts of every kind, several sources each."""

from uuid import UUID

from factories import claim, municipality, officer, pair, source

from jumelage.accounts.models import Office, User
from jumelage.knowledge.claims.actions.decide import accept_source

KINDS = ("signing", "renewal", "visit", "anniversary", "council_resolution", "other")


def make_home() -> UUID:
    home = municipality("Dortmund", "DE", 2935517)
    Office.objects.filter(pk=officer().office_id).update(municipality=home)
    return home


def add_partner(home: UUID, name: str, *, facts: int, sources: int = 2) -> UUID:
    """Kind, status and since; then milestones and ties of organisations in turn, spread over the sources."""
    subject = pair(home, municipality(name, "FR"))
    made = [source(f"{name} {n}") for n in range(sources)]
    said: list[tuple[str, object, str]] = [
        ("kind", "partnership", ""),
        ("status", "active", ""),
        ("since", "1960", "1960/.."),
    ]
    said += [_fact(n) for n in range(facts - len(said))]
    for n, (property_, value, period) in enumerate(said):
        claim(subject, property_, value, source=made[n % sources], period=period)
    by = User.objects.filter(office__municipality=home)[:1].get()
    for one in made:
        accept_source(one.pk, by=by)
    return subject


def _fact(n: int) -> tuple[str, object, str]:
    year = f"{1961 + n}"
    if n % 2:
        return (
            "link",
            {
                "relation": "cooperation",
                "home_organisation": f"Schule {n}",
                "partner_organisation": f"Lycée {n}",
                "since": year,
            },
            "",
        )
    return "event", {"type": KINDS[n // 2 % len(KINDS)], "date": year, "text": f"Ereignis {n}"}, year
