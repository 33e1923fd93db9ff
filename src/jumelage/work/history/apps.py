from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "jumelage.work.history"
    label = "history"
