from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "jumelage.work.agreements"
    label = "agreements"
