"""Doubts about ids: zeros that were lost, look-alikes, test accounts, one customer under several.

Every doubt reads distinct ids, never rows. An id may be named in a message; a name or an address
never is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.columns.unclear import toml_text
from analysis.doubts.besidenames import customers_beside
from analysis.doubts.buyers import GOOD, keep_customers, keep_order_days, keep_sums
from analysis.engine import Engine, quote_text
from analysis.errors import counted
from analysis.results import Warned
from analysis.rows.reach import email_key
from analysis.rows.typed import Typed

#: Words of accounts that are no customers; a letter before or after makes another word.
_TEST_WORDS = (
    "tests?|test(er|ing|kunden?|konto|account|firma|shop|user|person|bestellung|customer)|"
    "demo(kunde|konto|account|firma|shop|user|customer)?|dummy|sandbox|"
    "muster(kunde|mann|frau|firma)|prueba|essai|intern(al|e|o|er)?|"
    "(internal|own) use|eigenbedarf|eigenverbrauch"
)
_TEST = quote_text(rf"(^|[^\pL])({_TEST_WORDS})([^\pL]|$)")
#: 'Intern' and 'Pruebas' also stand in names of firms: there, only where nothing else is said.
_TEST_NAME = (
    r"(^|[^\pL])(tests?|test(kunden?|konto|account|firma|user|customer)|demo(kunde|konto|account|"
    r"firma|user|customer)|dummy|sandbox|muster(kunde|mann|firma)|client (de )?test|compte (de )?"
    r"test|(cliente|cuenta) de pruebas?|client d'essai|compte interne|cliente interno|"
    r"interner kunde|internal (use|account|customer))([^\pL]|$)|^(intern|internal|interne|interno|"
    r"demo|prueba|essai)$"
)
_RESERVED = r"@(.*\.)?(example\.(com|org|net)|[^@]*\.(test|example|invalid|localhost|local))$"
_PROVIDERS = (
    "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com",
    "icloud.com", "aol.com", "gmx.de", "gmx.net", "web.de", "t-online.de", "freenet.de",
    "orange.fr", "free.fr", "laposte.net", "wanadoo.fr", "sfr.fr", "proton.me", "protonmail.com",
    "yahoo.es", "yahoo.fr", "yahoo.de", "hotmail.es", "hotmail.fr", "hotmail.de", "telefonica.net",
)  # fmt: skip
#: Cyrillic and Greek letters that look like Latin ones, and these.
_LOOKS, _LATIN = (
    "АВЕЅІЈКМНОРСТУХасеіјорѕухΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "ABESIJKMHOPCTYXaceijopsyxABEZHIKMNOPTYX",
)
#: Ids shown in a message, and the share of a column below which an alphabet is foreign to it.
_SHOWN, _FOREIGN = 5, 0.1
_MOST = 0.5
#: So few customers with so many lines each are none, or not all.
_FEW_CUSTOMERS, _LINES_EACH = 3, 30
#: From this many customers on, one with this share of the rows and far more than most is odd.
_SOME_CUSTOMERS, _LARGE_SHARE, _FAR_MORE, _MANY_DAYS = 20, 0.05, 4, 20


def doubt_ids(engine: Engine, table: str) -> Iterator[Warned]:
    """Yield doubts about the customer ids of one table."""
    ids = f"(SELECT DISTINCT customer_id AS i FROM all_{table} WHERE broken_ = 0)"
    if table == "transactions":
        ids = f"(SELECT customer_id AS i FROM {keep_customers(engine)})"
    variants, example = engine.rows(
        f"SELECT count(*), min(a) FROM (SELECT min(i) AS a FROM {ids} GROUP BY lower(i) "
        "HAVING count(*) > 1)"
    )[0]
    if variants:
        said = (
            f"{counted(variants, 'customer id differs', 'customer ids differ')} from another "
            f"only by case, e.g. {example}. If they are the same customers, write "
            f"merge_case = true under [{table}] in columns.toml."
        )
        several = f"SELECT lower(i) FROM {ids} GROUP BY lower(i) HAVING count(*) > 1"
        where = f"lower(customer_id) IN ({several})"
        yield Warned("case_variants", said, column="customer_id", about=where)
    yield from _scripts(engine, ids)
    yield from _rounded(engine, ids)


def doubt_rows_of_customers(engine: Engine) -> Iterator[Warned]:
    """Say that customers stand on several rows of their table that differ; one row counts."""
    several, example = engine.rows(
        "SELECT count(*), min(customer_id) FROM (SELECT customer_id FROM all_customers "
        "WHERE broken_ = 0 GROUP BY customer_id HAVING count(*) > 1)"
    )[0]
    if several:
        stand = counted(several, "customer id stands", "customer ids stand")
        said = f"{stand} on several rows of the customers table that differ"
        said += f", e.g. {example}; one row counts, the first by its words. Give one row each."
        where = f"customer_id = {quote_text(example)}"
        yield Warned("rows_of_a_customer_differ", said, column="customer_id", about=where)


def _scripts(engine: Engine, ids: str) -> Iterator[Warned]:
    """Trap 49: two alphabets within an id, or an id of look-alikes in a column of Latin ids."""
    if not engine.value(f"SELECT count(*) FROM {ids} WHERE strlen(i) > length(i)"):
        return
    latin = "regexp_matches(i, '[A-Za-z]')"
    other = "(strlen(i) > length(i) AND regexp_matches(i, '[\\p{Cyrillic}\\p{Greek}]'))"
    twins = f"translate(i, '{_LOOKS}', '{_LATIN}')"
    alike = (
        f"{other} AND NOT {latin} AND NOT regexp_matches({twins}, '[\\p{{Cyrillic}}\\p{{Greek}}]')"
    )
    mixed, mixed_id, foreign, foreign_id, n_latin = engine.rows(
        f"SELECT count(*) FILTER ({latin} AND {other}), min(i) FILTER ({latin} AND {other}), "
        f"count(*) FILTER ({alike}), min(i) FILTER ({alike}), "
        f"count(*) FILTER ({latin} AND NOT {other}) FROM {ids}"
    )[0]
    if foreign > _FOREIGN * n_latin:  # customers of that alphabet, but for those with a Latin twin
        foreign, foreign_id = engine.rows(
            f"SELECT count(*), min(i) FROM {ids} WHERE {alike} AND {twins} IN (SELECT i FROM {ids})"
        )[0]
    if not mixed and not foreign:
        return
    said = (
        f"{counted(mixed + foreign, 'customer id holds', 'customer ids hold')} letters of another "
        f"alphabet that look alike, e.g. {mixed_id or foreign_id}: not joined with their "
        "look-alikes."
    )
    where = f"customer_id = {quote_text(mixed_id or foreign_id)}"
    yield Warned("mixed_scripts", said, column="customer_id", about=where)


def _rounded(engine: Engine, ids: str) -> Iterator[Warned]:
    """Trap 43: of ids beyond 15 digits too many have zeros from the 16th digit on."""
    n_zeros, expected, example = engine.rows(
        "SELECT count(*) FILTER (zeros), sum(pow(10.0, 15 - length(i))), min(i) FILTER (zeros) "
        f"FROM (SELECT i, regexp_full_match(substr(i, 16), '0+') AS zeros FROM {ids} "
        "WHERE length(i) > 15 AND regexp_full_match(i, '[1-9][0-9]+'))"
    )[0]
    if n_zeros > 5 * (expected or 0) + 0.5:
        said = (
            f"{counted(n_zeros, 'customer id')} of more than 15 digits with zeros at the end, e.g. "
            f"{example}: a spreadsheet rounds them so, and different customers may have become one."
        )
        where = f"customer_id = {quote_text(example)}"
        yield Warned("rounded_ids", said, column="customer_id", about=where)


def doubt_zeros(engine: Engine, tables: Sequence[str]) -> dict[str, Warned]:
    """Return, by table, a doubt that leading zeros were lost in one file and not in another.

    Ids are compared over all files of all tables, and never joined: either an id meets another
    only without its zeros, or all ids of one file have one width with zeros in front while
    another file has shorter ones and no zero.
    """
    parts = [
        f"SELECT DISTINCT {at} AS t, file_, customer_id AS i FROM {_ids_of(engine, table)}"
        for at, table in enumerate(tables)
    ]
    if not parts:
        return {}
    engine.execute(
        "CREATE OR REPLACE TEMP TABLE number_ids AS SELECT * FROM "
        f"({' UNION ALL '.join(parts)}) WHERE regexp_full_match(i, '[0-9]+')"
    )
    found: dict[int, tuple[int, str]] = {}
    for table, n_ids, example in engine.rows(
        "SELECT t, count(*), min(example) FROM (SELECT max(t) AS t, min(i) AS example "
        "FROM number_ids GROUP BY ltrim(i, '0') HAVING count(DISTINCT i) > 1 "
        "AND min(ltrim(i, '0')) <> '') GROUP BY t ORDER BY t"
    ):
        found[table] = (n_ids, example)
    files = engine.rows(
        "SELECT t, file_, count(*), bool_or(i LIKE '0%'), min(length(i)), max(length(i)), min(i) "
        "FROM number_ids GROUP BY t, file_ ORDER BY t, file_"
    )
    widths = {low for _, _, _, zeros, low, high, _ in files if zeros and low == high}
    for table, _, n_ids, zeros, low, _, example in files:
        if table not in found and not zeros and widths and low < min(widths):
            found[table] = (n_ids, example)
    return {tables[at]: _lost_zeros(tables[at], *hit) for at, hit in found.items()}


def _ids_of(engine: Engine, table: str) -> str:
    """Return SQL of the good ids by file: those of one file of transactions are known already."""
    if table == "transactions":
        files = engine.rows(f"SELECT DISTINCT file_ FROM {keep_sums(engine)} WHERE broken_ = 0")
        if len(files) == 1:
            return f"(SELECT {files[0][0]} AS file_, customer_id FROM {keep_customers(engine)})"
    return f"all_{table} WHERE broken_ = 0"


def _lost_zeros(table: str, n_ids: int, example: str) -> Warned:
    said = (
        f"{counted(n_ids, 'id')} of {table} with leading zeros in one place and without in "
        f"another, e.g. {example}: not joined. Export the ids as text everywhere."
    )
    where = f"customer_id = {quote_text(example)}"
    return Warned("leading_zeros", said, column="customer_id", about=where)


def doubt_large(engine: Engine) -> Iterator[Warned]:
    """Yield a doubt about one id that holds far more rows than any customer (trap 51)."""
    customers = keep_customers(engine)
    total, n_customers, usual = engine.rows(
        f"SELECT sum(n_rows), count(*), quantile_cont(n_rows, 0.95) FROM {customers}"
    )[0]
    if total and n_customers <= _FEW_CUSTOMERS and total >= _LINES_EACH * n_customers:
        yield _few_said(int(total), n_customers)
    if not total or n_customers < _SOME_CUSTOMERS:
        return
    customer, most = engine.rows(
        f"SELECT customer_id, n_rows FROM {customers} ORDER BY n_rows DESC, customer_id LIMIT 1"
    )[0]
    large = most > _LARGE_SHARE * total and most > _FAR_MORE * usual
    busiest = customer if large else _busiest(engine)
    if busiest is None:
        return
    said = (
        f"Customer {busiest} has {most / total:.1%} of all rows: it may be "
        "a collective account (a till, a marketplace). Leave it out with exclude_customers in "
        "columns.toml if it is."
    )
    where = f"customer_id = {quote_text(busiest)}"
    yield Warned("collective_customer", said, column="customer_id", about=where)


def _few_said(n_rows: int, n_customers: int) -> Warned:
    """Say that many lines are of one customer, or of hardly more."""
    whom = "one customer" if n_customers == 1 else f"only {n_customers} customers"
    said = f"All {n_rows:,} lines are of {whom}: what is found holds for them alone. If the "
    said += "export has more customers, name their column as customer_id in columns.toml."
    return Warned("one_customer" if n_customers == 1 else "few_customers", said)


def _busiest(engine: Engine) -> str | None:
    """Return a customer with far more order days than the 99th of a hundred, None without one."""
    usual = engine.value(f"SELECT quantile_cont(n_days, 0.99) FROM {keep_order_days(engine)}") or 1
    # Nobody has more order days than rows: only these can be as busy.
    rows = engine.rows(
        f"SELECT customer_id, count(DISTINCT ordered_on) AS n FROM {GOOD} AND amount > 0 AND "
        f"customer_id IN (SELECT customer_id FROM {keep_customers(engine)} "
        f"WHERE n_rows > {_MANY_DAYS * usual}) GROUP BY customer_id ORDER BY n DESC, customer_id"
    )
    return rows[0][0] if rows and rows[0][1] > _MANY_DAYS * usual else None


def doubt_test_accounts(
    engine: Engine, tables: Sequence[str], transactions: Sequence[Typed] = ()
) -> list[Warned]:
    """Return a doubt that lists accounts that look like tests or like the company itself.

    Parameters
    ----------
    tables
        Names of those with customers.
    transactions
        Inputs beside whose customers a name or an address may stand.
    """
    found = set[str]()
    for table in tables:
        source = f"all_{table} WHERE broken_ = 0"
        if table == "transactions":
            source = f"{keep_customers(engine)} WHERE true"
        n_all = engine.value(f"SELECT count(DISTINCT customer_id) FROM {source}")
        signs = list(_signs_of_tests(engine, table, tables))
        if table == "transactions":
            for column, pattern in (("name", _TEST_NAME), ("email", _RESERVED)):
                of_files = list(customers_beside(transactions, column, pattern))
                signs += [f"({' OR '.join(of_files)})"] if of_files else []
        for sign in signs:
            rows = engine.rows(f"SELECT DISTINCT customer_id FROM {source} AND {sign}")
            # What most customers have is how this export is made, and no sign of a test.
            found |= {row[0] for row in rows} if len(rows) <= max(_SHOWN, _MOST * n_all) else set()
    if not found:
        return []
    shown = ", ".join(toml_text(one) for one in sorted(found)[:_SHOWN])
    many = "customers look like test or internal accounts"
    said = (
        f"{counted(len(found), 'customer looks like a test or internal account', many)}: kept. "
        "To leave them out, write under [transactions] in columns.toml: "
        f"exclude_customers = [{shown}]"
    )
    where = f"customer_id IN ({', '.join(map(quote_text, sorted(found)))})"
    return [Warned("test_accounts", said, column="customer_id", about=where)]


def _signs_of_tests(engine: Engine, table: str, tables: Sequence[str]) -> Iterator[str]:
    """Yield SQL conditions, each of which tells a test or an internal account."""
    names = engine.columns(f"all_{table}")
    yield f"regexp_matches(lower(customer_id), {_TEST})"
    if "name" in names and table == "customers":
        yield f"regexp_matches(lower(name), {quote_text(_TEST_NAME)})"
    if "email" in names:
        address = email_key("email")
        yield f"regexp_matches({address}, {quote_text(_RESERVED)})"
        own = _own_domains(engine, tables)
        if own:
            listed = ", ".join(map(quote_text, own))
            yield f"regexp_extract({address}, '@(.*)', 1) IN ({listed})"


def _own_domains(engine: Engine, tables: Sequence[str]) -> list[str]:
    """Return the e-mail domains of the company's own people, as their rep ids show them."""
    with_reps = [table for table in tables if "rep_id" in engine.columns(f"all_{table}")]
    if not with_reps:
        return []
    union = " UNION ".join(f"SELECT DISTINCT rep_id FROM all_{table}" for table in with_reps)
    rows = engine.rows(
        f"SELECT DISTINCT regexp_extract({email_key('rep_id')}, '@(.*)', 1) AS d FROM ({union}) "
        "WHERE contains(rep_id, '@') ORDER BY d"
    )
    return [domain for (domain,) in rows if domain and domain not in _PROVIDERS]


def doubt_shared(engine: Engine, table: str) -> Iterator[Warned]:
    """Yield a doubt when several customers share an e-mail address or a tax number (trap 55)."""
    names = engine.columns(f"all_{table}")
    keys = {
        "email": (("e-mail address", "e-mail addresses"), email_key("email")),
        "tax_id": (
            ("tax number",),
            "nullif(regexp_replace(upper(tax_id), '[^A-Z0-9]', '', 'g'), '')",
        ),
    }
    for column, (called, key) in keys.items():
        if column not in names:
            continue
        shared = (
            f"SELECT {key} AS k, count(DISTINCT customer_id) AS n FROM all_{table} "
            f"WHERE broken_ = 0 AND {key} IS NOT NULL GROUP BY {key} HAVING n > 1"
        )
        n_shared, n_ids = engine.rows(f"SELECT count(*), sum(n) FROM ({shared})")[0]
        if n_shared:
            said = (
                f"{n_ids:,} customer ids share {counted(n_shared, *called)} with another id: one "
                "customer under several ids counts as lost under each. Name the surviving id in a "
                "column merged_into of the customers if they are the same."
            )
            where = f"{key} IN (SELECT k FROM ({shared}))"
            yield Warned("shared_identity", said, column=column, about=where)
