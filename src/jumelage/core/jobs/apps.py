from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "jumelage.core.jobs"
    label = "jobs"
