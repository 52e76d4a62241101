"""Summaries leave when the morning comes, wherever people live; mail is read as it comes."""

from datetime import datetime

import structlog
from django.conf import settings
from django_tasks import TaskContext

from ithaque.kernel.tasks import every, task
from ithaque.kernel.tasks.policy import USUAL

log = structlog.get_logger(__name__)


@task()
def send_due_summaries() -> int:
    """Send the summaries that are due; return how many left."""
    from ithaque.correspondence.summaries import send_summaries

    return send_summaries()


every("summaries", "5 * * * *", send_due_summaries)


@task()
def read_mail(number: int) -> str:
    """Read one mail that came in; return what became of it."""
    from ithaque.correspondence.intake.services import handle

    return handle(number)


@task(attempts=1)
def send_push(number: int) -> int:
    """Send one message to its person's devices; return how many took it."""
    from ithaque.correspondence.push.services import send

    return send(number)


@task(takes_context=True)
def send_sms(context: TaskContext, number: int, until: str) -> str:
    """Send one message to its person's mobile until a moment (ISO 8601); return how far it went."""
    from ithaque.correspondence.texting.services import send

    is_last = context.attempt >= USUAL.attempts
    return send(number, until=datetime.fromisoformat(until), last=is_last)


@task(takes_context=True)
def send_mobile_code(context: TaskContext, mobile_id: int, draw: str) -> str:
    """Send the code of a mobile, drawn from this; return how far it went."""
    from ithaque.correspondence.texting.services import send_code

    return send_code(mobile_id, draw, last=context.attempt >= USUAL.attempts)


@task(attempts=1)
def fetch_mail() -> int:
    """Read the folder of the settings; return how many mails were new. The next minute tries again."""
    from ithaque.correspondence.intake import fetching

    try:
        return fetching.fetch()
    except fetching.FolderError as error:
        log.warning("intake.unreachable", why=str(error))
        return 0


@task()
def forget_mail() -> int:
    """Forget the traces of mails long read; return how many."""
    from ithaque.correspondence.intake.services import forget_read

    return forget_read()


every("mail-forgotten", "50 2 * * *", forget_mail)


@task()
def forget_mobiles() -> int:
    """Forget the numbers that were never confirmed; return how many."""
    from ithaque.correspondence.texting.services import forget_unconfirmed

    return forget_unconfirmed()


every("mobiles-forgotten", "55 2 * * *", forget_mobiles)
if settings.MAIL_INTAKE_URL:
    every("mail", "* * * * *", fetch_mail)
