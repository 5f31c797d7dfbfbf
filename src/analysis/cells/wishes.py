"""How people ask not to be contacted, by verbs and persons, and how they complain in like words.

A plea tells us to stop (*ne m'appelez plus*, *no me llamen*, *leave us alone*); a complaint says
that nobody calls (*they never call us*, *no me llaman*). A customer who says why he left may do
either, so complaints are cut out of such words before a plea is looked for. English, German,
French and Spanish, and pleas in Italian, Dutch and Portuguese, as patterns for lower case text with
plain apostrophes, fit both for Python and for the engine.
"""

from __future__ import annotations

#: Where a sentence, a cell or a plea begins, and where it ends.
_START = (
    '(^|[\\n.!?;:,()"|–-]\\s*|\\b(please|pls|plz|kindly|bitte|merci de|svp|veuillez|'
    "por favor|favor de)\\s+)"
)
_END = "(\\s*$|\\s*[\\n.!?;:,()\"/|–-]+(\\s|$)|\\s+(please|pls|bitte|svp|s'il|por favor))"

#: Letters of any language: the engine's ``\\w`` knows English ones only.
_WORD = "[^\\s.!?;,:]+"
_CALL = "(call|contact|phone|ring|text|e-?mail|mail|write( to)?|approach|disturb|bother|visit)"
_CALLED = (
    "(called|contacted|phoned|texted|e-?mailed|mailed|written to|approached|disturbed|bothered|"
    "visited|solicited|harassed)"
)
_CALLING = (
    "(calling|contacting|phoning|ringing|texting|e-?mailing|mailing|writing|bothering|pestering|"
    "harassing|disturbing|soliciting|spamming|visiting|"
    "sending (me|us|your|any|more|e-?mails|mails|letters|newsletters|advert\\w*))"
)
_CALLS = (
    "(calls|contact|e-?mails|mails|mailings|letters|newsletters?|marketing|advertising|adverts|"
    "visits|spam|communications?)"
)
_MINE = (
    "(me|us|him|her|them|((my|our|his|her|their) )(\\w+ ){0,2}(name|number|phone|address|e-?mail|"
    "details|data|contacts?|entry))"
)
_DETAILS = "(\\w+ ){0,2}(data|details|information)"
_ASK = "(ask|want|wish|request|demand|insist|like|need|requir)\\w*"

_ENGLISH = (
    f"do[ -]not[ -]{_CALL}\\b|{_START}(never|do(n't|nt| not)) (ever )?(again )?{_CALL}"
    "( (me|us|him|her|them|here))?( (again|any ?more|any longer|ever|at all|in future)"
    f"|{_END})|never (ever |again )+{_CALL}\\b|"
    f"{_START}(stop|quit|cease) ((the|all|your|these|any|with) )*({_CALLS}{_END}|{_CALLING})|"
    f"{_ASK} (that )?((you|us|we|they|them|for|to) ){{0,3}}(stop|quit|cease) "
    f"((the|all|your|these) )*({_CALLING}|{_CALLS})|"
    "(not|n't|no longer|never) (want|wish|like|care|agree|prefer)\\w* "
    f"(to )?(be|being|get|getting) (\\w+ly )?{_CALLED}|"
    "(not|n't|no longer|never) (want|wish|like|care|agree)\\w* (you|us|any ?one|any ?body|"
    f"your \\w+) to {_CALL}\\b|"
    "(not|n't|no longer|never) (want|wish|like|care|agree)\\w* (to (receive|get) |receiving )?"
    f"((any|more|further|of|your|the|these|sales|marketing|phone|promotional) )+{_CALLS}\\b|"
    f"not to be {_CALLED}|rather not be {_CALLED}|no (wish|desire|interest) (to be|in being) "
    f"{_CALLED}|{_START}(remove|delete|erase|take|strike|scrub) {_MINE} (off|from|out of) "
    "(\\w+ ){0,3}(lists?|database|db|records|files?|systems?|crm)\\b|"
    f"{_ASK} ((you|us|that|we|to|be) ){{0,3}}(remove|delete|erase|take) {_MINE} (off|from) |"
    f"{_START}(delete|erase|destroy|wipe|purge|remove) (all )?(of )?(my|our|his|her|their|this|"
    f"the|personal) {_DETAILS}\\b|{_ASK} ((you|us|that|we|to) ){{0,3}}(delete|erase|destroy|wipe|"
    f"purge) (all )?(of )?(my|our|his|her|their) {_DETAILS}\\b|"
    f"{_ASK} (for )?(all )?(my|our|his|her|their) {_DETAILS} (to be )?(deleted|erased|"
    "removed|destroyed)|"
    "right to (be forgotten|erasure|object\\b)|"
    f"{_START}forget (about )?(me|us){_END}|(data|details) (erasure|deletion|removal) "
    "(request|demand)\\w*|(request|demand)\\w* (for )?((the|a|full|immediate|data|of) )*"
    "(erasure|deletion of (all )?(my|our|his|her|their|personal) )|erasure request\\w*|"
    f"object(s|ed|ion)? to (\\w+ )?(being {_CALLED}|(direct )?(marketing|advertising){_END}|"
    "(further )?(calls|contact)\\b)|"
    f"{_START}(lose|forget|delete|remove|erase) (my|our|this) (\\w+ )?(number|e-?mail|address)\\b|"
    f"{_START}unsubscribe( me\\b| us\\b| please| immediately| from|{_END})|"
    f"{_ASK} (to )?(unsubscribe|opt out|be opted out|opting out)|"
    "unsubscribe(d|s)? from (\\w+ ){0,3}(newsletters?|e-?mails?|mails?|mailings?|marketing|"
    "communications?|lists?)\\b|opt(ed|s|ing)? out (of|from) (\\w+ ){0,3}(newsletters?|e-?mails?|"
    "mails?|mailings?|marketing|communications?|calls|contact|lists?)\\b|"
    "(opt[ -]?out|unsubscribe) (request|demand)\\w*|"
    f"no {_CALLS} (please|pls|requested|wanted|wished|desired)|"
    f"{_START}no (more|further) {_CALLS}{_END}|{_ASK} no (more |further )?{_CALLS}{_END}|"
    "(told|tell|ask|said|say|must|should|instruct|want|beg)\\w* ((us|you|me|him|them|that|we) )*"
    f"(never|not)( to| ever)* {_CALL}( (me|him|her|them|us))?( again| any ?more|{_END})|"
    f"(not|n't|no longer) (want|wish|like)\\w* {_CALLS}{_END}|"
    "withdraw (my|our|his|her|their|the) (\\w+ )?consent|opt (me|us|him|her|them) out\\b|"
    f"{_START}unsub( me| us|{_END})|{_START}cancel (all|your|any) (\\w+ )?{_CALLS}"
)

_CALL_DE = (
    "(an(zu)?rufen|an(zu)?telefonieren|(zu )?kontaktieren|an(zu)?schreiben|an(zu)?mailen|"
    "(zu )?bewerben|(zu )?belästigen|an(zu)?sprechen|(zu )?stören|(zu )?besuchen)"
)
_CALLED_DE = (
    "(angerufen|kontaktiert|angeschrieben|angemailt|beworben|belästigt|angesprochen|gestört|"
    "besucht)"
)
_CALLS_DE = (
    "(anrufe|werbung|werbeanrufe|telefonwerbung|werbepost|kontakt|kontaktaufnahmen?|e-?mails|"
    "mails|mailings|newsletter|besuche)"
)
_DETAILS_DE = "\\w*(daten|adressen?|nummern?|kontakt)"
_GERMAN = (
    f"(nicht|nie|niemals) ((mehr|wieder|weiter|länger|nochmals?) )*{_CALL_DE}\\b|"
    f"{_START}(rufen|kontaktieren|schreiben|mailen|belästigen|stören|besuchen|bewerben) sie "
    "(\\w+ ){0,3}(nie|niemals|nicht) ?(mehr|wieder|an\\b)|"
    f"{_START}(ruft?|kontaktiere?t?|schreibt?) (mich|uns|hier|ihn|sie|bitte) (\\w+ )?"
    "(nie wieder|nicht mehr)|"
    "hör(t|en sie)? ((bitte|endlich|doch) )*auf,? (\\w+ ){0,3}(anzu\\w+|zu (kontaktieren|"
    "belästigen|stören|bewerben|schreiben|mailen))|"
    f"(jede|jegliche|weitere|sämtliche|alle) {_CALLS_DE} (\\w+ )?(zu )?(unterlassen|einstellen|"
    f"stoppen|untersagt|verboten)|{_CALLS_DE} (\\w+ ){{0,2}}?(ist |sind )?(unerwünscht|"
    "unzulässig|verbeten|nicht (mehr )?(erwünscht|gewünscht|gestattet|erlaubt))|"
    f"(unterlassen|stoppen|beenden) sie (bitte )?(\\w+ ){{0,2}}{_CALLS_DE}|"
    "lass(en|t)?( sie)? (mich|uns|ihn|sie|den kunden|die kundin) ((bitte|endlich|doch|einfach) )*"
    "in (ruhe|frieden)|"
    "(will|wollen|wollten?|möchten?|wünsch\\w+|verlang\\w+|bitte[nt]?) (\\w+ ){0,4}"
    "(nicht|nie|keine[nrs]?) ((mehr|wieder|weiter\\w*|länger) )*(von \\w+ )?(telefonisch )?"
    f"({_CALLED_DE}|{_CALLS_DE})\\b|nicht ((mehr|wieder) )?{_CALLED_DE} zu werden|"
    "(nichts|nie) (mehr |wieder )?von (ihnen|euch|dieser firma) (hören|wissen)|"
    f"{_START}((alle|meine|unsere|seine|ihre|die|sämtliche) )+{_DETAILS_DE} (\\w+ ){{0,2}}(zu )?"
    f"(löschen|entfernen|streichen|vernichten)|{_START}(löschen|löscht?|streichen|streicht|"
    "entfernen|vergessen) (sie )?(bitte )?(mich\\b|uns\\b|((alle|meine|unsere|seine|die) )+"
    f"(\\w+ )?{_DETAILS_DE})|löschung [^.!?;\\n]{{0,30}}daten\\b[^.!?;\\n]{{0,30}}(verlangt|"
    "gefordert|gewünscht|beantragt|erbeten)|(verlang|forder|wünsch|beantrag|bitte)\\w* "
    "[^.!?;\\n]{0,30}löschung [^.!?;\\n]{0,30}daten\\b|löschantrag|löschanfrage|datenlöschung "
    "(verlangt|gefordert|gewünscht|beantragt|erbeten)|recht auf (löschung|vergessen)|"
    "(werbung|kontaktaufnahme|nutzung|verarbeitung|datennutzung|datenverarbeitung) "
    "(\\w+ ){0,4}(widersproch|widersprech|widerspric)|(widerspruch|widerspreche|widerspricht) "
    "(gegen )?(\\w+ ){0,2}(direkt|telefon)?(werbung|kontaktaufnahme|datennutzung)|"
    "bitte ((mich|uns|sofort|vom|von|den|dem|ihrem|newsletter|verteiler) )*(abmelden|austragen)|"
    "(vom|von|aus) (\\w+ ){0,2}(newsletter|verteiler) (\\w+ )?(ab(ge)?melde|aus(ge)?tragen)|"
    "abmeldung (vom|von|aus) (\\w+ )?(newsletter|verteiler|mailing)|"
    f"{_DETAILS_DE} (bitte (löschen|entfernen|streichen)|(löschen|entfernen) lassen)|"
    "widersp(reche|rechen|richt) (hiermit )?(der|jeder|jeglicher) (\\w+ )?(nutzung|verarbeitung|"
    "verwendung|speicherung|weitergabe|\\w*werbung|kontaktaufnahme)|"
    "(nehm|streich|lösch|entfern|trag)\\w* (sie )?(\\w+ ){0,3}(aus|von) (\\w+ )?(\\w*verteiler|"
    "\\w*kartei|datenbank|(adress|mailing|kontakt|anruf|telefon)liste)|"
    "aus (\\w+ )?(\\w*kartei|datenbank) (\\w+ )?(nehmen|streichen|löschen|entfernen)|"
    f"verbitte\\w* (sich |mir |uns )?(\\w+ ){{0,2}}{_CALLS_DE}"
)

_CALL_FR = (
    "(r?appeler|(re)?contacter|démarcher|solliciter|déranger|relancer|importuner|harceler|"
    "téléphoner|prospecter|écrire)"
)
_HIM_FR = "(m'|l'|nous |me |le |la |les |lui |leur )?"
_CALLS_FR = (
    "(appels?|démarchages?|relances|e-?mails?|mails?|publicités?|sollicitations?|spams?|"
    "courriers|newsletters?|prospection)"
)
_DETAILS_FR = "(données|coordonnées|numéros?|noms?|adresses?|informations)"
_FRENCH = (
    f"ne (plus|pas|jamais) (plus |jamais )?{_HIM_FR}{_CALL_FR}\\b|"
    f"{_START}(ne |n'){_HIM_FR}(r?appelez|(re)?contactez|démarchez|sollicitez|dérangez|relancez|"
    "harcelez|importunez|écrivez|téléphonez) (plus|pas|jamais)\\b|"
    f"(arrêt|arret|cess|stopp)(ez|er) de {_HIM_FR}{_CALL_FR}\\b|{_START}(arrêt|arret|cess|stopp)"
    f"(ez|er) (\\w+ ){{0,2}}{_CALLS_FR}\\b|"
    "oppos(e|é|ée|ons|ent|er|ition) (formellement )?(au|aux|à (la |l'|tout |toute )?) ?(\\w+ )?"
    f"({_CALLS_FR}|contact|utilisation de (mes|ses|nos)|traitement de (mes|ses|nos))\\b|"
    "ne (veu\\w+|voul\\w+|souhait\\w+|désir\\w+) (plus|pas|aucun\\w*|jamais) (être |qu'on |"
    "que (vous|l'on) |recevoir |avoir |de |d')(d'|de |les |l'|le |la |vos |nous |aucun\\w* |m')?"
    "(r?appel|(re)?contact(é|e\\b|es\\b|iez)|démarch|sollicit|dérang|relanc|e-?mail|mails?\\b|pub|"
    "newsletter)|"
    f"(supprim|effac|retir|radi|enlev)(ez|er) (\\w+ ){{0,2}}(mes|nos|ses|leurs|mon|notre|son) "
    f"{_DETAILS_FR}|(demand\\w*|exig\\w*|souhait\\w*) [^.!?;\\n]{{0,20}}(suppression|effacement|"
    f"retrait|radiation) [^.!?;\\n]{{0,20}}(mes|nos|ses|leurs|ces|des|toutes) {_DETAILS_FR}|"
    f"(suppression|effacement) [^.!?;\\n]{{0,20}}{_DETAILS_FR} (demand|exig|souhait)|"
    "(désinscription|desinscription|radiation) (demand|souhait|immédiate|svp)|"
    "(demand\\w*|souhait\\w*|veut|voudr\\w+) ((sa|ma|la|notre|une|de|à|se|me|être|nous) )*"
    "(désinscri|desinscri|(désabonn|desabonn)\\w+ (de |à |des )(\\w+ ){0,2}(newsletter|mail|"
    "e-?mail|liste))|droit (d'opposition|à l'oubli|à l'effacement|d'effacement)|"
    "(fich|fout|laiss)ez[ -](moi|nous|le|la) (la paix|en paix)|inscri\\w+ (sur |à |dans )?"
    "(la liste )?bloctel|désinscri(vez|re)[ -](moi|nous)|"
    f"{_START}plus (de |d'|aucune? ){_CALLS_FR}{_END}|pas (de |d'){_CALLS_FR} (svp|s'il|merci)|"
    f"{_START}stop (à |au |aux |les |la |vos ){_CALLS_FR}|"
    "(demand|souhait|veu|voul|désir|exig|pri)\\w* (à |de |d')?ne (plus|pas|jamais) (être|recevoir) "
    "(\\w+ )?(r?appel|(re)?contact|démarch|sollicit|dérang|relanc|e-?mail|mails?|pub)|"
    "retrait (de|du) (son |mon |notre )?consentement|retir\\w* (son|mon|notre|leur) consentement"
)

_HIM_ES = "(me|nos|le|les|lo|la|los|las)"
_CALL_ES = "(llamar|contactar|molestar|escribir|acosar|visitar|enviar|mandar)"
_DETAILS_ES = "(\\w+ )?(datos|número|numero|teléfono|telefono|correo|dirección|información)"
_SPANISH = (
    f"no {_HIM_ES} (vuelv(a|an|as|áis) a (llamar|contactar|molestar|escribir)|(sigan? |sigas )?"
    "(llam(en?|es|ando)|contact(en?|es|ando)|molest(en?|es|ando)|escriban?|visiten?))\\b|"
    f"(dej|par|ces)(en|e|ad|éis) (ya )?de {_CALL_ES}|{_START}(dejar|parar) de {_CALL_ES}|"
    f"(borren?|eliminen?|supriman?|cancelen?|quiten?) (\\w+ )?(mis|nuestros|sus|mi|nuestro|su) "
    f"{_DETAILS_ES}|{_START}(borrar|eliminar|suprimir|quitar) (\\w+ )?(mis|nuestros|sus|mi|su) "
    f"{_DETAILS_ES}|(pid|solicit|quier|dese|exig)\\w+ (\\w+ ){{0,2}}(borrar|eliminar|suprimir) "
    f"(\\w+ )?(mis|nuestros|sus|mi|su) {_DETAILS_ES}|"
    "(supresión|cancelación|eliminación|borrado) [^.!?;\\n]{0,20}datos (\\w+ )?(solicit|ped|exig)|"
    "(solicit|pid|exig)\\w* [^.!?;\\n]{0,20}(supresión|cancelación|eliminación|borrado) "
    "[^.!?;\\n]{0,20}datos|"
    "(dar|darme|darle|darnos|darse|deme|denme|dennos|dado) de baja (de|en|del) (la |el |su |las )?"
    "(\\w+ )?(listas?|newsletters?|boletín|boletines|base|correos?|envíos|comunicaciones)|"
    "no (quier\\w+|quer\\w+|dese\\w+) (que (me|nos|le|les|lo|la) (llam|contact|molest)|"
    "(recibir |que \\w+ )?(más |mas |sus |ninguna |su )*(llamadas|publicidad|correos|newsletters?|"
    "comunicaciones)|ser (contactad|llamad|molestad))|"
    "(se opone|me opongo|nos oponemos|oposición) (a|al) (\\w+ ){0,3}(publicidad|tratamiento|"
    "llamadas|comunicaciones)|derecho (de|al|a la) (oposición|supresión|cancelación|olvido)|"
    "no (me |nos |le |les )?(env[ií](en?|es|ar)|mand(en?|es|ar)) ((más|mas|nunca) )*(correos|"
    "publicidad|e-?mails|mails|newsletters?|mensajes|sms)|no volv(áis|ais|er) a "
    f"{_CALL_ES}|(pid|solicit|quier|dese|exig)\\w+ que (borr|elimin|suprim|quit)(en?|emos) (\\w+ )?"
    f"(sus|mis|nuestros|su|mi) {_DETAILS_ES}|(bórr|quít|sáqu|elimín)\\w*(me|nos) (\\w+ )?de "
    "(\\w+ )?"
    "(listas?|base|fichero|newsletter|boletín)|"
    "(pid|solicit)\\w+ (que )?no ((se|lo|le|la|les|los|me|nos) )*(ser |sea )?(llam|contact|molest)|"
    "(retir|revoc)(a|ó|o|an) (su|mi|el|nuestro) consentimiento|"
    "(solicit|pid|quier)\\w+ (la )?baja (de|en) (las |los |el |la |su )?(\\w+ )?(listas?|"
    "newsletters?|boletín|base|correos?|envíos|comunicaciones)|"
    "déj[ae]n?(me|nos) (en paz|tranquil)|dejen(me|nos|le|les)? (en paz|tranquil)"
)

_CALL_IT = "(chiam|contatt|telefon|disturb|scriv|import|richiam)"
_CALLS_IT = (
    "(chiamate|telefonate|contatti|e-?mail|mail|newsletter|pubblicità|comunicazioni|promozioni)"
)
_ITALIAN = (
    f"non {_CALL_IT}(ate|ete|iate|ar|er|unate|unar)(mi|ci|lo|la)\\b|"
    f"non (mi |ci |lo |la |li )?{_CALL_IT}(ate|iate|are|ere|unate|unare) (più|piu|mai più)|"
    f"{_START}non (mi |ci )?{_CALL_IT}(are|ere|unare){_END}|"
    "non (vuole|vogliono|voglio|vogliamo|desider\\w+|intend\\w+) (più )?((essere|venire) (più )?"
    f"(chiamat|contattat|disturbat|richiamat|importunat)|ricevere (più |altre )?{_CALLS_IT})|"
    "(smett|finit)\\w* (di|con) (chiamar|contattar|telefonar|scriver|disturbar|importunar|le "
    f"chiamate|le telefonate)|{_START}basta (con )?(le |con le |altre )?{_CALLS_IT}{_END}|"
    "(cancell|elimin|rimuov|togli)(ate|ete|are|er|ere)?(mi|ci|lo) ([^\\s]+ ){0,3}(dall|da)"
    "(a|e|o|i|gli|')? (vostr\\w+ |sua |tua )?(list|elenc|newsletter|database|mailing)|"
    "(cancell|elimin)[^\\s]* (tutti )?(i )?(miei|nostri|suoi) dati|lasciate(mi|ci) in pace|"
    "revoc\\w+ (il |ogni )?(mio |nostro |suo )?consenso|consenso (è stato |è )?(revocato|negato|"
    "ritirato)|diritto (all'oblio|alla cancellazione|di opposizione)"
)
_CALLS_NL = "(telefoontjes|oproepen|reclame|e-?mails|mails|mailings|nieuwsbrief|nieuwsbrieven)"
_CALL_NL = "(bellen|opbellen|contacteren|benaderen|mailen|storen|lastig ?vallen|aanschrijven)"
_DUTCH = (
    f"{_START}(bel|mail|benader|contacteer|stoor) (me|mij|ons|hem|haar|hier|deze klant)\\b"
    "[^.!?;\\n]{0,30}(niet|nooit)( meer)?\\b|"
    f"{_START}(\\w+ )?(niet|nooit) (meer |opnieuw )?{_CALL_NL}{_END}|(graag|gelieve|liever|verzoek "
    f"om|vraagt om) (ons |mij |me |hem |haar )?(niet|nooit) (meer )?(te )?{_CALL_NL}|"
    "(wil|wilt|willen|wenst|wensen) (niet|nooit|geen) (meer |langer )?((door \\w+ |worden )*"
    f"(gebeld|benaderd|gecontacteerd|gemaild|gestoord|lastiggevallen)|{_CALLS_NL}|contact\\b)|"
    f"{_START}geen {_CALLS_NL} meer\\b|(stop|hou\\w*|kap) (aub |op )?met (\\w+ )?{_CALL_NL}|"
    "(verwijder|haal|schrap)\\w* (mij|me|ons|hem|haar|mijn|onze) ([^\\s]+ ){0,3}(uit|van) "
    "(\\w+ )?(\\w*lijst|bestand|database|nieuwsbrief)|"
    "(verwijder|wis)\\w* (al )?(mijn|onze|zijn|haar) (\\w+ )?gegevens|laat (me|mij|ons) met rust|"
    "schrijf (me|mij|ons) uit\\b|uitschrijven (van|uit|voor) (de |uw |jullie )?(nieuwsbrief|mail)|"
    "toestemming (is |werd |wordt )?(ingetrokken|geweigerd)|trek\\w* (\\w+ )?toestemming in\\b|"
    "recht op vergetelheid|bezwaar tegen (direct ?marketing|reclame|verder contact)"
)
_CALLS_PT = (
    "(chamadas|ligações|telefonemas|publicidade|e-?mails|mails|newsletters?|comunicações|contactos)"
)
_CALL_PT = "(ligar|contactar|contatar|telefonar|incomodar|perturbar|escrever|enviar e-?mails)"
_PORTUGUESE = (
    "n[ãa]o (me|nos|lhe|lhes|o|a) (voltem a |volte a )?(liguem?|contactem?|contatem?|telefonem?|"
    f"incomodem?|perturbem?|escrevam?)\\b|n[ãa]o (voltem?|voltar) a {_CALL_PT}|"
    f"{_START}n[ãa]o {_CALL_PT}( mais)?{_END}|"
    "n[ãa]o (quer\\w*|desej\\w*|pretend\\w*) (mais )?(ser (mais )?(contactad|contatad|incomodad|"
    f"perturbad)|receber (mais )?(as |vossas |suas )?{_CALLS_PT}|que (me|nos|lhe) (lig|contact|"
    f"contat|telefon))|(parem?|deixem?|cessem?) de (me |nos |lhe )?{_CALL_PT}|"
    "(retir|remov|elimin|apagu?|tir|exclu)(em?|am?|a|ar|ir)(-me|-nos|-o|-a| os? (meu|nosso|seu)s?) "
    "([^\\s]+ ){0,3}(da|das|do|dos) (vossa |sua |tua )?(listas?|base|mailing|newsletter|"
    "cadastro)\\b|(apagu?|elimin|remov|exclu)(em?|am?|ar|ir) (todos )?(os )?(meus|nossos|seus) "
    "dados|deixem?(-me|-nos)? em paz|(retir|revog)\\w+ (o )?(meu |nosso |seu )?consentimento|"
    "consentimento (foi )?(retirado|revogado|negado)|"
    "direito (ao esquecimento|de oposição|ao apagamento)"
)

_LAW = "(gdpr|ds-?gvo|rgpd|lopd\\w*|ccpa)"
_BETWEEN = (
    "((art|article|artikel|artículo|request|right|data|wegen|auf|zur|zum|der|nach|gemäß|laut|"
    "under|per|de|du|des|d|l|la|le|el|los|les|según|selon|droit|derecho|a|of|for|to|be|daten|"
    "données|datos|demande|solicitud|antrag|wunsch|por|mes|mis|ses|sus|meiner|seiner|my|"
    "\\d+)\\W+){0,5}"
)
_ENDS = (
    "(eras(e|ed|ure)\\w*|delet(e|ed|ion)|forgotten|objection|objected|opt\\W?out|lösch\\w*|"
    "gelöscht|\\w*widerspr\\w*|suppression|supprimer|supprimé|effac\\w*|opposition|désinscri\\w*|"
    "retrait|supresión|suprimir|cancelación|oposición|baja|borrar|borrado|olvido|oubli)"
)
#: A right of the law on personal data that somebody uses.
_LAWS = f"{_LAW}\\W+{_BETWEEN}{_ENDS}|\\b{_ENDS}\\W+{_BETWEEN}{_LAW}"

_LANGUAGES = (_ENGLISH, _GERMAN, _FRENCH, _SPANISH, _ITALIAN, _DUTCH, _PORTUGUESE)
#: Pleas by verb and person, each of which tells us to stop, whoever writes it. Several patterns,
#: because the engine is a hundred times slower on one that holds them all.
WISHES = tuple(pattern.replace("(\\w+ )", f"({_WORD} )") for pattern in (*_LANGUAGES, _LAWS))

_NEVER_EN = (
    "(do not|don't|dont|did not|didn't|never|no longer|not|won't|would not|wouldn't|can't|cannot|"
    "could not|couldn't)( ever| even| bother to| bothered to)?"
)
_TO_CALL = "(call|contact|phone|ring|text|e-?mail|mail|write)"
_CUTS_EN = (
    "\\b(they|you|we|i|who|he|she|it|nobody|no one|reps?|people|staff|salesm[ae]n|sales ?people|"
    "anyone|managers?|agents?|drivers?|(your|the|our) (\\w+ ){1,3}?)"
    f"( ?\\w+ly| also| just| simply| would| could| can| have| had| often| still)* ?{_NEVER_EN} "
    f"{_TO_CALL}\\w*|\\b(does not|doesn't|doesnt) {_TO_CALL}|"
    f"(and|but|then) (they )?(never|don't|do not) {_TO_CALL}|"
    f"(never|do not|don't|dont) {_TO_CALL}( \\w+)? back|"
    f"(never|do not|don't|dont) {_TO_CALL}( me| us| you| customers?| clients?| anyone)? (before|"
    "when|if|until|unless|first|ahead|in advance|in time|about|to say|to inform|to tell|promptly|"
    "for (weeks|months|years)|invoices?|quotes?|orders?)|"
    "(there (was|is|were|has been)|had|have|got|received|was|been|get|getting) (\\w+ ){0,2}no "
    "(more|further) (calls|contact|e-?mails|mails|mailings|marketing)|"
    "no (more|further) contact (from (your|the|our|a) |with|after|since|person)|"
    "\\b(they|you|reps?|he|she|who|it|did|just|simply|suddenly|had to|have to|will|would) stop "
    "\\w+|(you|they|left|leaving) (leave )?(me|us) alone with|"
    "(products?|items?|articles?|parts?|brands?|models?|goods|it|we) (\\w+ ){0,3}(remov|tak|delet|"
    "struck)\\w* (from|off) |(can|could|may|might|did|will|would)( ?not|n't)? "
    "(unsubscribe|opt out)|"
    "(removal|erasure) of (the|an?|our|old|those|these|my) |"
    "(take|taken|remove) (me|us|him|her|them) (off|from) (\\w+ )?"
    "(calendar|gift|price|guest|wait(ing)?|product|priority|delivery) list|"
    "(take|remove)s? (him|her|them) (off|from) the (seat|flight|plane|site|meeting|room)"
)
_CUTS_DE = (
    "(kann|konnten?|können|könnt|könnten?|würden?|wurden?|werden|hat|haben|habt|hatten?|ist|sind|"
    "waren?|sich|obwohl|weil|schade) ([^\\s.!?;:]+ ){0,6}(nicht|nie|niemals) ((mehr|wieder) )*"
    "(zu |an|be|kon|ge)\\w*|(nicht|nie|niemals) ((mehr|wieder) )*(angerufen|kontaktiert|"
    "angeschrieben|besucht|angesprochen) (worden|wurden?|hat|haben|habt)|"
    "(nicht|nie) ((mehr|wieder) )?zu (kontaktieren|sprechen)|"
    "(bekam\\w*|bekomm\\w*|erhalt\\w*|erhiel\\w*|hatten?|haben|gab|gibt|kam\\w*|kommen|seit|trotz|"
    "mach\\w*|es) ([^\\s.!?;:]+ ){0,4}keine?n? (weiteren? |mehr )?\\w+|keine?n? (weiteren? |mehr )?"
    "(anrufe?|werbung|e-?mails|mails|newsletter|kontakt\\w*) (mehr )?(erhalten|bekommen|"
    "beantwortet|gekommen|zu[rm]?\\b|mit|seit|möglich|gehabt|gemacht)|"
    "\\w*(preis|waren|artikel|bestell|sortiments|produkt|lager|stück)liste|"
    "löschung (des|der|von|eines|einer) (auftrags|bestellung|artikels|position|buchung)"
)
_CUTS_FR = (
    "(n'(a|ai|avons|avez|ont|est)|y a|y avait|avons|avez|avoir|eu|reçu|recev\\w+|depuis|c'est) "
    "(\\w+ ){0,3}?(plus|pas) (eu |reçu )?(d'|aucun |de )\\w+|(votre|vos|leur|du commercial) "
    "refus de \\w+|(reproch\\w+|regrett\\w+|déçus?|déçue|pourquoi|pour|habitude|tort) (\\w+ ){0,3}?"
    "(de )?ne (plus|pas|jamais) (l'|nous |me |le |la |les |lui )?\\w+|"
    "(articles?|produits?|références?|modèles?|gammes?) (\\w+ ){0,4}?(retir|enlev|supprim|ray|ôt)"
    "[^\\s]* (de|des|du) |(suppression|retrait) (de|du|des) (la |l'|nos )?(commande|article|ligne)"
)
_CUTS_ES = (
    "(por|al|de|sin|prometen|prometieron|pueden?|suelen?|saben?|pudieron) no (volver a |me |nos )?"
    "(llamar|contactar|molestar)\\w*|(al|por|tras|hasta) dejar de \\w+|"
    "(productos?|artículos?|modelos?|referencias?) (\\w+ ){0,4}?(quit|sac|borr|elimin|retir)"
    "[^\\s]* de|(quit|sac|borr|elimin|retir)[^\\s]* de (la |las )?lista de (precios|productos)|"
    "(pide|pidió|solicita|solicitó|quiere|desea) (la baja|darse de baja|ser dad[oa] de baja) "
    "(del|en el|de (su|mi|nuestr\\w|la|el)) (servicio|contrato|suscripción|cuenta|línea)"
)
#: What says that somebody wishes, and therefore is no complaint although it begins like one.
_KEPT = (
    f"{_ASK} (that )?(\\w+ ){{0,2}}no (more|further) \\w+|{_ASK} (that )?(\\w+ )?stop \\w+|"
    f"(please|pls|kindly) (never|do not|don't|dont) {_TO_CALL}|"
    "(removal|erasure) of (my|our) (\\w+ )?(data|name|number|details|address|e-?mail)|"
    "(hat|haben|habt|hatten?|wurden?|ist|sind|würden?|werden) [^.!?;\\n]{0,60}(verlang|gebeten|"
    "bitten|wünsch|gesagt|erklär|gefordert|untersag|verb[oe]ten|möchte|will)[^.!?;\\n]*|"
    "(wir |ich )?(wollen|will|möchten?|wünsch\\w+|bitten?|verlang\\w+) [^.!?;\\n]*"
)
#: What is cut out of the words in which a customer says why he left, in this order; group 1 of the
#: first is kept.
COMPLAINTS = tuple(
    pattern.replace("(\\w+ )", f"({_WORD} )")
    for pattern in (f"({_KEPT})|{_CUTS_EN}", f"({_KEPT})|{_CUTS_DE}", _CUTS_FR, _CUTS_ES)
)
