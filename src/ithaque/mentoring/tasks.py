"""What is recalled and asked around meetings hour after hour, and the endings night after night."""

from ithaque.kernel.tasks import every, task


@task()
def remind_of_meetings() -> dict[str, int]:
    """Recall what comes, ask about what has passed; return how many messages of each were written."""
    from ithaque.mentoring.services import reminders

    return {"soon": reminders.send_reminders(), "to_note": reminders.ask_whether_held()}


@task()
def read_calendars() -> int:
    """Ask for each calendar that is due to be read again; return how many."""
    from ithaque.mentoring.services import calendars

    due = calendars.calendars_to_read()
    for pk in due:
        read_calendar.enqueue(pk)
    return len(due)


@task()
def read_calendar(pk: int) -> str:
    """Read one calendar again; return what kept it from being read, empty when nothing did."""
    from ithaque.mentoring.models import SubscribedCalendar
    from ithaque.mentoring.services import calendars

    calendar = SubscribedCalendar.objects.select_related("person").filter(pk=pk).first()
    return calendars.refresh_calendar(calendar=calendar, by=None).fault if calendar else ""


@task()
def ask_trials() -> dict[str, int]:
    """Ask about trials that end, remind who has not answered; return how many of each."""
    from ithaque.mentoring.services import trials

    return trials.ask_trials()


every("trials", "10 8 * * *", ask_trials)
every("calendars", "35 * * * *", read_calendars)
every("meetings", "10 * * * *", remind_of_meetings)


@task()
def keep_endings() -> dict[str, int]:
    """Prepare, open and close the endings that are due; return how many of each."""
    from ithaque.mentoring.services import endings

    return endings.keep_endings()


every("endings", "50 4 * * *", keep_endings)


@task()
def remind_signatures() -> int:
    """Recall the signatures that agreements wait for; return how many agreements were recalled."""
    from ithaque.mentoring import services

    return services.remind_signatures()


every("signatures", "20 8 * * *", remind_signatures)


@task()
def tidy_notes() -> int:
    """Drop what notes kept for writings under way; return how many rows."""
    from ithaque.mentoring import services

    return services.tidy_notes()


every("notes", "35 3 * * *", tidy_notes)


@task()
def archive_pairs() -> int:
    """Erase the words of closed pairs whose day has come; return how many pairs."""
    from ithaque.mentoring import services

    return services.archive_due()


every("archives", "5 5 * * *", archive_pairs)
