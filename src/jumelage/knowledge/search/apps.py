from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "jumelage.knowledge.search"
    label = "search"
