from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "jumelage.accounts"
    label = "accounts"

    def ready(self) -> None:
        from allauth.account.signals import authentication_step_completed, user_logged_in

        from jumelage.accounts.sessions import forget_ended, renew_session

        user_logged_in.connect(forget_ended)
        authentication_step_completed.connect(renew_session)
