"""Reads a bank's text: who was paid, through whom, and which words carry meaning."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from categorizer import vocabulary

MAX_CHARACTERS = 256
MARK = "\x1f"  # stands where a number was: a place often follows it
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
            r"[x*#]{2,}[ -]?\d+",
            r"(?:\$|€|£|\b(?:usd|eur|gbp|cad|aud|zar) ?)\d[\d.,]*",
            r"\b\d[\d.,]*\d (?:usd|eur|gbp|cad|aud|zar)\b",
            r"\b(?:store|str|unit|ste|suite|apt|no|nr|num|number|rte|terminal|stn|loc)\.? ?#? ?\d+\b",
            r"# ?\w*\d\w*",
        ),
    ),
)
_FIELD = re.compile(r"\b(?:des|co entry descr|entry descr|desc)\s*:")
_ADDRESS = re.compile(
    r"(?:https?://)?(?:[a-z0-9-]+\.)*?([a-z0-9-]{2,})\.(?:co\.uk|gov\.uk|org\.uk|com|net|org|io|ca|uk|ai|app|tv|us|me|co|gov|fm)"
    r"\b(?:/([a-z]*)\S*)?|\bwww\.\S*",
)
_WORD = re.compile(r"[a-z0-9#*']+")
_SHORT_PAIR = re.compile(r"\b([a-z]{1,2}) ?& ?([a-z]{1,2})\b")
_GLUED = re.compile(r"\b([a-z]{3,})(\d{9,})\b")  # an airline prints the ticket's number right behind its name
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "So", "Sk"}
_TOKEN = re.compile(rf"[a-z0-9]+|{MARK}|{STOP}")
# Numbers that belong to a name when they follow these words.
_NUMBERED = frozenset(
    {
        "motel",
        "super",
        "studio",
        "big",
        "pier",
        "forever",
        "phillips",
        "union",
        "unocal",
        "take",
        "route",
        "vitamin",
    }
)
_LEADING_NUMBERS = frozenset({"365", "711", "1800", "800", "888"})


@dataclass(frozen=True)
class Descriptor:
    """A bank's text, read. All words are lower case and without accents."""

    words: tuple[str, ...]  # all words that are not numbers or dates, the bank's own among them
    merchant: tuple[str, ...]  # the words that name who was paid; may be empty
    facilitator: str | None  # "square", "toast", "paypal", ...
    start: int  # where in `words` the merchant's part begins

    @property
    def key(self) -> str:
        """The words that group rows of one merchant."""
        return " ".join(self.merchant[:KEY_WORDS])

    @property
    def text(self) -> str:
        """What the model reads: the merchant, or the bank's words when nobody is named."""
        meaning = [word for word in self.words if word in _MEANINGFUL and word not in self.merchant]
        return " ".join((*self.merchant, *dict.fromkeys(meaning))) or " ".join(self.words)


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
    joined = _SHORT_PAIR.sub(r"\1\2", re.sub(r"['’`]|(?<=\b[a-z])\.(?=[a-z]\b)", "", text))  # noqa: RUF001
    # A bank drops the apostrophe or puts a space for it: "joe s" is "joes".
    return _TOKEN.findall(re.sub(r"(?<=[a-z]{2}) s\b(?!/)", "s", re.sub(r"[&+]", " and ", joined)))


@lru_cache(maxsize=16384)
def read(description: str) -> Descriptor:
    """Read a bank's text."""
    text = _GLUED.sub(r"\1 \2", clean(description))
    leading = _leading_noise(text)
    facilitator, rest = _facilitator(text[leading:])
    before = [word for word in _spell(text[:leading]) if word not in {MARK, STOP} and not word.isdigit()]
    body = _drop_numbers(_spell(rest))
    named = body[: body.index(STOP)] if STOP in body[1:] else body
    merchant = _trim(_without_place(named))
    words = tuple(word for word in (*before, *body) if word not in {MARK, STOP})
    return Descriptor(words=words, merchant=tuple(merchant), facilitator=facilitator, start=len(before))


def _spell(text: str) -> list[str]:
    plain = _FIELD.sub(f" {STOP} ", _NUMBERS.sub(f" {MARK} ", _ADDRESS.sub(_name_of_address, text)))
    return tokens(plain)


def _name_of_address(found: re.Match[str]) -> str:
    # An address behind a name repeats it or belongs to the help desk.
    if found.start() > 1 or not found.group(1):
        return f" {MARK} "
    return f" {found.group(1)} com {found.group(2) or ''} "


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
    return name in noise or _is_id(name)


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
    return digits >= 3 or (digits == 2 and len(word) >= 6 and word[0].isalpha())  # noqa: PLR2004


def _drop_numbers(words: list[str]) -> list[str]:
    kept: list[str] = []
    for word in words:
        after = kept[-1] if kept else None
        lone = word.isdigit() and after is not None and after not in _NUMBERED
        kept.append(MARK if _is_id(word) or lone else word)
    return kept


def _without_place(words: list[str]) -> list[str]:
    """Drop country, state and city from the end; what follows a store number before a state is a city too."""
    known = vocabulary.places()
    kept = _strip_end(words)
    before = len(kept)
    while len(kept) > 1 and kept[-1] in known.countries:
        kept = _strip_end(kept[:-1])
    with_state = len(kept) > 1 and kept[-1] in known.states
    if with_state:
        kept = kept[:-1]
    elif len(kept) == before == len(words):
        return _without_city(kept, known.cities)
    if with_state and MARK in kept[1:]:
        cut = len(kept) - 1 - kept[::-1].index(MARK)
        if 0 < len(kept) - cut - 1 <= 3 and any(word != MARK for word in kept[:cut]):  # noqa: PLR2004
            return _strip_end(kept[:cut])
    return _without_city(_strip_end(kept), known.cities_after_state if with_state else known.cities)


def _without_city(words: list[str], cities: frozenset[str]) -> list[str]:
    for length in (3, 2, 1):
        if len(words) > length and " ".join(words[-length:]) in cities:
            return _strip_end(words[:-length])
    return words


def _strip_end(words: list[str]) -> list[str]:
    end = len(words)
    while end and words[end - 1] == MARK:
        end -= 1
    return words[:end]


def _trim(words: list[str]) -> list[str]:
    """Drop the channel's words around the name; a name made of nothing else stays empty."""
    leading, trailing = vocabulary.leading_words(), vocabulary.trailing_words()
    kept = [word for word in words if word != MARK]
    while kept and kept[0] in leading:
        kept = kept[1:]
    while kept and (kept[-1] in trailing or _is_stray_letter(kept)):
        kept = kept[:-1]
    return kept


def _is_stray_letter(words: list[str]) -> bool:
    return len(words) > 1 and len(words[-1]) == 1 and words[-1].isalpha() and len(words[-2]) > 1


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
