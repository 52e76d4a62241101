from django.apps import AppConfig


class CorrespondenceConfig(AppConfig):
    name = "ithaque.correspondence"
    label = "correspondence"

    def ready(self) -> None:
        from ithaque.correspondence import mails, receivers
        from ithaque.correspondence.forgetting import forget
        from ithaque.correspondence.selectors import own_data
        from ithaque.kernel import erasure
        from ithaque.people import exports

        assert mails
        assert receivers
        erasure.register("correspondence", forget)
        exports.register("correspondence", own_data)
