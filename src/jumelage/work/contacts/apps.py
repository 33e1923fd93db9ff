from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "jumelage.work.contacts"
    label = "contacts"
