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
        "The same database as the role that owns its tables; only `jumelage migrate` uses it.",
    ),
    "JUMELAGE_SECRET_KEY": ("", "Signs sessions; empty: the file secret.key in JUMELAGE_DATA, made by init."),
    "JUMELAGE_HOSTS": ("127.0.0.1,localhost,[::1]", "Names under which the server answers, with commas."),
    "JUMELAGE_HTTPS": ("", "1: served over https only; cookies are secure and browsers are told to stay on https."),
    "JUMELAGE_LANGUAGE": ("de", "Language of / and of the command line: de, en or fr."),
    "JUMELAGE_TIME_ZONE": ("Europe/Berlin", "Time zone of the office."),
    "JUMELAGE_CACHE": ("", "Folder for unpacked files that can be made again; empty: the user's cache folder."),
}


def setting(name: str) -> str:
    return os.environ.get(name) or ENVIRONMENT[name][0]
