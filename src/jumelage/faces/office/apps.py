from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "jumelage.faces.office"
    label = "office"
