from django.apps import AppConfig


class SafeguardingConfig(AppConfig):
    name = "ithaque.safeguarding"
    label = "safeguarding"

    def ready(self) -> None:
        from ithaque.kernel import erasure
        from ithaque.people import exports
        from ithaque.safeguarding import journal, mails  # noqa: F401
        from ithaque.safeguarding.erasure import forget
        from ithaque.safeguarding.selectors import own_data

        erasure.register("safeguarding", forget)
        exports.register("safeguarding", own_data)
