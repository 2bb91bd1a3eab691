"""Takes off what a bank wraps around a name: how the card was used, by which channel, columns run together.

Banks print these words beside every purchase; left in, "credit or debit card withdrawal" would make a cash
withdrawal of a petrol station. Where nothing but the wrapping was printed, it is all there is and stays.
"""

import re

from categorizer import vocabulary

_DAY = r"(?:\d{6}|\d{1,2}[/-]\d{1,2}(?:[/-]\d{2,4})?)"
_TIME = r"\d{1,2}:\d\d ?[ap]m?\b"
_CARD = r"(?:(?:credit or debit|debit|credit|check|visa|atm) card|checkcard)"
_CHANNEL = (
    r"(?:ach|eft|e-?check|electronic(?: payment)?|pos|point of sale|signature|pin|web|external|recurring"
    r"|bill payment)"
)
_NOT_A_FEE = r"\b(?! (?:fee|charge|reversal|return|interest))[ :#,-]*"
# One habit a line; each takes the beginning off, up to three of them from one text.
_LEADING = re.compile(
    "|".join(
        (
            # credit unions: POS WITHDRAWAL, EXTERNAL WITHDRAWAL - , WITHDRAWAL POS #1234
            rf"(?:{_CARD}|{_CHANNEL}) (?:withdrawal|debit){_NOT_A_FEE}(?:to )?",
            rf"withdrawal (?:ach|pos|bill payment|debit|visa|{_CARD}){_NOT_A_FEE}(?:\d+ )?",
            rf"pos debit ?- ?(?:visa check|debit) card \d{{4}}[ -]*(?:transaction )?(?:{_DAY})?[ -]*",
            r"(?:deposit - ach )?paid (?:to|from) - ",
            # Citibank: MOBILE PURCHASE SIGN BASED 11/09 01:25P #7458 D5438
            r"(?:mobile|debit(?: card)?) (?:purchase )?(?:sign|pin) (?:based|purchase)\b ?",
            rf"(?:debit card purchase )?{_DAY} {_TIME}(?: #\d{{4}})? ?",
            r"d\d{4}\b ?",
            r"ach electronic (?:debit|credit)\b[ -]*",
            # Truist, TD, PNC, Fifth Third, Huntington
            r"ach (?:corp|cons) (?:debit|credit) ",
            (
                r"(?:dbcrd|dbit crd|visa dda) pur(?: ap)?,? (?:[*x]+\d+, )?(?:aut \d{6} )?"
                r"(?:visa dda pur(?: ap)? )?"
            ),
            r"electronic pmt ?- ?web,? ?",
            r"(?:\d{4} )?dbt purchase on \d{6} at ",
            # POS DEB 1716 04/29/26 40269900, DBT CRD 0407 27105864
            rf"(?:dbt crd|pos deb) \d{{4}} (?:{_DAY} )?(?=[a-z0-9]*\d)[a-z0-9]{{8}} ",
            r"(?:digital|virtual) card purchase[ -]+",
            r"(?:web|tel) (?:pmt|initiated payment)(?: ?- ?(?:sgl|recur))?(?: at)? ",
            r"(?:debit card|recurring|merchant) (?:purchase|payment) at ",
            r"x{2,}\d{4} (?:dda|recur(?:ring)?) (?:purchase|pos|credit adj|refund)\b ?",
            # a payee of the bank's own bill payments
            (
                r"(?:online )?bill ?pay(?:ment)?(?: to)?(?: check \d+)?\b"
                r"(?! (?:payment|credit|check|fee))[ :-]*"
            ),
            r"online payment \d{6,} to ",
            r"(?:merchant payment|pymt to [a-z ]{3,20}) ?- ?\d{6} ",
            r"ach transaction ?- ?",
            rf"debit for checkcard x*\d* {_DAY} ",
            r"checkcard purchase ?- ?",
            # PayPal's own list of payments
            (
                r"(?:preapproved payment bill user|express checkout|website|general|mobile|subscription"
                r"|direct credit card|ebay auction) payment ?: ?(?=[a-z])"
            ),
        )
    )
)
_TRAILING = re.compile(
    "|".join(
        (
            r" ?: (?:mobile|debit|credit|card)\b[a-z ]*(?:purchase|based|returns?)\b.*$",
            r" ?: ach electronic (?:debit|credit)\b.*$",
            rf" on-?line(?: x*\d+)?(?: on {_DAY}| on)?$",
            rf" on {_DAY} from card ?#.*$",
            r"(?: \d{10})? (?:[a-z]+ )?united states dollar [\d.,]+ ?@.*$",
            r"(?<=target) t- \d+ .*$",
            r" c#\d{4}$",
            r" \(card ?\)$",
            r" (?:visa )?(?:check|debit) card (?:point of sale |pos |recurring )?(?:purchase|debit)$",
            r"(?<= usa) credit$",
            r" (?:bill ?pay(?:ment)?|billpymt)(?: bill ?pay(?:ment)?)+\b",
        )
    )
)
_AIRLINES = (
    "001|006|014|016|027|037|045|047|053|055|057|064|074|075|081|086|105|108|117|125|130|131|134|139|157|160"
    "|173|176|180|205|217|220|230|235|257|268|279|297|406|422|487|526|603|607|618|695|724|738|829|838|932"
)
_REWRITTEN = (
    # PayPal says whom it paid where others print a number; at Wells Fargo people pay each other by "zel".
    (re.compile(r"^paypal des: ?inst xfer id: ?(?=[a-z])"), "paypal inst xfer "),
    (re.compile(rf"^money transfer authorized on {_DAY} (from|to) zel\*"), r"zelle \1 "),
    (re.compile(r"^(.+?) : zelle (debit|credit)\b.*$"), r"zelle \2 \1"),
    (re.compile(r"\bzel (to|from)\b"), r"zelle \1"),
    (re.compile(r"^paypal purchase (?=[a-z])"), "paypal *"),
    (re.compile(r"^paypal (?!transfer|inst)(?=[a-z].* \d{3}-\d{3}-\d{4}\b)"), "paypal *"),
    # An airline is known by its ticket: three digits of its own and ten more.
    (
        re.compile(
            r"^(?!american|united|delta|southwes|alaska|jetblue|spirit|british)([a-z][a-z ]{2,15}?)"
            rf" ?(?:{_AIRLINES})\d{{10}}\b"
        ),
        r"\1 airlines",
    ),
    (re.compile(r"^frontier (?=[a-z][a-z0-9]{5,8}\b)[a-z0-9]*\d[a-z0-9]*"), "frontier airlines"),
    (re.compile(r"\bmurphy ?(?:usa ?)?(\d+) ?at ?wal-?mart"), r"murphy usa \1"),
    (re.compile(r"(?<=payroll)(?=\d)"), " "),
    (re.compile(r"^wt (?:seq ?)?\d{10,} .*$"), "wire transfer"),
    # A cent that proves an account exists is a transfer, whoever sends it; so is one between one's accounts.
    (re.compile(r"^.*\b(acctverify|verifybank|trial dep|dda to dda|ext trnsfr)(?=\b|sec:).*$"), r"\1"),
    (re.compile(r"sec: ?(?=(?:ppd|ccd|web|tel|ctx|iat|arc|pop|boc|rck|cie)\b)"), " sec:"),
)
# 2200 LYNDALE AVE S MINNEAPOLIS 55405 MN USA, and what a field of 32 letters leaves of an address.
_STREET = (
    r"(?:st|street|ave?|avenue|blvd|boulevard|rd|road|dr|drive|ln|lane|way|hwy|highway|pkwy|parkway"
    r"|plaza|plz|cir|circle|ct|court|ter|terrace|pl|place)"
)
_ADDRESS = re.compile(rf"^(.{{3,}}?)(?:qps)?(?<!\d)\d{{2,5}} (?:[a-z0-9.]+ ){{1,3}}?(?!ct$){_STREET}\b(.*)$")
_CUT_ADDRESS = re.compile(r"^(.{6,}?) \d{1,5} ([a-z][a-z. ]*)$")
_END_OF_ADDRESS = re.compile(r"\b([a-z]{2})(?: (?:usa?|can))?$")
_FIELD_OF_A_NAME = range(31, 33)
_COLUMNS = (
    # A state, a country and the day of the year in one: CAUS07155, GBR24, NY 25333
    (re.compile(r"([a-z]{2})us\d{2,5}$"), r" \1"),
    (
        re.compile(r"(gbr|irl|ita|fra|deu|esp|nld|bel|che|aut|prt|can|mex|aus|jpn|swe|dnk|nor)\d{2,5}$"),
        r" \1",
    ),
    (re.compile(r"(?<=[ \d])([a-z]{2}) \d{2}(?:\d{3})?$"), r"\1"),
)
_PAYEE = re.compile(r"[a-z]{2,}")
_NOBODY = frozenset({"withdrawal", "fee", "charge", "service", "atm", "cash", "branch", "transfer", "xfer"})
_LAYERS = 3

_SHORTEST_TOWN, _SHORTEST_BEFORE, _LONGEST_TOWN = 6, 3, 25
# Ends of longer towns' names.
_ENDS_OF_TOWNS = frozenset({"hampton", "newton", "easton", "milton", "dalton"})


def unwrap(text: str) -> str:
    """Return a cleaned text without its wrapping, its last columns set apart."""
    text = _rewrite(text, _REWRITTEN)
    for _ in range(_LAYERS):
        leading = _LEADING.match(text)
        bare = _TRAILING.sub("", text[leading.end() :] if leading else text)
        if bare == text or not _names_somebody(bare):
            break
        text = bare
    return _set_apart(_rewrite(_without_street(text), _COLUMNS))


def _without_street(text: str) -> str:
    """Take a street off the end, keep the state behind it."""
    found = _ADDRESS.match(text)
    if found and _is_name(found.group(1)):
        state = _END_OF_ADDRESS.search(found.group(2))
        is_state = state and state.group(1) in vocabulary.places().states
        return f"{found.group(1)} {state.group(1) if state and is_state else ''}".strip()
    cut = _CUT_ADDRESS.match(text) if len(text) in _FIELD_OF_A_NAME else None
    if not cut or not _is_name(cut.group(1)):
        return text
    known, left = vocabulary.places(), cut.group(2)
    is_town = left in known.cities or left.rpartition(" ")[2] in known.states | known.countries
    return text if is_town else cut.group(1)


def _is_name(text: str) -> bool:
    return _names_somebody(text) and any(len(word) > 2 for word in _PAYEE.findall(text))  # noqa: PLR2004 - not a till


def _rewrite(text: str, habits: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    for pattern, plain in habits:
        text = pattern.sub(plain, text)
    return text


def _names_somebody(text: str) -> bool:
    said = vocabulary.leading_words() | vocabulary.trailing_words() | _NOBODY
    return any(word not in said for word in _PAYEE.findall(text))


def _set_apart(text: str) -> str:
    """Set apart a state from its town and a town from the name before it: BARLONDON GB, FRANCISCOCA."""
    known = vocabulary.places()
    words = _with_state_apart(text.split())
    if len(words) < 2 or not (words[-1] in known.states or words[-1] in known.countries):  # noqa: PLR2004 - a name and what follows it
        return " ".join(words)
    name, last = " ".join(words[:-1]), words[-1]
    start = _town_within(name)
    return f"{name[:start]} {name[start:]} {last}" if start else " ".join(words)


def _with_state_apart(words: list[str]) -> list[str]:
    known = vocabulary.places()
    if len(words) < 2 or len(words[-1]) <= _SHORTEST_BEFORE or words[-1][-2:] not in known.states:  # noqa: PLR2004 - a name and what follows it
        return words
    town, state = words[-1][:-2], words[-1][-2:]
    ends = (" ".join((*words[-left - 1 : -1], town)) for left in (2, 1))
    is_town = len(town) >= _SHORTEST_TOWN and town in known.cities
    is_town = is_town or any(end in known.cities_after_state for end in ends)
    if is_town or _town_within(" ".join((*words[:-1], town))):
        return [*words[:-1], town, state]
    return words


def _town_within(name: str) -> int:
    """Return where a town begins that ran into the word before it; 0 when none does."""
    known = vocabulary.places().cities_after_state
    for start in range(max(_SHORTEST_BEFORE, len(name) - _LONGEST_TOWN), len(name) - 4):
        town, before = name[start:], name[:start].rpartition(" ")[2]
        if not before or not before[-1].isalnum() or town not in known or town in _ENDS_OF_TOWNS:
            continue
        if before[-1].isdigit() or " " in town:
            return start
        is_town = before + town in known
        if len(town) >= _SHORTEST_TOWN and len(before) >= _SHORTEST_BEFORE and not is_town:
            return start
    return 0
