"""Reads a bank's text: who was paid, through whom, and which words carry meaning."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from categorizer import vocabulary
from categorizer.envelopes import unwrap
from categorizer.places import MARK, city_in, without_place

MAX_CHARACTERS = 256
STOP = "\x1e"  # stands where a bank's own field begins: the merchant's name ends before it
KEY_WORDS = 5
_LONGEST_INITIALS = 4

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*"
_NUMBERS = re.compile(
    "|".join(
        (
            r"\bindn\s*:.*?(?=\bco id\b|$)",
            r"\b(?:co id|orig id|web id|ppd id|ccd id|tel id|desc date|payment id|eed)\s*:\s*[\w*#-]+",
            r"\b(?:sec|ppd|ccd|web|tel)\s*:\s*\w+",
            r"\bwith cash ?back(?: \$[\d.]+)?",
            r"\bg\.co/\S*",
            r"\btransaction ?#? ?:? ?\d+",
            (
                r"\b(?:id|trace|ref(?:erence)?|conf(?:irmation)?|auth(?:orization)?|appr?|seq|trn|inv(?:oice)?"
                r"|acct|account|a/c|term(?:inal)?|cd|card(?: no\.?)?|ending(?: in)?|mandate|batch)"
                r"\s*(?:id|no|code|number|#|nr)?\s*[.:#]*\s*[x*#]*\d[\w/*-]*"
            ),
            r"\b\d{4}-\d\d-\d\d(?:t[\d:]+z?)?",
            r"\b\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?\b(?![%$])",
            rf"\b(?:on )?\d{{1,2}} ?{_MONTH}(?: ?'?\d{{2,4}})?\b",
            rf"\b(?:on )?{_MONTH} \d{{1,2}}(?:,? \d{{4}})?\b",
            r"\b\d{1,2}:\d\d(?::\d\d)?(?: ?[ap]m)?\b",
            r"\+?\b1?[-. ]?\(?\b[2-9]\d{2}\)?[-. ]\d{3}[-. ]?\d{4}\b",
            r"\b1?-?8(?:00|33|44|55|66|77|88)-[a-z0-9-]{6,}\b",
            r"\b0\d{3,4}[ -]?\d{3}[ -]?\d{3,4}\b",
            r"(?:(?<![a-z])[x*#]{2,}|x{3,}[*#]*)[ -]?\d+",
            r"(?:\$|€|£|\b(?:usd|eur|gbp|cad|aud|zar) ?)\d[\d.,]*",
            r"\b\d[\d.,]*\d (?:usd|eur|gbp|cad|aud|zar)\b",
            r"\b(?:store|str|unit|ste|suite|apt|no|nr|num|number|rte|terminal|stn|loc)\.? ?#? ?\d+\b",
            r"# ?\w*\d\w*",
        ),
    ),
)
_FIELD = re.compile(r"\b(?:des|co entry descr|entry descr|desc|type)\s*:")
_ADDRESS = re.compile(
    r"(?:https?://)?(?:[a-z0-9-]+\.)*?([a-z0-9-]{2,})\.(?:co\.uk|gov\.uk|org\.uk|com|net|org|io|ca|uk|ai|app|tv|us|me|co|gov|fm|info)"
    r"\b(?:/([a-z]*)\S*)?|\bwww\.\S*",
)
_WORD = re.compile(r"[a-z0-9#*']+")
_SHORT_PAIR = re.compile(r"\b([a-z]{1,2})(?: ?& ?| and )([a-z]{1,2})\b")
# A terminal prints the shop's number right behind its name: RACETRAC188, STATER BROS171.
_NUMBERED_NAME = re.compile(r"^(\W*(?:[a-z][a-z&'.-]* )?[a-z]{4,}?)(\d{2,})(?=[a-z]?\b)")
_SHOP_AND_NUMBER = re.compile(r"(?!x+\d)[a-z]{5,}\d{2,}[a-z]?")
# A number that is a name: 1-800-FLOWERS.
_NUMBER_NAME = re.compile(r"\b1[- ](8\d\d)[- ](?=[a-z]{3})")
_NAMED_NUMBER = re.compile(r"18\d\d[a-z]{3,}")
_GLUED = re.compile(r"\b([a-z]{3,})(\d{9,})\b")  # an airline prints the ticket's number right behind its name
_SET_OFF = re.compile(r"\W*[a-z][a-z&'.-]* ?[*#]")  # THUMBTACK *CLEANER, BP#8812188AMERICAN PANTRY
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "So", "Sk"}
_TOKEN = re.compile(rf"[a-z0-9]+|{MARK}|{STOP}")
# Numbers that belong to a name when they follow these words.
_NUMBERED = frozenset(
    (
        "area", "big", "century", "factor", "forever", "motel", "phillips", "pier", "route", "studio",
        "super", "take", "union", "unocal", "vitamin",
    )
)  # fmt: skip
_LEADING_NUMBERS = frozenset({"365", "711", "1800", "800", "888"})


@dataclass(frozen=True)
class Descriptor:
    """A bank's text, read. All words are lower case and without accents."""

    words: tuple[str, ...]  # all words that are not numbers or dates, the bank's own among them
    merchant: tuple[str, ...]  # the words that name who was paid; may be empty
    facilitator: str | None  # "square", "toast", "paypal", ...
    start: int  # where in `words` the merchant's part begins
    named: tuple[
        str, ...
    ] = ()  # the merchant's words with those at the end that seldom say something: "store"
    city: str | None = None  # the town at the end, as the bank cut it
    store: str | None = None  # the shop's number
    has_state: bool = False  # a state ended the text: the last words may be a town nobody lists
    is_set_off: bool = False  # a mark stands behind the first word: it is a name by itself

    @property
    def key(self) -> str:
        """The words that group rows of one merchant."""
        return " ".join(self.merchant[:KEY_WORDS])

    @property
    def text(self) -> str:
        """What the model reads: the merchant, or the bank's words when nobody is named."""
        if _MEANINGFUL.issuperset(self.merchant):
            return " ".join(self.words)
        meaning = [word for word in self.words if word in _MEANINGFUL and word not in self.merchant]
        return " ".join((*self.merchant, *dict.fromkeys(meaning)))


# Bank words that tell a transfer from a fee from a salary; a model without them cannot.
_MEANINGFUL = frozenset(
    [
        "transfer",
        "xfer",
        "payment",
        "pymt",
        "pmt",
        "deposit",
        "withdrawal",
        "fee",
        "interest",
        "payroll",
        "salary",
        "refund",
        "loan",
        "mortgage",
        "rent",
        "tax",
        "insurance",
        "dividend",
        "wire",
        "check",
        "atm",
        "cash",
        "autopay",
        "bill",
        "savings",
        "credit",
    ],
)


def clean(text: str) -> str:
    """Fold a text to plain lower-case letters: no accents, control marks, emoji or doubled spaces."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text[: MAX_CHARACTERS * 4]))
    kept = (
        " " if unicodedata.category(c) in _INVISIBLE else c for c in folded if not unicodedata.combining(c)
    )
    return " ".join("".join(kept).lower().split())[:MAX_CHARACTERS]


def tokens(text: str) -> list[str]:
    """Split a cleaned text into words; an ampersand is "and", or joins short halves: AT&T is "att"."""
    joined = _SHORT_PAIR.sub(r"\1\2", re.sub(r"['’`]|(?<=\b[a-z])\.(?=[a-z]\b)", "", text))  # noqa: RUF001 - the apostrophes that banks write
    # A bank drops the apostrophe or puts a space for it: "joe s" is "joes".
    return _TOKEN.findall(re.sub(r"(?<=[a-z]{2}) s\b(?!/)", "s", re.sub(r"[&+]", " and ", joined)))


@lru_cache(maxsize=16384)
def read(description: str) -> Descriptor:
    """Read a bank's text."""
    text = _GLUED.sub(r"\1 \2", _NUMBER_NAME.sub(r"1\1", unwrap(clean(description))))
    leading = _leading_noise(text)
    facilitator, rest = _facilitator(text[leading:])
    rest = _NUMBERED_NAME.sub(r"\1 \2", rest)
    before = [word for word in _spell(text[:leading]) if word not in {MARK, STOP} and not word.isdigit()]
    body = _drop_numbers(_spell(rest))
    named = body[: body.index(STOP)] if STOP in body[1:] else body
    placed = without_place(named)
    merchant = _trim(placed, _AFTER_TILLS if facilitator else vocabulary.leading_words())
    words = tuple(word for word in (*before, *body) if word not in {MARK, STOP})
    return Descriptor(
        words=words,
        merchant=tuple(merchant),
        facilitator=facilitator,
        start=len(before),
        named=tuple(word for word in placed if word != MARK),
        city=city_in(named[len(placed) :]),
        store=_store(rest),
        has_state=bool(words) and words[-1] in vocabulary.places().states and len(placed) < len(named),
        is_set_off=bool(_SET_OFF.match(rest)),
    )


# What follows a sign for "number", or stands alone behind a name and before a town.
_STORE = re.compile(
    r"(?:#\s?|\b(?:store|str|stn|loc|unit|shop|no)\.? ?#?\s?)([a-z]?\d{1,8})\b|(?<=[a-z.'&*] )0*(\d{2,6})"
    rf"(?= (?!{_MONTH})[a-z])",
)


def _store(text: str) -> str | None:
    found = _STORE.search(text)
    return (found.group(1) or found.group(2)).lstrip("0") or None if found else None


def _spell(text: str) -> list[str]:
    plain = _FIELD.sub(f" {STOP} ", _NUMBERS.sub(f" {MARK} ", _ADDRESS.sub(_name_of_address, text)))
    return tokens(plain)


def _name_of_address(found: re.Match[str]) -> str:
    # An address behind a name repeats it or belongs to the help desk.
    if found.start() > 1 or not found.group(1):
        return f" {MARK} "
    ending = "gov" if ".gov" in found.group() else "com"
    return f" {found.group(1)} {ending} {found.group(2) or ''} "


def _leading_noise(text: str) -> int:
    """Say where the channel's words end and the merchant's part may begin."""
    position = 0
    pattern, _ = vocabulary.facilitators()
    noise = vocabulary.leading_words()
    while position < len(text) and not pattern.match(text, position):
        number = _NUMBERS.match(text, position)
        word = _WORD.match(text, position)
        if number:
            position = number.end()
        elif word and _says_nothing(word.group(), noise):
            position = word.end()
        elif not word:
            position += 1
        else:
            break
    return position


def _says_nothing(word: str, noise: frozenset[str]) -> bool:
    # A number is often glued to a name: BP#1234567 is BP.
    name = re.split("[#*]", word, maxsplit=1)[0] or word
    return name in noise or (_is_id(name) and not _SHOP_AND_NUMBER.fullmatch(name))


def _facilitator(text: str) -> tuple[str | None, str]:
    pattern, names = vocabulary.facilitators()
    found = pattern.match(text)
    if not found or found.lastindex is None:
        return None, text
    return names[found.lastindex - 1], text[found.end() :]


def _is_id(word: str) -> bool:
    digits = sum(c.isdigit() for c in word)
    if word.isdigit():
        return digits > 2 and word not in _LEADING_NUMBERS  # noqa: PLR2004 ("24 hour", "99 ranch" are names)
    if _NAMED_NUMBER.match(word):
        return False
    return digits >= 3 or (digits == 2 and len(word) >= 6 and word[0].isalpha())  # noqa: PLR2004 - few digits belong to a name


def _drop_numbers(words: list[str]) -> list[str]:
    kept: list[str] = []
    for word in words:
        after = kept[-1] if kept else None
        lone = word.isdigit() and after is not None and after not in _NUMBERED
        kept.append(MARK if _is_id(word) or lone else word)
    return kept


def _trim(words: list[str], leading: frozenset[str]) -> list[str]:
    """Drop the channel's words around the name; a name made of nothing else stays empty."""
    trailing = vocabulary.trailing_words()
    kept = [word for word in words if word != MARK]
    while kept and kept[0] in leading:
        kept = kept[1:]
    while kept and (kept[-1] in trailing or _is_stray_letter(kept)):
        kept = kept[:-1]
    return kept


# Behind a till stands a name: TST* THE TAP ROOM.
_AFTER_TILLS = frozenset({"the"})
# Names that end in a letter: Circle K, Chick-fil-A.
_LETTERED = frozenset({"circle", "fil", "big", "special", "motel", "dr"})


def _is_stray_letter(words: list[str]) -> bool:
    return (
        len(words) > 1
        and words[-2] not in _LETTERED
        and len(words[-1]) == 1
        and words[-1].isalpha()
        and len(words[-2]) > 1
    )


def display_name(words: tuple[str, ...]) -> str | None:
    """Write a merchant's words as a name; None when there are none."""
    if not words:
        return None
    small = {"and", "of", "the", "de", "la", "du", "by", "for"}
    spelled = [w if i and w in small else _capital(w) for i, w in enumerate(words[:KEY_WORDS])]
    return " ".join(spelled).replace(" and ", " & ")


def _capital(word: str) -> str:
    # Short and without a vowel is said letter by letter: CVS, USPS.
    is_spelled_out = 1 < len(word) <= _LONGEST_INITIALS and not set(word) & set("aeiouy0123456789")
    return word.upper() if is_spelled_out else word.capitalize()
