from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    name = "jumelage.knowledge.partnerships"
    label = "partnerships"
