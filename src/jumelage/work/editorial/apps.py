from django.apps import AppConfig


class EditorialConfig(AppConfig):
    name = "jumelage.work.editorial"
    label = "editorial"
