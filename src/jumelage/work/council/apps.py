from django.apps import AppConfig


class CouncilConfig(AppConfig):
    name = "jumelage.work.council"
    label = "council"
