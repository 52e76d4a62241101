"""What is kept of people, why, on which ground, how long: the words of the page, and of the register."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Kept:
    """One kind of data: GDPR art. 13 in one line."""

    what: str | Promise
    why: str | Promise
    ground: str | Promise
    how_long: str | Promise


KEPT = (
    Kept(
        _("Account: name, address, language, ways to sign in"),
        _("to recognise you and write to you"),
        _("the commitment you make by enrolling"),
        _("until you erase your account, at most two years after your last mentoring"),
    ),
    Kept(
        _("Enrolment: your answers, skills, availability"),
        _("to propose someone who fits, and to say why"),
        _("the commitment you make by enrolling"),
        _("six months when no mentoring follows, otherwise as the mentoring"),
    ),
    Kept(
        _("Mentoring: agreement, goals, meetings, notes, messages"),
        _("to let you work together"),
        _("the commitment you make by signing the agreement"),
        _("two years after the end, then erased"),
    ),
    Kept(
        _(
            "Availability: usual hours, busy hours of the calendars you subscribe, without their titles"
        ),
        _("to propose only hours at which all of you are free"),
        _("your consent, given with the address"),
        _("until you remove it, or erase your account"),
    ),
    Kept(
        _("Follow-up: dates of meetings, cards of the coordination"),
        _("to help in time when a pair falls silent"),
        _("the legitimate interest of a programme in good order"),
        _("two years after the end, then erased"),
    ),
    Kept(
        _("Concerns: what was told to the safeguarding lead"),
        _("to protect people"),
        _("a legal obligation"),
        _("as long as the law asks of the organisation"),
    ),
    Kept(
        _("Answers by e-mail: the mail itself, then only that it came"),
        _("to add your words where they belong"),
        _("the commitment you make by signing the agreement"),
        _("the mail until it is read, fourteen days at most; the trace sixty days"),
    ),
    Kept(
        _("Devices: the address at which your browser shows notifications"),
        _("to tell you at once, if you asked for it"),
        _("your consent"),
        _("until you remove the device, or it no longer answers"),
    ),
    Kept(
        _("Journal: who did what, without its content"),
        _("to prove that things were done rightly"),
        _("the legitimate interest in security"),
        _("as long as the account, then without a name"),
    ),
)
