"""Doubts about customers: test accounts, collective ones, one customer under several ids.

Every doubt reads distinct ids, never rows. An id may be named in a message; a name or an address
never is, not even one that stands beside the customer in transactions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.cells.fields import LETTERS
from analysis.cells.headerkeys import key_of
from analysis.columns.columnmap import named_by
from analysis.columns.customercolumn import NAME_HEADERS
from analysis.columns.unclear import toml_text
from analysis.doubts.buyers import GOOD, keep_customers, keep_order_days
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
IS_TEST = quote_text(f"(^|[^{LETTERS}])({_TEST_WORDS})([^{LETTERS}]|$)")
#: 'Intern' and 'Pruebas' also stand in names of firms: there, only where nothing else is said.
_TEST_NAME = (
    f"(^|[^{LETTERS}])(tests?|test(kunden?|konto|account|firma|user|customer)|demo(kunde|konto|account|"
    r"firma|user|customer)|dummy|sandbox|muster(kunde|mann|firma)|client (de )?test|compte (de )?"
    r"test|(cliente|cuenta) de pruebas?|client d'essai|compte interne|cliente interno|"
    f"interner kunde|internal (use|account|customer))([^{LETTERS}]|$)|"
    r"^(intern|internal|interne|interno|demo|prueba|essai)$"
)
_RESERVED = r"@(.*\.)?(example\.(com|org|net)|[^@]*\.(test|example|invalid|localhost|local))$"
_PROVIDERS = (
    "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com",
    "icloud.com", "aol.com", "gmx.de", "gmx.net", "web.de", "t-online.de", "freenet.de",
    "orange.fr", "free.fr", "laposte.net", "wanadoo.fr", "sfr.fr", "proton.me", "protonmail.com",
    "yahoo.es", "yahoo.fr", "yahoo.de", "hotmail.es", "hotmail.fr", "hotmail.de", "telefonica.net",
)  # fmt: skip
#: Ids shown in a message, and the share of customers above which a sign is no sign of a test.
_SHOWN, _MOST = 5, 0.5
#: So few customers with so many lines each are none, or not all.
_FEW_CUSTOMERS, _LINES_EACH = 3, 30
#: From this many customers on, one with this share of the rows and far more than most is odd.
_SOME_CUSTOMERS, _LARGE_SHARE, _FAR_MORE, _MANY_DAYS = 20, 0.05, 4, 20


def doubt_rows_of_customers(engine: Engine) -> Iterator[Warned]:
    """Say that customers stand on several rows of their table that differ; one row counts."""
    many = "SELECT customer_id FROM all_customers WHERE broken_ = 0 GROUP BY 1 HAVING count(*) > 1"
    several, example = engine.rows(f"SELECT count(*), min(customer_id) FROM ({many})")[0]
    if several:
        stand = counted(several, "customer id stands", "customer ids stand")
        said = f"{stand} on several rows of the customers table that differ"
        said += f", e.g. {example}; one row counts, the first by its words. Give one row each."
        where = f"customer_id IN ({many})"
        yield Warned("rows_of_a_customer_differ", said, column="customer_id", about=where)


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
    """Return a doubt that lists accounts that look like tests or like the company itself."""
    found = set[str]()
    for table in tables:
        source = f"all_{table} WHERE broken_ = 0"
        if table == "transactions":
            source = f"{keep_customers(engine)} WHERE true"
        n_all = engine.value(f"SELECT count(DISTINCT customer_id) FROM {source}")
        signs = list(_signs_of_tests(engine, table, tables))
        if table == "transactions":
            for column, pattern in (("name", _TEST_NAME), ("email", _RESERVED)):
                beside = customers_beside(transactions, column, pattern)
                signs += [beside] if beside else []
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
    yield f"regexp_matches(lower(customer_id), {IS_TEST})"
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


def customers_beside(inputs: Sequence[Typed], column: str, pattern: str) -> str:
    """Return SQL that holds for customers beside whom a text fits a pattern; empty without texts.

    Of a large regular file, of which only columns with a meaning are kept, nothing is seen.
    """
    lines = " UNION ALL ".join(
        f"SELECT {item.number} AS file_, line_ FROM {item.found.staged.name} "
        f"WHERE regexp_matches(lower(c{at}), {quote_text(pattern)})"
        for item in inputs for at in names_beside(item, column)
    )  # fmt: skip
    return lines and (
        "customer_id IN (SELECT a.customer_id FROM all_transactions AS a "
        f"JOIN ({lines}) AS r USING (file_, line_) WHERE a.broken_ = 0)"
    )


def names_beside(item: Typed, column: str = "name") -> list[int]:
    """Return the places of names or addresses of customers that nothing is read from."""
    columns = item.found.columns
    if item.found.staged.quick is not None:
        return []
    return [at for at, header in enumerate(columns.header)
            if at not in columns.taken and _holds(column, header)]  # fmt: skip


def _holds(column: str, header: str) -> bool:
    """Whether a header names the customer, beside an id, or the customer's address."""
    known = named_by(header, "customers")
    if column == "email":
        return known is not None and known[0] == "email"
    hit = named_by(header, "transactions")
    is_customer = hit is not None and hit[0] == "customer_id"
    return (
        is_customer or key_of(header) in NAME_HEADERS or (known is not None and known[0] == "name")
    )


#: So many customers on both sides, of whom so few are the same, are not told by one number.
_FEWEST, _SAME = 10, 0.05


def doubt_kinds_of_ids(engine: Engine, inputs: Sequence[Typed]) -> Iterator[Warned]:
    """Say that the customers of files which call them otherwise stand in no other file."""
    kinds: dict[str, list[Typed]] = {}
    for item in inputs:
        kinds.setdefault(key_of(item.found.columns.label("customer_id")), []).append(item)
    if len(kinds) < 2:
        return
    listed = ", ".join(
        f"({item.number}, {at})" for at, items in enumerate(kinds.values()) for item in items
    )
    engine.execute(
        "CREATE OR REPLACE TEMP TABLE customers_of_kinds AS SELECT DISTINCT kind, customer_id "
        f"FROM (SELECT DISTINCT file_, customer_id FROM {GOOD}) "
        f"JOIN (VALUES {listed}) AS k(file_, kind) USING (file_)"
    )
    sizes = dict(engine.rows("SELECT kind, count(*) FROM customers_of_kinds GROUP BY kind"))
    shared = dict(engine.rows(
        "SELECT kind, count(*) FROM customers_of_kinds AS c WHERE EXISTS (SELECT 1 FROM "
        "customers_of_kinds AS o WHERE o.customer_id = c.customer_id AND o.kind <> c.kind) "
        "GROUP BY kind"
    ))  # fmt: skip
    named = list(kinds.values())
    least = min(sizes, key=lambda kind: (sizes[kind], kind), default=0)
    n_here, n_same = sizes.get(least, 0), shared.get(least, 0)
    if n_here < _FEWEST or sum(sizes.values()) - n_here < _FEWEST or n_same > _SAME * n_here:
        return
    here = named[least][0].found
    there = next(items[0].found for at, items in enumerate(named) if at != least)
    label = here.columns.label("customer_id")
    some = f"{n_same:,} of the" if n_same else "none of the"
    said = (
        f"{here.file} tells customers by '{label}', {there.file} by "
        f"'{there.columns.label('customer_id')}', and {some} {n_here:,} customers here stands in "
        "the files that call them otherwise. The same customer under both counts as two, one of "
        "them lost. Export one number for all files."
    )
    yield Warned("customers_called_otherwise", said, column=label)
