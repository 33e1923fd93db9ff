from django.apps import AppConfig


class SavedConfig(AppConfig):
    name = "jumelage.work.saved"
    label = "saved"
