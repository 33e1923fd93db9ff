from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "jumelage.work.tasks"
    label = "tasks"
