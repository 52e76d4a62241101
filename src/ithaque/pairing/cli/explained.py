"""What is said of a pair, a person or a cohort: as a document with codes and data, then in lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ithaque.pairing.cli.records import indented
from ithaque.pairing.cli.results import Naming, pair_document
from ithaque.pairing.cli.speech import Speech
from ithaque.pairing.words import Language, band_name, criterion_name, number, rule_name

if TYPE_CHECKING:
    from ithaque.pairing.changes import Price
    from ithaque.pairing.result import Result

Document = dict[str, Any]
WORTHS_SHOWN = 5


# -- a cohort ----------------------------------------------------------------------------------------------------


def cohort(result: Result, most: int) -> Document:
    """Return the causes of all waits and the mentor profiles to look for."""
    from ithaque.pairing.report.figures import causes

    return {
        "unmatched": [
            {"cause": cause.as_dict(), "people": people} for cause, people in causes(result)
        ],
        "recruits": [
            {
                "profile": _profile(one.profile),
                "serves": one.serves,
                "mean_fit": round(one.mean_fit, 6),
            }
            for one in (result.recruits(most) if most else ())
        ],
    }


def _profile(person: Any) -> Document:
    from ithaque.pairing.record import person_to_dict

    document = person_to_dict(person)
    return {name: value for name, value in document.items() if name != "id"}


def cohort_lines(speech: Speech, told: Document) -> Iterator[str]:
    """Yield the waits by cause, then the profiles to recruit."""
    from ithaque.pairing.messages import Message

    count = sum(len(one["people"]) for one in told["unmatched"])
    if not count:
        yield speech.tell("explain.nobody_waits")
        return
    yield speech.tell("explain.waiting", count=count)
    for one in told["unmatched"]:
        cause = speech.words(Message(**one["cause"]))
        yield from indented([speech.tell("explain.cause", people=one["people"], cause=cause)])
    if told["recruits"]:
        yield speech.tell("explain.recruits")
        for one in told["recruits"]:
            words = _profile_words(speech, one["profile"])
            data = {"profile": words, "count": len(one["serves"]), "people": one["serves"]}
            yield from indented([speech.tell("explain.recruit", **data)])


def _profile_words(speech: Speech, profile: Document) -> str:
    parts = []
    if "offers" in profile:
        names = [label or key for key, label, _ in profile["offers"]]
        parts.append(speech.tell("explain.offers", items=names))
    parts += [
        speech.tell(f"explain.{name}", items=profile[name])
        for name in ("path", "languages")
        if profile.get(name)
    ]
    if isinstance(profile.get("place"), str):
        parts.append(speech.tell("explain.place", items=[profile["place"]]))
    if profile.get("availability"):
        parts.append(speech.tell("explain.hours", count=len(profile["availability"])))
    return "; ".join(parts) or speech.tell("explain.any_mentor")


# -- one person --------------------------------------------------------------------------------------------------


def person(
    result: Result, naming: Naming, language: Language, mentee: str, others: int
) -> Document:
    """Return the pairs of a mentee or the cause of the wait, and what other mentors would cost.

    Where a decision may move everybody, no other mentor is priced: each would take solving again.
    """
    from ithaque.pairing.prices import has_book

    cause = next((one.cause for one in result.unmatched if one.mentee_id == mentee), None)
    found = result.book().alternatives(mentee, others) if others and has_book(result) else []
    return {
        "mentee": mentee,
        "pairs": [
            pair_document(pair, naming, language)
            for pair in result.pairs
            if pair.mentee_id == mentee
        ],
        "cause": cause.as_dict() if cause else None,
        "others": [
            {"mentor": one.mentor_id, "score": one.score, "price": price_document(one.price)}
            for one in found
        ],
    }


def person_lines(speech: Speech, told: Document) -> Iterator[str]:
    """Yield a person's pairs or the cause of the wait, then other mentors with their price."""
    from ithaque.pairing.messages import Message

    for pair in told["pairs"]:
        yield from pair_lines(speech, pair)
    if told["cause"]:
        cause = speech.words(Message(**told["cause"]))
        yield speech.tell("explain.waits", mentee=told["mentee"], cause=cause)
    if told["others"]:
        yield speech.tell("explain.others")
    for one in told["others"]:
        score = number(100 * one["score"], speech.language, 1)
        yield from indented([speech.tell("explain.other", mentor=one["mentor"], score=score)])
        yield from indented(indented(price_lines(speech, one["price"])))


# -- one couple --------------------------------------------------------------------------------------------------


def couple(
    result: Result, naming: Naming, language: Language, mentee: str, mentor: str
) -> Document:
    """Return a pair with its reasons, whether it was made, and the price of making it or of undoing it."""
    from ithaque.pairing.restoring import pairing_of

    made = next((p for p in result.pairs if (p.mentee_id, p.mentor_id) == (mentee, mentor)), None)
    pair = made or pairing_of(result.work, mentee, mentor)
    decide = result.price if made is None else result.price_without
    price = price_document(decide(mentee, mentor))
    return {"made": made is not None, "pair": pair_document(pair, naming, language), "price": price}


def price_document(price: Price) -> Document:
    """Return the price of a decision as JSON; the loss is in scores, from 0 to 1 a pair."""
    document = asdict(price)
    document["loss"] = round(price.loss, 6)
    return document


def couple_lines(speech: Speech, told: Document) -> Iterator[str]:
    """Yield a pair and the price of the decision that would change it."""
    yield from pair_lines(speech, told["pair"])
    yield speech.tell("explain.price_without" if told["made"] else "explain.price")
    yield from indented(price_lines(speech, told["price"]))


def pair_lines(speech: Speech, pair: Document) -> Iterator[str]:
    """Yield a pair, what each criterion brings, its reasons and its point of attention."""
    yield speech.tell(
        "explain.pair",
        mentee=pair["mentee_name"],
        mentor=pair["mentor_name"],
        score=number(100 * pair["score"], speech.language, 1),
        band=band_name(pair["band"], speech.language),
        confidence=pair["confidence"],
    )
    for reason in pair["reasons"]:
        yield from indented([f"+ {reason['text']}"])
    if pair["care"]:
        yield from indented([f"! {pair['care']['text']}"])
    for code, one in sorted(
        pair["contributions"].items(), key=lambda found: -found[1]["value"] * found[1]["weight"]
    ):
        yield from indented(
            [
                speech.tell(
                    "explain.contribution",
                    criterion=criterion_name(code, speech.language),
                    points=number(100 * one["value"] * one["weight"], speech.language, 1),
                    most=number(100 * one["weight"], speech.language, 1),
                )
            ]
        )


def price_lines(speech: Speech, price: Document) -> Iterator[str]:
    """Yield what a decision would do: total, people who move, who is left alone, who gains a mentor."""
    if price["rules"]:
        names = [rule_name(code, speech.language) for code in price["rules"]]
        yield speech.tell("price.rules", rules=names)
        return
    loss = 100 * price["loss"]
    code = "price.free" if abs(loss) < 0.05 else "price.loss" if loss > 0 else "price.gain"
    yield speech.tell(code, points=number(abs(loss), speech.language, 1))
    if not price["exact"]:
        yield speech.tell("price.about")
    for move in price["moves"]:
        nobody = speech.tell("price.nobody")
        before, after = move["before"] or nobody, move["after"] or nobody
        yield speech.tell("price.move", mentee=move["mentee_id"], before=before, after=after)
    for name in ("left_alone", "placed"):
        if price[name]:
            yield speech.tell(f"price.{name}", people=price[name])
