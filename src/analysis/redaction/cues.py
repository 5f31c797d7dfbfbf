"""Words that stand before or after a person's name, in English, German, French and Spanish."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """Return the words of a table that is written as text, case folded as notes are ("ss" for "ß").

    Examples
    --------
    >>> sorted(word_set("to Straße"))
    ['strasse', 'to']
    """
    return frozenset(text.casefold().split())


def _phrases(text: str) -> frozenset[str]:
    return frozenset(
        " ".join(phrase.split()) for phrase in text.casefold().split(";") if phrase.strip()
    )


#: Forms of address and degrees.
TITLES = word_set("""
    mr mrs ms miss mister mx dr dre dra doc doctor docteur doctora prof professor rev reverend
    father sgt capt cllr lord lady herr herrn hr hrn frau fräulein sig signor signora sir fr
    familie fam eheleute mag dipl ing monsieur madame mme mlle mademoiselle maître señor señora
    señorita sr sra srta don doña
""")
#: Titles that are words too: only the form with a point or a capital counts.
LOOSE_TITLES = word_set("don doc lord lady father miss fr ing mag hr fam")

#: What stands directly before a person's name, and hardly ever before anything else. German words
#: that take nouns of every kind ("laut Gutachten") stand under ``BEFORE_GIVEN``.
BEFORE = _phrases("""
    spoke with; spoke to; spoke w; spoken to; spoken with; speak to; speak with; speaking to;
    speaking with; talked to; talked with; talk to; talk with; talking to; talking with; chat with;
    chat w; chatted to; chatted with; met with; met w; meeting with; meeting w; lunch with; coffee
    with; dinner with; call with; call w; phone call with; conversation with; rang; phoned; rung;
    ring; emailed; mailed; texted; messaged; chased; asked; told; thanked; informed; reminded; f u
    with; followed up with; follow up with; checked in with; heard from; msg with; msg for; message
    with; message for; vm for; vm with; voicemail for; voicemail with; voicemail left for;
    voicemail to; left for; cc; bcc; attn; fao; attention; attention of; c o; ask for; asks for;
    contact is; contact was; owner is; owner was; boss is; buyer is; buyer was; manager is;
    director is; name is; name was; names are; signed by; referred by; written by; told by;
    interviewed by; reports to; reporting to; introduced to; successor is; succeeded by; thx;
    thanks; thank you; dear; hi; hello; hey; my name s; spoke; assured; reassured; widow of; son
    of; daughter of; wife of; husband of; friend of; assistant of; death of; retirement of;
    decision maker; point of contact; poc; gespräch mit; gesprochen mit; telefongespräch mit; tel
    mit; telefonat mit; telefoniert mit; telefonisch mit; telko mit; rücksprache mit; abgesprochen
    mit; besprochen mit; kd; z hd; zhd; z h; zu händen; hd; nachfolger von; nachfolgerin von;
    vertretung von; assistentin von; assistent von; sekretärin von; geehrter; geehrte; hallo; moin;
    servus; mein name ist; ich heiße; heiße; gez; unterschrieben von; gespr mit; tel m; telef mit;
    parlé avec; parlé à; parler à; parlé a; vu avec; échangé avec; discuté avec; entretien avec;
    rappeler; rappelé; bonjour; chère; cher; merci; attention de; m appelle; nom est; assistante
    de; assistant de; signé par; successeur de; épouse de; hablé con; hablado con; hablar con;
    hablamos con; habló con; llamada con; llamé a; hola; estimado; estimada; querido; querida;
    gracias; llamo; nombre es; atención de; a la att; asistente de; firmado por; contacto;
    preguntar por; pregunte por; approved by; reported by; logged by; entered by; forwarded by; fwd
    by; fwd from; fw from; filled in by; answered by; helped by; served by; our contact; my
    contact; your contact; their contact; notre contact; votre contact;
""")

#: What stands before persons, and before firms, offices and things as well: an unknown word needs
#: another sign.
BEFORE_FIRMS_TOO = _phrases("""
    called; call; contacted; ask; tell; visited; visiting; visited by; gave; trust; trusted; named;
    invited; convinced; persuaded; advised; briefed; remind; blame; blamed; blame it on; reached;
    reach; reaching; message; email; phone; meet; met; calling; ringing; phoning; emailing; tried
    calling; waiting for; waiting on; waited for; moved from; replaced by; took over from; handed
    over to; hand over to; handover to; then to; passed to; assigned to; escalated to; confirmed
    by; completed by; taken by; sent by; letter from; feedback from; message from; note from; word
    from; text from; answer from; reply from; reply to; email from; e mail from; mail from; call
    from; according to; acc to; per; contact; thank; i am; i m; this is; ta; att; e mailed;
    introduced by; recommended by; departure of; check with; checked with; termin mit; termin bei;
    treffen mit; besuch bei; meeting mit; austausch mit; nachfolger ist; nachfolgerin ist; rückruf
    an; rückruf von; rückruf bei; mail an; mail von; email an; email von; e mail von; e mail an;
    brief an; brief von; nachricht an; nachricht von; anruf von; anruf bei; angerufen von; aussage
    von; info von; infos von; antwort von; meldung von; bestellt von; bestätigt von; gemeldet von;
    übernommen von; übergeben an; weitergeleitet an; zuständig ist; inhaber ist; chef ist;
    ansprechpartner ist; ansprechpartnerin ist; einkäufer ist; bitte an; vertretung für; rdv avec;
    réunion avec; appel avec; appel de; mail de; message de; courrier de; réponse de; contacté;
    relancé; selon; d après; je suis; informé; averti; prévenu; alerté; avisé; prévenir; informer;
    envoyé par; transmis à; remplacé par; remplacée par; demander; llamada de; llamada a; correo
    de; correo a; mensaje de; visité a; avisé a; avisado a; informado a; según; soy; enviado por;
    sustituido por; sustituida por; parte de; reunión con; cita con;
""")

#: What stands before persons and before many other things: a known given name must follow.
BEFORE_GIVEN = _phrases("""
    with; w; by; and; when; since; until; because; bc; nachdem; after; than; poor; old; young; it
    s; love; yours; without; mit; bei; von; durch; seit; als; weil; wenn; ohne; an; für; und; hier
    ist; hat; haben; habe; dass; avec; par; chez; sans; et; con; por; sin; y; big; if; but; where;
    while; before; mon; ma; mi; ob; aber; cheers; regards; grüße; gruß; lg; vg; mfg; danke; heißt;
    ich bin; kontakt mit; kontakt zu; kontakt über; laut; liebe; lieber; lt; zuständig; says; said;
    sagt; sagte; meint; meinte; schreibt; schrieb; dit; dice; dijo; angaben von;
""")

#: Labels of a form or of a mail's header: "From: Bo Lund".
LABELS = word_set("""
    from to cc bcc attn name names contact caller buyer member patient signed author reporter agent
    rep recipient sender participant participants attendees present maker person requester von an
    kundin ansprechpartner ansprechpartnerin kontakt anrufer anruferin teilnehmer absender
    empfänger inhaberin chef einkäufer unterschrift gez bearbeiter bearbeiterin patientin de à para
    nom nombre contacto expéditeur destinataire interlocuteur remitente destinatario asistentes
    firmado signé
""")

#: After these a signature follows, in the same line or the next.
CLOSINGS = _phrases("""
    greetings; regards; wishes; cheers; sincerely; faithfully; truly; best; thanks; thank you; thx;
    respectfully; yours; many thanks; love; grüßen; grüssen; grüße; grüsse; gruß; gruss; mfg; vg;
    lg; bg; gez; hochachtungsvoll; danke; dank; cordialement; salutations; distinguées;
    respectueusement; à vous; bien à vous; amicalement; merci; bàv; saludos; atentamente;
    cordialmente; saludo; gracias; abrazo;
""")

#: Auxiliaries and adverbs between a name and its verb.
AUXILIARIES = word_set("""
    also just never always then finally only still has have had was is will would kindly not
    already now once again clearly simply really hat habe ist war wird nie nicht schon auch sich
    immer nur leider noch jetzt t wasn didn doesn isn hasn a est avait n ne m me nous se s lui no
    nos ha había lo ya que siempre
""")

#: What persons do and companies hardly: an unknown name before it is a person's.
HUMAN_VERBS = word_set("""
    says said tells told rang rung rings phoned phones emailed mailed mails texted texts wrote
    writes retired retires retiring quit resigned died thinks thought asked asks promised promises
    knows knew forgot forgets spoke speaks explained answered replied replies pregnant reckons
    hates hated loved loves complained complains mentioned mentions admitted insisted insists
    apologised apologized swore hung laughed shouted shrugged felt hopes hoped saw visited
    understands understood called claimed wondered wishes sagt sagte meint meinte rief ruft schrieb
    schreibt weiß wusste versprach verspricht kümmert kümmerte betreut betreute bat bittet glaubt
    glaubte denkt dachte erzählt erzählte erklärte erklärt berichtet berichtete beschwerte ärgert
    fragt fragte bestellte dit disait pense pensait veut voulait appelle appelé rappelé écrit
    refuse refusait promis souhaite souhaitait répond répondu demande demandé décédé décédée dice
    dijo piensa quiere quería llamó llamado escribió cree pidió pide contestó responde prometió
    jubiló jubilado contesta comentó comenta explicó
""")

#: What persons do, and companies too: a known given name before it is a person's.
ANY_VERBS = HUMAN_VERBS | word_set("""
    abgesagt agreed agrees angerufen approved away believes beschwert bestellt bestätigt bestätigte
    blocked bought buys calls cambió came chose comes compared compra confirmed confirms decided
    decides declined dejó did didn does doesn don drives drove está fand feels findet finds found
    froze fue fuhr fährt gave gegangen geht gekündigt gemeldet gesagt geschickt gewechselt ging
    gives gone handled handles hasn hatte hesitated hört hörte ill isn kam kauft kaufte kept know
    kommt krank leaves leaving left liked likes looks moved möchte needs negotiated objected
    ordered orders paid parti partie passed pays pensioniert preferred prefers prefiere préfère
    quitté ran refused rejected reported runs sauer say sends sent sick signed signs sold stopped
    suggested suggests switched takes think took trouve umgezogen unterschrieben used uses va
    versprochen verstorben verärgert vetoed vient déménagé arrêté mudó dio dado marchó vino viene
    want wanted wants wasn weg went who whose will wollte won zugesagt
""")

#: A person is told of: "letter from Okafor, she ...".
PRONOUNS = word_set("he she his her him hers himself herself er ihm ihn ella él elle")

#: Ends of "is ...", "has ..." that only persons have: "is on leave", "has left the firm".
HUMAN_STATES = _phrases("""
    was let go; been let go; was fired; was laid off; is on leave; is on holiday; is on maternity;
    is on sick; is on vacation; is on parental; is off sick; was off sick; is retired; is retiring;
    is sick; is ill; is pregnant; has left; has retired; has resigned; has quit; has died; no
    longer works; no longer with; passed away; left the company; left the firm; left the business;
    left the team; left last; was polite; was rude; was friendly; was kind; is rude; was angry; is
    angry; is happy with; is unhappy; was unhappy; was upset; is upset; was told; is unreachable;
    on holiday; on leave; on maternity; out sick; off sick; never rang; always helped; always
    called; im urlaub; außer haus; war sauer; ist sauer; war verärgert; ist verärgert; geht in
    rente; is out of office; knows about; is in charge; was in charge; is our contact; was our
    contact; is our new; is their new; is the owner; was promoted; runs purchasing; stepped down;
    moved on; will call; will ring; will come back; will decide; would like; would not; ist krank;
    ist im urlaub; ist im ruhestand; ist im krankenstand; ist in rente; ist in pension; ist in
    elternzeit; ist in mutterschutz; in elternzeit; im ruhestand; ist verstorben; ist umgezogen;
    war nett; war unfreundlich; will keine besuche; hat die firma; hat das unternehmen; hat uns
    verlassen; ist jetzt bei; arbeitet nicht; arbeitet jetzt; a dit; a quitté; a rappelé; a appelé;
    a refusé; ne veut plus; ne veut pas; ne travaille; est partie; est parti; est en congé; est en
    retraite; est absente; est absent; ha dicho; ha llamado; se jubiló; se jubila; ya no trabaja;
    ya no quiere; está de baja; está de vacaciones; no trabaja; me dijo; nos dijo; dejó la empresa;
    dejó la; cerró la tienda; wasn t told; was never told; was not told;
""")

#: What belongs to a person: "Bo's assistant".
BELONGINGS = word_set("""
    mobile phone cell email mail number replacement successor predecessor boss desk team voicemail
    departure retirement death illness widow funeral assistant secretary pa deputy old kid kids
    wife husband son daughter mother father mum sister brother colleague extension office line
    inbox nachfolger nachfolgerin vertretung assistentin assistent sekretärin büro durchwahl handy
    mann frau sohn tochter kollege kollegin
""")
#: Between a name and a department: "Bo from accounting".
FROM_WORDS = word_set("from in at on of vom von aus im der du de la au en del")
#: Between a name and a role: "Bo, our buyer".
OWNERS = word_set("""
    the our their your his her my a new head ihr ihre unser unsere der die neue neuer neuen la le
    leur notre votre el su nuestro nuestra nuevo nueva vice senior junior deputy chief plant
    purchasing sales former
""")
#: Small words inside a surname.
PARTICLES = word_set("""
    van von der den de del della di da dos du le la el al bin ibn ben zu zum zur ter ten st v d mac
    mc ap abu bint
""")
#: Particles with which a name may begin.
OPENING = word_set("""
    van von der den de del della di da dos du le la el al ter ten v abu mac ap
""")
#: Every word above that is never a name.
CUE_WORDS = (
    frozenset(
        word
        for phrases in (BEFORE, BEFORE_FIRMS_TOO, BEFORE_GIVEN, CLOSINGS, HUMAN_STATES)
        for phrase in phrases
        for word in phrase.split()
    )
    | TITLES
    | LABELS
    | ANY_VERBS
    | AUXILIARIES
    | BELONGINGS
    | FROM_WORDS
    | OWNERS
)
