"""Addresses of these pages."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from ithaque.ui import navigation
from ithaque.web.participant.pairs.views import (
    agreement,
    calendar,
    closure,
    exits,
    gathering,
    goals,
    meetings,
    messages,
    noted,
    notes,
    pulse,
    room,
    video,
)

urlpatterns: list[URLPattern] = [
    path("pairs/", room.pairs, name="pairs"),
    path("pairs/<uuid:pair_id>/", room.pair, name="pair"),
    path("pairs/<uuid:pair_id>/guides/", room.guides, name="pair-guides"),
    path("pairs/<uuid:pair_id>/messages/", messages.conversation, name="pair-messages"),
    path("messages/", messages.search, name="message-search"),
    path("messages/<uuid:message_id>/", messages.reword, name="message-reword"),
    path("messages/<uuid:message_id>/withdraw/", messages.withdraw, name="message-withdraw"),
    path("messages/files/<uuid:file_id>/", messages.file, name="message-file"),
    path("pairs/<uuid:pair_id>/note/", notes.note, name="pair-note"),
    path("pairs/<uuid:pair_id>/note/sync/", notes.sync, name="pair-note-sync"),
    path("pairs/<uuid:pair_id>/goals/new/", goals.new, name="goal-new"),
    path("pairs/<uuid:pair_id>/goals/library/", goals.library, name="goal-library"),
    path("goals/<uuid:goal_id>/", goals.goal, name="goal"),
    path("goals/<uuid:goal_id>/steps/", goals.new_step, name="goal-step-new"),
    path("goals/steps/<uuid:step_id>/", goals.toggle_step, name="goal-step"),
    path("goals/<uuid:goal_id>/level/", goals.level, name="goal-level"),
    path("goals/<uuid:goal_id>/drop/", goals.drop, name="goal-drop"),
    path("pairs/<uuid:pair_id>/actions/new/", goals.new_action, name="action-new"),
    path("actions/<uuid:action_id>/", goals.toggle_action, name="action-toggle"),
    path("pairs/<uuid:pair_id>/meetings/", meetings.meetings, name="pair-meetings"),
    path("pairs/<uuid:pair_id>/meetings/plan/", meetings.plan, name="meeting-plan"),
    path("pairs/<uuid:pair_id>/meetings/log/", meetings.log, name="meeting-log"),
    path("meetings/<uuid:meeting_id>/", meetings.meeting, name="meeting"),
    path("meetings/<uuid:meeting_id>/call/", video.call, name="meeting-call"),
    path("meetings/<uuid:meeting_id>/move/", meetings.move, name="meeting-move"),
    path("meetings/<uuid:meeting_id>/cancel/", meetings.cancel, name="meeting-cancel"),
    path("meetings/<uuid:meeting_id>/held/", meetings.held, name="meeting-held"),
    path("meetings/<uuid:meeting_id>/missed/", meetings.missed, name="meeting-missed"),
    path("meetings/<uuid:meeting_id>/private/", notes.private, name="meeting-private-note"),
    path("meetings/<uuid:meeting_id>/next/", meetings.next_date, name="meeting-next"),
    path("meetings/<uuid:meeting_id>/there/", gathering.there, name="meeting-there"),
    path("meetings/<uuid:meeting_id>/turns/", gathering.turns, name="meeting-turns"),
    path("meetings/<uuid:meeting_id>/cards/", meetings.cards, name="meeting-cards"),
    path("meetings/<uuid:meeting_id>/invitation.ics", meetings.invitation, name="meeting-ics"),
    path("meetings/<uuid:meeting_id>/pulse/", pulse.own, name="meeting-pulse"),
    path("pulse/<str:token>/", pulse.linked, name="pulse"),
    path("calendar/renew/", calendar.renew, name="calendar-renew"),
    path("calendar/<str:token>.ics", calendar.feed, name="calendar-feed"),
    path("noted/<str:token>/", noted.noted, name="noted"),
    path("pairs/<uuid:pair_id>/agreement/", agreement.agreement, name="pair-agreement"),
    path("pairs/<uuid:pair_id>/agreement/terms/", agreement.terms, name="agreement-terms"),
    path(
        "agreements/sign/<str:token>/",
        agreement.guardian,
        name="agreement-guardian",
    ),
    path("agreements/<uuid:sealed_id>/", agreement.pdf, name="agreement-pdf"),
    path("pairs/<uuid:pair_id>/closure/", closure.closure, name="pair-closure"),
    path("pairs/<uuid:pair_id>/closure/ask/", closure.ask, name="closure-ask"),
    path("pairs/<uuid:pair_id>/closure/withdraw/", closure.withdraw, name="closure-withdraw"),
    path("pairs/<uuid:pair_id>/exit/", exits.survey, name="exit-survey"),
    path("exit/<str:token>/", exits.linked, name="exit-survey-link"),
    path("certificates/<uuid:certificate_id>/", closure.certificate, name="certificate-pdf"),
]

navigation.register(
    "participant",
    [
        navigation.Item(
            _("My pair"),
            "participant:pairs",
            icon="users",
            within=(
                "participant:pair",
                "participant:goal",
                "participant:action",
                "participant:meeting",
                "participant:agreement",
                "participant:closure",
                "participant:message",
            ),
        )
    ],
)
