"""Mail that comes in: answers to our messages, calendars' replies, messages that come back.

    receive(raw)           a row, once per mail, whatever way it came by
    handle(number)         read it, hand it to who registered for it, forget its bytes
    registry.answers(...)  a room above says what an answer to one of its kinds does

Nothing is ever fetched from outside to read a mail, and nothing is answered to a machine.
"""
