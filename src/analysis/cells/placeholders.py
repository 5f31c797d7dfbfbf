"""What stands where an id should be and names nobody: placeholder words and spreadsheet errors."""

from __future__ import annotations

from analysis.cells.cellwords import listed

#: Ids that stand for nobody (trap 50), folded and without punctuation at the ends.
PLACEHOLDER_IDS = listed(
    "0,00,000,0000,00000,000000,0000000,00000000,000000000,0000000000,-1,9999,99999,999999,9999999,"
    "99999999,999999999,9999999999,00000000-0000-0000-0000-000000000000,n/a,na,nan,"
    "null,nil,none,nobody,unknown,not set,undefined,anonymous,anon,guest,guest checkout,guest user,"
    "guestuser,walk-in,walk in,walkin,walk-in customer,cash,cash customer,cash sale,counter sale,"
    "no customer,no id,misc,miscellaneous,dummy,placeholder,tbd,xxx,gast,gastkunde,gastbestellung,"
    "laufkunde,laufkundschaft,barverkauf,barkunde,unbekannt,ohne kunde,kein kunde,diverse,"
    "sammelkunde,keine,ohne,invité,invite,client invité,client de passage,client divers,divers,"
    "comptoir,vente comptoir,inconnu,anonyme,aucun,sans client,invitado,cliente invitado,"
    "cliente genérico,cliente contado,contado,mostrador,desconocido,anónimo,anonimo,ninguno,"
    "sin cliente,varios,ospite,cliente generico,sconosciuto,banco,gast klant,onbekend,convidado,"
    "desconhecido,consumidor final,consumidor,ticket,tpv,caja,barzahler,bar verkauf,thekenverkauf,"
    "tagesgeschäft,client comptoir,client anonyme,client inconnu,passager,cliente de paso,"
    "cliente anónimo,cliente desconocido,online guest,one-time customer,cpd,-,--,?,"
    "one time customer,not assigned,unassigned,unknown customer,anonymous customer,xxxx,xxxxx,"
    "xxxxxx,anonym,"
    "anonymer kunde,unbekannter kunde,einmalkunde,keine angabe,keine angaben,k.a,k. a,ohne angabe,"
    "nicht angegeben,nicht zugeordnet,nicht zugewiesen,ohne zuordnung,n.n,n. n,non attribué,"
    "non affecté,non renseigné,no asignado,sin asignar,"
    "guest customer,guest client,guest account,guest order,web guest,walk in customer,"
    "walk-in client,walk in client,walk-in customers,walk in customers,cash customers,cash sales,"
    "counter sales,counter customer,one-time account,one-time customers,gast kunde,gastkonto,"
    "diverser kunde,diverse kunden,diverse debitoren,cpd-kunde,cpd kunde,cpd-debitor,cpd debitor,"
    "cpd-konto,conto pro diverse,sammeldebitor,sammelkonto,sammelkunden,ladenkunde,ladenkunden,"
    "ladenverkauf,thekenkunde,kassenkunde,kassenverkauf,tageskunde,barverkäufe,barkunden,"
    "client caisse,vente caisse,ventes caisse,vente au comptoir,ventes au comptoir,"
    "ventes comptoir,clients comptoir,client au comptoir,clients divers,clients de passage,"
    "client occasionnel,clients occasionnels,cliente de contado,clientes de contado,"
    "clientes contado,cliente de mostrador,cliente mostrador,venta mostrador,venta de mostrador,"
    "ventas mostrador,ventas de mostrador,público general,público en general,publico general,"
    "publico en general,clientes varios,cliente varios,cliente ocasional,clientes ocasionales,"
    "cliente eventual,clientes eventuales,clientes de paso,"
    # What a spreadsheet writes for an empty cell in a pivot table: without brackets it is a name.
    "(blank),(leer),(vide),(en blanco),(vacías),(vuoto),(leeg),(vazio),(em branco)"
)

#: Words in the name of an account that is nobody's: a number of nines with another name is a
#: customer's.
NOBODY_WORDS = (
    r"\b(sammel|divers|cpd|bar(verk|kund|zahl)|lauf(kund|ende)|gast|guest|walk.?in|cash|"
    r"unbekannt|unknown|misc|tests?\b|dummy|comptoir|passage|occasion|contado|mostrador|varios|"
    r"invit|anonym|anónim|(laden|theken|kassen|einmal|tages)(kund|verk)|one.?time|sonstige|"
    r"others?\b|otros|autres|p[uú]blico|ocasional|eventual|desconocid|inconnu|placeholder|"
    r"platzhalter|n/a|(ohne|kein|keine|sans|sin|no)\b)"
)

#: What a spreadsheet writes where a formula failed, in any language (``#REF!``, ``#NOMBRE?``), and
#: what databases write into an export in its place (trap 40).
ERROR_VALUE = (
    r"(?i)#[^\s\d#][^\s#]*[!?]|err ?:5[0-4]\d|#(n/([avbd]|disp)|nv|i/t|н/д|yok|getting_data|"
    r"deleted|error|fehler|gelöscht|hiányzik|není_k_dispozici)"
)
