"""What an installation may change, from the environment: one table of name, default, help. Pure: no Django."""

import os

ENVIRONMENT = {
    "JUMELAGE_DATA": ("data", "Folder of the database, the documents and the pictures."),
    "JUMELAGE_DATABASE": (
        "",
        "postgresql://USER:PASSWORD@HOST:PORT/NAME, or …@/NAME?host=SOCKET_FOLDER; empty: SQLite in JUMELAGE_DATA.",
    ),
    "JUMELAGE_DATABASE_OWNER": (
        "",
        "The same database as the role that owns its tables; only init, migrate and restore use it.",
    ),
    "JUMELAGE_SECRET_KEY": ("", "Signs sessions; empty: the file secret.key in JUMELAGE_DATA, made by init."),
    "JUMELAGE_HOSTS": ("127.0.0.1,localhost,[::1]", "Names under which the server answers, with commas."),
    "JUMELAGE_HTTPS": ("", "1: served over https only; cookies are secure and browsers are told to stay on https."),
    "JUMELAGE_LANGUAGE": ("de", "Language of the start page for browsers that name none of ours: de, en or fr."),
    "JUMELAGE_TIME_ZONE": ("Europe/Berlin", "Time zone of the office."),
    "JUMELAGE_NIGHT": ("02:30", "When the nightly check of the evidence runs, by the office's clock."),
    "JUMELAGE_WATCH_HOURS": ("24", "Hours between two looks at a watched page that answers well."),
    "JUMELAGE_CONTACT": (
        "",
        "Address of mail or web that is told to the servers whose pages are fetched; empty: none.",
    ),
    "JUMELAGE_PAGE_CACHE": ("64", "Megabytes of pages that each process of `jumelage serve` keeps; 0: none."),
    "JUMELAGE_WIKIDATA": (
        "https://query.wikidata.org/sparql",
        "The SPARQL endpoint that `jumelage import wikidata:…` asks.",
    ),
    "JUMELAGE_LLM_URL": (
        "",
        "Base address of an OpenAI-compatible endpoint, such as http://127.0.0.1:8080/v1; pages are then read by a second reader too. Empty: none.",
    ),
    "JUMELAGE_LLM_MODEL": ("", "Name of the model that reads, as the endpoint calls it."),
    "JUMELAGE_LLM_KEY": ("", "Key of the endpoint, where it asks for one; sent to it alone and never shown."),
    "JUMELAGE_OIDC_URL": (
        "",
        "Address of the city's sign-in service (OpenID Connect), such as https://login.example.org/realms/city. Empty: none.",
    ),
    "JUMELAGE_OIDC_CLIENT": ("", "The name under which that service knows this register (client id)."),
    "JUMELAGE_OIDC_SECRET": ("", "The secret that belongs to it; sent to that service alone."),
    "JUMELAGE_OIDC_NAME": ("Single sign-on", "What people call it; stands on the button of the login."),
    "JUMELAGE_CACHE": ("", "Folder for unpacked files that can be made again; empty: the user's cache folder."),
}


def setting(name: str) -> str:
    return os.environ.get(name) or ENVIRONMENT[name][0]
