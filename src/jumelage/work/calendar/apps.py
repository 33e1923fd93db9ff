from django.apps import AppConfig


class CalendarConfig(AppConfig):
    name = "jumelage.work.calendar"
    label = "calendar"
