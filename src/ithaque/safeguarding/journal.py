"""What is done with a concern. No entry names the pair or quotes a word: the file itself is sealed."""

from django.utils.translation import gettext_lazy as _

from ithaque.kernel import journal

RAISED = journal.register("safeguarding.concern.raised", _("A concern was raised"))
READ = journal.register("safeguarding.concern.read", _("{by} read a concern"))
TAKEN = journal.register("safeguarding.concern.taken", _("{by} took a concern in hand"))
CLOSED = journal.register("safeguarding.concern.closed", _("{by} closed a concern"))
FROZEN = journal.register("safeguarding.pair.frozen", _("{by} paused a pair"))
RELEASED = journal.register("safeguarding.pair.released", _("{by} let a pair go on"))
