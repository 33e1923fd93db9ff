from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "jumelage.faces.portal"
    label = "portal"
