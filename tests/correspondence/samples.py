"""Mails as the programs people use write them: the same short answer, in each one's shape."""

from __future__ import annotations

from email.message import EmailMessage
from email.mime.text import MIMEText
from email.utils import make_msgid

WORDS = "Bonjour Inès,\n\nMerci pour ta lettre, elle est très bien ! On se voit jeudi à 18 h."
HTML_WORDS = "<p>Bonjour Inès,</p><p>Merci pour ta lettre, elle est très bien&nbsp;! On se voit jeudi à 18 h.</p>"
QUOTED = "> Bonjour Claire,\n> Un message d’Inès vous attend dans votre espace.\n"


def answer(
    text: str = WORDS,
    *,
    to: str = "",
    sender: str = "claire@example.org",
    html: str = "",
    charset: str = "utf-8",
    transfer: str | None = None,
    **headers: str,
) -> EmailMessage:
    """Build an answer with the email package, as a modern program does."""
    mail = EmailMessage()
    mail["From"] = f"Claire Moreau <{sender}>"
    mail["To"] = to or "reponse@mentorat.example"
    mail["Subject"] = "Re: Inès vous a écrit"
    mail["Date"] = "Mon, 30 Nov 2026 10:02:00 +0100"
    mail["Message-ID"] = headers.pop("message_id", "") or make_msgid(domain="example.org")
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text, charset=charset, cte=transfer)
    if html:
        mail.add_alternative(html, subtype="html", charset=charset)
    return mail


def html_only(html: str, **headers: str) -> EmailMessage:
    """Build a mail without plain text, as some webmails and phones send."""
    mail = answer("", **headers)
    mail.set_content(html, subtype="html")
    return mail


def flowed(text: str) -> bytes:
    """Build the plain mail of Thunderbird or Apple Mail: lines end with a space where they go on."""
    part = MIMEText(text, "plain", "utf-8")
    part.replace_header("Content-Type", 'text/plain; charset="utf-8"; format=flowed')
    part["From"], part["To"] = "claire@example.org", "reponse@mentorat.example"
    return part.as_bytes()


def delivery_report(
    *, to: str, message_id: str, code: str = "5.1.1", action: str = "failed", quotes: bool = True
) -> bytes:
    """Build the report of a server that could not deliver (RFC 3464), as Postfix writes it."""
    quoted = (
        "--=x\nContent-Type: text/rfc822-headers\n\n"
        f"From: mentorat@example.org\nMessage-ID: {message_id}\n\n"
        if quotes
        else ""
    )
    return (
        f"Return-Path: <>\nFrom: MAILER-DAEMON@mx.example.org (Mail Delivery System)\nTo: {to}\n"
        f"Subject: Undelivered Mail Returned to Sender\nMessage-ID: {make_msgid(domain='mx.example.org')}\n"
        "Auto-Submitted: auto-replied\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="=x"\n\n'
        "--=x\nContent-Type: text/plain\n\nThis is the mail system at host mx.example.org.\n\n"
        "--=x\nContent-Type: message/delivery-status\n\n"
        "Reporting-MTA: dns; mx.example.org\n\n"
        "Final-Recipient: rfc822; ines@example.org\nOriginal-Recipient: rfc822;ines@example.org\n"
        f"Action: {action}\nStatus: {code}\nDiagnostic-Code: smtp; 550 no such user\n\n"
        f"{quoted}--=x--\n"
    ).encode()


SHAPES: dict[str, str] = {
    "Gmail, French": WORDS
    + "\n\nLe lun. 30 nov. 2026 à 09:12, Mentorat <mentorat@example.org> a écrit\u00a0:\n\n"
    + QUOTED,
    "Gmail, French, long heading": WORDS
    + "\n\nLe lun. 30 nov. 2026 à 09:12, Association Cap Insertion de Rennes <mentorat@example.org> a\nécrit :\n\n"
    + QUOTED,
    "Gmail, English": WORDS
    + "\n\nOn Mon, Nov 30, 2026 at 9:12 AM Mentoring <mentoring@example.org> wrote:\n\n"
    + QUOTED,
    "Outlook, French": WORDS
    + "\n\n________________________________\nDe\u00a0: Mentorat <mentorat@example.org>\n"
    "Envoyé\u00a0: lundi 30 novembre 2026 09:12\nÀ\u00a0: Claire Moreau\nObjet\u00a0: Inès vous a écrit\n\nBonjour Claire,\n",
    "Outlook, French, no bar": WORDS
    + "\n\nDe : Mentorat <mentorat@example.org>\nEnvoyé : lundi 30 novembre 2026 09:12\nÀ : Claire\n"
    "Objet : Inès vous a écrit\n\nBonjour Claire,\n",
    "Outlook, English": WORDS
    + "\n\nFrom: Mentoring <mentoring@example.org>\nSent: Monday, November 30, 2026 9:12 AM\n"
    "To: Claire\nSubject: Inès wrote to you\n\nHello Claire,\n",
    "Apple Mail, French": WORDS
    + "\n\nLe 30 nov. 2026 à 09:12, Mentorat <mentorat@example.org> a écrit :\n\n"
    + QUOTED,
    "iPhone": WORDS
    + "\n\nEnvoyé de mon iPhone\n\n> Le 30 nov. 2026 à 09:12, Mentorat <mentorat@example.org> a écrit :\n> \n"
    + QUOTED,
    "Thunderbird, French": WORDS
    + "\n\nLe 30/11/2026 à 09:12, Mentorat a écrit\u00a0:\n"
    + QUOTED
    + "\n-- \nClaire Moreau\n06 00 00 00 00\n",
    "Free (Zimbra)": WORDS
    + '\n\n----- Mail original -----\nDe: "Mentorat" <mentorat@example.org>\nÀ: claire@example.org\n'
    "Envoyé: Lundi 30 Novembre 2026 09:12:00\nObjet: Inès vous a écrit\n\nBonjour Claire,\n",
    "Orange": WORDS
    + '\n\n> Message du 30/11/26 09:12\n> De : "Mentorat" <mentorat@example.org>\n> A : claire@example.org\n'
    "> Copie à : \n> Objet : Inès vous a écrit\n>\n" + QUOTED,
    "Outlook, older": WORDS
    + "\n\n-----Message d’origine-----\nDe : Mentorat\nEnvoyé : lundi 30 novembre 2026\n\nBonjour Claire,\n",
    "Android": WORDS + "\n\nEnvoyé à partir de Outlook pour Android\n",
    "below the quote": "Le 30/11/2026 à 09:12, Mentorat a écrit :\n" + QUOTED + "\n" + WORDS + "\n",
    "signed with a word": WORDS + "\n\nCordialement,\nClaire Moreau\n",
}
