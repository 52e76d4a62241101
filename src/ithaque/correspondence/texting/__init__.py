"""Text messages on a confirmed mobile, through the HTTP API of any provider: few kinds, opt-in, nobody's words.

Nothing here is offered until `ITHAQUE_SMS_URL` is set.
"""
