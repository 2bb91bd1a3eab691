"""How real-looking bank texts are read; every row is a habit of some bank or terminal."""

import pytest

from categorizer.text import clean, display_name, read

KEYS = [
    ("SQ *BLUE BOTTLE COFFEE OAKLAND CA", "blue bottle coffee"),
    ("TST* CONDADO TACOS - SHORT NORTH COLUMBUS OH", "condado tacos short north"),
    ("PAYPAL *SPOTIFY 402-935-7733", "spotify"),
    ("PAYPAL *ETSY 844-352-4711", "etsy"),
    ("SP ALLBIRDS SAN FRANCISCO CA", "allbirds"),
    ("CLV*JOES DINER AUSTIN TX", "joes diner"),
    ("POS PURCHASE 0423 KROGER #418 COLUMBUS OH", "kroger"),
    ("POS DEBIT STARBUCKS STORE 08812 SEATTLE WA", "starbucks"),
    ("CHECKCARD 1104 TRADER JOE S #512 SEATTLE WA 24692164309", "trader joes"),
    ("DEBIT CARD PURCHASE WHOLEFDS MKT #10234 AUSTIN TX", "wholefds mkt"),
    ("VISA PURCHASE TARGET 00012345 MINNEAPOLIS MN", "target"),
    ("AMZN Mktp US*2K4AB1CD3 Amzn.com/bill WA", "amzn mktp"),
    ("AMAZON.COM*RT4Y12 SEATTLE WA", "amazon"),
    ("APPLE.COM/BILL 866-712-7753 CA", "apple"),
    ("UBER *TRIP HELP.UBER.COM CA", "uber trip"),
    ("UBER   EATS PENDING", "uber eats"),
    ("DOORDASH*NORTHSTAR 855-973-1040 CA", "northstar"),
    ("SHELL OIL 57444212345 DENVER CO", "shell oil"),
    ("EXXONMOBIL 97562341 HOUSTON TX", "exxonmobil"),
    ("CHEVRON 0092134 LOS ANGELES CA", "chevron"),
    ("COSTCO WHSE #2240 COLUMBUS OH", "costco whse"),
    ("COSTCO GAS #0021 KIRKLAND WA", "costco gas"),
    ("WM SUPERCENTER #1234 BENTONVILLE AR", "wm supercenter"),
    ("WAL-MART #5260 PLANO TX", "wal mart"),
    ("7-ELEVEN 36217 DALLAS TX", "7 eleven"),
    ("CVS/PHARMACY #01234 BOSTON MA", "cvs pharmacy"),
    ("WALGREENS #10234 CHICAGO IL", "walgreens"),
    ("THE HOME DEPOT #0512 ATLANTA GA", "home depot"),
    ("LOWE'S #1234 CHARLOTTE NC", "lowes"),
    ("MCDONALD'S F12345 ORLANDO FL", "mcdonalds"),
    ("DUNKIN #345678 Q35 BOSTON MA", "dunkin"),
    ("CHIPOTLE 1234 NEW YORK NY", "chipotle"),
    ("STARBUCKS 800-782-7282 WA", "starbucks"),
    ("DELTA AIR 0062341234567 ATLANTA GA", "delta air"),
    ("UNITED 0162341234567 800-932-2732 TX", "united"),
    ("AIRBNB * HMABCDEF12 SAN FRANCISCO CA", "airbnb"),
    ("COMCAST CABLE COMM 800-266-2278 PA", "comcast cable comm"),
    ("VZWRLSS*APOCC VISB 800-922-0204 FL", "vzwrlss apocc visb"),
    ("ATT* BILL PAYMENT 800-288-2020 TX", "att"),
    ("PLANET FIT CLUB FEES 603-750-0001", "planet fit club fees"),
    ("GEICO *AUTO 800-841-3000 DC", "geico auto"),
    ("ZELLE TO JANE DOE ON 11/02 REF # WFCT0123ABC", "zelle to jane doe"),
    ("VENMO PAYMENT 1023456789", "venmo"),
    ("ACH DEPOSIT ACME CORP PAYROLL 231104", "deposit acme corp payroll"),
    ("ONLINE TRANSFER TO SAV ...4321", "transfer to sav"),
    ("INTEREST PAYMENT", "interest"),
    ("MONTHLY SERVICE FEE", "monthly service fee"),
    ("OVERDRAFT FEE", "overdraft fee"),
    ("TIM HORTONS #2345 TORONTO ON", "tim hortons"),
    ("LOBLAWS 1032 OTTAWA ON", "loblaws"),
    ("PETRO-CANADA 12345 CALGARY AB", "petro canada"),
    ("TESCO STORES 3456 LONDON GB", "tesco"),
    ("DIRECT DEBIT PAYMENT TO BRITISH GAS REF 850012345678", "british gas"),
    ("CONTACTLESS PAYMENT PRET A MANGER LONDON GB", "pret a manger"),
    ("ALDI 45 678 BERLIN DE", "aldi"),
    ("WOOLWORTHS 1234 SYDNEY NSW AU", "woolworths"),
    ("COLES 0456 MELBOURNE AU", "coles"),
    ("Zettle_*Kaffe Bar Oslo", "kaffe bar"),
    ("KLARNA*ZALANDO", "zalando"),
    ("BP#1234567 CLEVELAND OH", "bp"),
    ("POS DEBIT TARGET#0123 AUSTIN TX", "target"),
    ("TST* SWEETGREEN 0123 NEW YORK NY", "sweetgreen"),
    ("NETFLIX.COM 866-579-7172 CA", "netflix"),
    ("SPOTIFY USA 877-778-1161 NY", "spotify"),
    ("UBER *EATS HELP.UBER.COM CA", "uber eats"),
    ("PANERA BREAD #601234 O ST LOUIS MO", "panera bread"),
    ("SUBWAY 12345 TAMPA FL", "subway"),
    ("DOMINO'S 7654 734-930-3030 MI", "dominos"),
    ("LA FITNESS 949-255-7200 CA", "la fitness"),
    ("DELTA AIR LINES ATLANTA GA", "delta air lines"),
    ("SOUTHWEST AIRLINES 800-435-9792 TX", "southwest airlines"),
    ("MARRIOTT ORLANDO FL", "marriott"),
    ("PURCHASE AUTHORIZED ON 03/14 SAFEWAY #1234 SAN FRANCISCO CA S304073123456789 CARD 1234", "safeway"),
    ("RECURRING PAYMENT AUTHORIZED ON 05/02 HULU 877-8244858 HULU.COM CA", "hulu"),
    ("DEBIT CARD PURCHASE XXXXX1234 KROGER #456 CINCINNATI OH", "kroger"),
    ("BEST BUY 00012345 DENVER CO", "best buy"),
    ("GAMESTOP #1234 AUSTIN TX", "gamestop"),
    ("PETSMART # 1234 PHOENIX AZ", "petsmart"),
    ("ROSS STORES #123 FRESNO CA", "ross"),
    ("TJ MAXX #1234 NASHVILLE TN", "tj maxx"),
    ("OLD NAVY US 1234 SAN DIEGO CA", "old navy"),
    ("SEPHORA 123 CHICAGO IL", "sephora"),
    ("AMC 1234 ONLINE 888-440-4262 KS", "amc"),
    ("PLAYSTATION NETWORK 800-345-7669 CA", "playstation network"),
    ("IN-N-OUT BURGER #123 FRESNO CA", "in n out burger"),
    ("TACO BELL 12345 LAS VEGAS NV", "taco bell"),
    ("FIVE GUYS 1234 ARLINGTON VA", "five guys"),
    ("MOTEL 6 RENO NV", "motel 6"),
    ("APPLE STORE #R123 NEW YORK NY", "apple"),
    ("ADOBE *CREATIVE CLOUD 408-536-6000 CA", "adobe creative cloud"),
    ("DROPBOX*ABC123 DROPBOX.COM CA", "dropbox"),
    ("GITHUB, INC. GITHUB.COM CA", "github"),
    ("COINBASE.COM 8889087930", "coinbase"),
    ("CHECK 1234", ""),
    ("SHOPPERS DRUG MART #12 VANCOUVER BC", "shoppers drug mart"),
    ("CANADIAN TIRE #0456 CALGARY AB", "canadian tire"),
    ("DOLLARAMA # 123 HALIFAX NS", "dollarama"),
    ("ROGERS ******1234 888-764-3771 ON", "rogers"),
    ("CARD PAYMENT TO PRET A MANGER LONDON ON 12 MAR", "pret a manger"),
    ("MARKS&SPENCER PLC MANCHESTER GB", "marks and spencer"),
    ("GREGGS PLC LEEDS", "greggs"),
    ("DD BRITISH GAS", "british gas"),
    ("DIRECT DEBIT OCTOPUS ENERGY", "octopus energy"),
    ("WAITROSE 123 LONDON", "waitrose"),
    ("COSTA COFFEE 43012345 LONDON GB", "costa coffee"),
    ("AMAZON.CO.UK*AB12C3DE4 AMAZON.CO.UK LUX", "amazon"),
    ("CARTE CARREFOUR CITY PARIS", "carrefour city"),
    ("SEPA LASTSCHRIFT REWE MARKT GMBH", "rewe markt"),
    ("KARTENZAHLUNG EDEKA BERLIN", "edeka"),
    ("COMPRA TARJETA MERCADONA MADRID", "mercadona"),
    ("ALBERT HEIJN 1521 AMSTERDAM NLD", "albert heijn"),
    ("SumUp *CAFE CENTRAL", "cafe central"),
]


@pytest.mark.parametrize(("description", "key"), KEYS, ids=[text for text, _ in KEYS])
def test_the_merchant_is_found_among_the_banks_words(description: str, key: str) -> None:
    assert read(description).key == key


@pytest.mark.parametrize("description", [text for text, _ in KEYS], ids=str)
def test_case_and_spaces_do_not_matter(description: str) -> None:
    assert read(f"  {description.lower()}  ").key == read(description).key


@pytest.mark.parametrize(
    ("description", "facilitator"),
    [
        ("SQ *BLUE BOTTLE COFFEE", "square"),
        ("TST* CONDADO TACOS", "toast"),
        ("PAYPAL *ETSY", "paypal"),
        ("DOORDASH*NORTHSTAR", "doordash"),
        ("STARBUCKS 123", None),
    ],
)
def test_the_till_is_kept_as_a_hint(description: str, facilitator: str | None) -> None:
    assert read(description).facilitator == facilitator


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\x00\x00",
        "🍕🍕🍕",
        "\u202eEVIL\u202c",
        "x" * 10_000,
        "مطعم البيت",
        "12345678901234",
        "*#*#",
        "\ud800",
    ],
)
def test_poison_is_read_without_harm(text: str) -> None:
    found = read(text)

    assert len(clean(text)) <= 256
    assert all(word.isprintable() for word in found.words)


def test_accents_are_folded() -> None:
    assert read("CAFÉ ZOË 123").key == "cafe zoe"


def test_names_are_written_for_people() -> None:
    assert display_name(("blue", "bottle", "coffee")) == "Blue Bottle Coffee"
    assert display_name(("bath", "and", "body", "works")) == "Bath & Body Works"
    assert display_name(()) is None
