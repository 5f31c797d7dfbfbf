"""Signs that somebody must not be contacted, read from the raw words of any table.

Whatever cannot be understood counts as an opt-out: an unknown word in an opt-out column, a blank in
a consent column, a status such as *verstorben 2023*. A header that only sounds like an opt-out is
obeyed too, and said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from analysis.engine import Engine, quote_text
from analysis.intake.calllists import FILLED_IN as WRITTEN
from analysis.intake.cellwords import NO_WORDS, YES_WORDS
from analysis.intake.convert import Input, cell_of
from analysis.intake.headerkeys import key_of
from analysis.results import Warned

#: Tables whose unknown headers are searched for something that sounds like an opt-out.
_SEARCHED = frozenset({"contacts", "customers"})
#: Tables whose status is one of persons or customers, not of orders or issues.
_WITH_STATUS = frozenset({"contacts", "customers"})

#: A status anywhere in whose text one of these stands is never to be called.
_NEVER = (
    "deceased|died|verstorben|gestorben|décédée?|decede|fallecid[oa]|minderjährig|disputed|"
    "in dispute|opted[ -]?out|opt[ -]?out|unsubscribed?|blocked|bloqué|bloquead[oa]|gesperrt|"
    "do not (contact|call|mail)|nicht kontaktieren|ne pas contacter|no contactar"
)
#: The same where the word stands alone; within a longer text it may mean something else.
_NEVER_ALONE = frozenset({"dead", "minor", "mineur", "menor", "legal"})

#: How people write into a log that somebody does not want to be called again.
SPEECH = (
    "(do|does) ?n[o']?t (call|contact|phone|mail|e-?mail)|never (call|contact|phone|mail)\\b|"
    "dont (call|contact)|opt(ed|s)?[ _-]?out|unsubscri|no more (calls|mails|contact)|"
    "stop (calling|mailing|contact)|remove (me|him|her|them|from)|off (our|the|your) list|"
    "\\bdnc\\b|abgemeldet|abmeldung|werbesperre|werbewider|kontaktsperre|"
    "keine (anrufe|werbung|mails)|(nicht|nie) (mehr|wieder) (an(ge)?ruf|kontakt|anschreib)|"
    "nicht (anrufen|kontaktieren|anschreiben)|widerspr(uch|ochen)|désinscri|desinscri|désabonn|"
    "desabonn|ne (plus|pas|jamais) (l'|nous |le |la |les )?(r?appeler|contacter|démarcher)|"
    "ne (veut|veulent|souhaite) (plus|pas) être (r?appel|contact|démarch)|"
    "(not|n't) (want|wish|like) to be (called|contacted|phoned)|not to be (called|contacted)|"
    "(will|wollen|möchten?|wünscht) (nicht|keine) (mehr )?(angerufen|kontaktiert|anruf)|"
    "no (quiere|desea) (que (le|la|les) llam|ser contactad|(más |mas |recibir )?llamadas)|"
    "opposition|no (volver a |más |mas )?(llamar|contactar)|(darse|dar|de) (de )?baja|^baja$"
)

_OUT = ("optout", "optedout", "unsub", "donot", "dontcontact", "dontcall", "nocontact", "nocall",
        "werbesperr", "werbewider", "kontaktsperr", "mailsperr", "nichtkontakt", "nichtanruf",
        "keinewerbung", "newsletterabmeld", "robinson", "desinscri", "desabonn", "pascontacter",
        "pasappeler", "nocontactar", "nollamar", "blocklist", "blacklist")  # fmt: skip
_IN = ("consent", "optin", "optedin", "einwillig", "zustimmung", "acceptsmarketing",
       "darfkontakt", "kontakterlaubt", "maycontact", "cancontact", "aceptapublicidad")  # fmt: skip


def opt_out_sql(engine: Engine, found: Input) -> str:
    """Return SQL that holds at any sign of an opt-out in a row; ``false`` where none can stand."""
    signs = [
        f"NOT {_is_in(text, words)}"
        for column, words in (("do_not_contact", NO_WORDS | {""}), ("consent", YES_WORDS))
        for text in _texts(engine, found, column)
    ]
    signs += [
        f"NOT {_is_in(f'{found.staged.name}.c{at}', words)}"
        for at, words in _sounding(found).items()
    ]
    if found.columns.table in _WITH_STATUS:
        signs += [never_called(text) for text in _texts(engine, found, "status")]
    if found.columns.table == "touches":
        signs += [speaks_of_opt_out(text) for text in _texts(engine, found, "outcome")]
    if found.columns.listed:
        signs += [speaks_of_opt_out(text) for text in spoken_in_list(found)]
    return f"({' OR '.join(signs)})" if signs else "false"


def spoken_in_list(found: Input) -> list[str]:
    """Return SQL for every text of a call list in which somebody may have written an opt-out."""
    columns = found.columns
    printed = {at for name, at in columns.listed.items() if name not in WRITTEN}
    written = (at for at in range(len(columns.header)) if at not in printed)
    return [f"{found.staged.name}.c{at}" for at in written]


def never_called(text: str) -> str:
    """Return SQL that holds where a status forbids every call.

    Examples
    --------
    >>> Engine().rows("SELECT " + never_called("s") + " FROM (VALUES ('verstorben 2023'), "
    ...               "('active'), ('minor account')) AS t(s)")
    [(True,), (False,), (False,)]
    """
    pattern = quote_text(rf"(^|[^\pL])({_NEVER})([^\pL]|$)")
    return f"({_is_in(text, _NEVER_ALONE)} OR regexp_matches(lower({text}), {pattern}))"


def speaks_of_opt_out(text: str) -> str:
    """Return SQL that holds where a text says that somebody must not be contacted again.

    Examples
    --------
    >>> Engine().rows("SELECT " + speaks_of_opt_out("s") + " FROM (VALUES ('Never call again!'), "
    ...               "('opt_out'), ('ne plus appeler'), ('never contacted')) AS t(s)")
    [(True,), (True,), (True,), (False,)]
    """
    plain = f"translate(lower({text}), '_’', ' ''')"
    return f"regexp_matches({plain}, {quote_text(SPEECH)})"


def sounding_columns(found: Input) -> Iterator[Warned]:
    """Say which columns were obeyed although only their sound tells that they are opt-outs."""
    for at in _sounding(found):
        name = found.columns.header[at][:40]
        said = (
            f"Column '{name}' sounds like an opt-out or a consent and was obeyed, in case of doubt "
            "against contact. Name it in columns.toml as do_not_contact or as consent."
        )
        yield Warned("optout_by_likeness", said, column=name)


def may_hide_opt_out(found: Input) -> bool:
    """Whether a row of this input can hold an opt-out at all."""
    columns = found.columns
    known = any(columns.has(column) for column in ("do_not_contact", "consent"))
    status = columns.table in _WITH_STATUS and columns.has("status")
    return known or status or bool(_sounding(found))


def has_opt_out_column(found: Input) -> bool:
    """Whether an opt-out or consent column is there, by name or by sound."""
    return any(map(found.columns.has, ("do_not_contact", "consent"))) or bool(_sounding(found))


def _texts(engine: Engine, found: Input, column: str) -> list[str]:
    places = found.columns.places.get(column, ())
    return [
        cell_of(engine, found.staged, found.columns, column, at).text for at in range(len(places))
    ]


def _sounding(found: Input) -> dict[int, frozenset[str]]:
    """Return the places of unmapped headers that sound like opt-outs, with the words that clear."""
    columns = found.columns
    if columns.table not in _SEARCHED:
        return {}
    taken = {at for places in columns.places.values() for at in places}
    sounds = {at: _sense(name) for at, name in enumerate(columns.header) if at not in taken}
    return {at: words for at, words in sounds.items() if words}


def _sense(header: str) -> frozenset[str]:
    """Return the words that clear a contact under this header; none when it is no opt-out."""
    parts = [key_of(part) for part in re.split(r"[\W_]+|(?<=[a-z])(?=[A-Z])", header)]
    ends = ["".join(parts[at:]) for at in range(len(parts))]
    whole = "".join(parts)

    def heard(sounds: Iterable[str]) -> bool:
        # A short sound counts at the start of a word only: 'shop tin no' is no opt-in.
        return any(
            sound in whole if len(sound) > 8 else any(end.startswith(sound) for end in ends)
            for sound in sounds
        )

    if heard(_OUT):
        return NO_WORDS | {""}
    return YES_WORDS if heard(_IN) else frozenset()


def _is_in(text: str, words: Iterable[str]) -> str:
    return f"lower({text}) IN ({', '.join(map(quote_text, sorted(words)))})"
