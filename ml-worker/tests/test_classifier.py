"""What a label says, and that its reason is true."""

from collections.abc import Callable

import pytest
from categorizer_contract import Label, ReasonKind
from categorizer_contract.taxonomy import BY_DETAILED

Labeller = Callable[..., Label]


def test_a_known_merchant_is_named_as_the_reason(label: Labeller) -> None:
    answer = label("IKEA #123 SEATTLE WA", merchant="IKEA")

    assert answer.detailed == "HOME_IMPROVEMENT_FURNITURE"
    assert answer.confidence > 0.6
    assert "ikea" in answer.reason.text.lower()


@pytest.mark.parametrize(
    ("description", "amount", "detailed"),
    [
        ("SQ *BLUE BOTTLE COFFEE OAKLAND CA", "-6.50", "FOOD_AND_DRINK_COFFEE"),
        ("SHELL OIL 57444212345 DENVER CO", "-42", "TRANSPORTATION_GAS"),
        ("ACME CORP DIRECT DEP PAYROLL", "2500", "INCOME_SALARY"),
        ("OVERDRAFT FEE", "-35", "BANK_FEES_OVERDRAFT_FEES"),
        ("UBER *TRIP HELP.UBER.COM CA", "-18", "TRANSPORTATION_TAXIS_AND_RIDE_SHARES"),
        ("NETFLIX.COM 866-579-7172 CA", "-15.49", "ENTERTAINMENT_TV_AND_MOVIES"),
        ("AUTOMATIC PAYMENT - THANK YOU", "500", "LOAN_PAYMENTS_CREDIT_CARD_PAYMENT"),
        ("ATM WITHDRAWAL 001234", "-100", "TRANSFER_OUT_WITHDRAWAL"),
        ("KROGER #418 COLUMBUS OH", "-80", "FOOD_AND_DRINK_GROCERIES"),
        ("STOP & SHOP 0456 QUINCY MA", "-80", "FOOD_AND_DRINK_GROCERIES"),
        ("UNITED 0162345678901 800-932-2732 TX", "-300", "TRAVEL_FLIGHTS"),
        ("AMERICAN AIR0012345678901 FORT WORTH TX", "-300", "TRAVEL_FLIGHTS"),
        ("CAPITAL ONE CRCARDPMT 3LK29XJ2 WEB ID: 9279744980", "-250", "LOAN_PAYMENTS_CREDIT_CARD_PAYMENT"),
        ("PG&E WEBRECURRING", "-120", "RENT_AND_UTILITIES_GAS_AND_ELECTRICITY"),
    ],
)
def test_everyday_rows(label: Labeller, description: str, amount: str, detailed: str) -> None:
    assert label(description, amount).detailed == detailed


@pytest.mark.parametrize("description", ["PAYROLL", "DEPOSIT FROM SAVINGS", "DIVIDEND", "WIRE", "QXZ 77"])
def test_money_out_is_never_income(label: Labeller, description: str) -> None:
    answer = label(description, "-100")

    barred = {"INCOME", "TRANSFER_IN", "LOAN_DISBURSEMENTS"}
    assert barred.isdisjoint(BY_DETAILED[each.detailed].primary for each in answer.alternatives)


@pytest.mark.parametrize("description", ["TRANSFER TO SAVINGS", "ATM WITHDRAWAL", "QXZ 77"])
def test_money_in_is_never_a_transfer_out(label: Labeller, description: str) -> None:
    answer = label(description, "100")

    assert all(BY_DETAILED[each.detailed].primary != "TRANSFER_OUT" for each in answer.alternatives)


def test_a_refund_keeps_the_shops_category(label: Labeller) -> None:
    spent, refunded = label("IKEA #123", "-99", merchant="IKEA"), label("IKEA #123", "99", merchant="IKEA")

    assert spent.detailed == refunded.detailed


@pytest.mark.parametrize(
    ("longer", "shorter"),
    [
        ("XFINITY MOBILE 888-936-4968 PA", "XFINITY 888-936-4968 PA"),
        ("HONDA PMT 8004489307", "HONDA OF SEATTLE"),
        ("USAA CREDIT CARD PAYMENT", "USAA"),
        ("AMAZON WEB SERVICES AWS.AMAZON.CO WA", "AMAZON"),
    ],
)
def test_the_longer_name_is_another_firm(label: Labeller, longer: str, shorter: str) -> None:
    assert label(longer).detailed != label(shorter).detailed


def test_a_first_word_that_many_share_does_not_settle_a_name(label: Labeller) -> None:
    assert label("MIKES TIRE & AUTO").primary == "GENERAL_SERVICES"
    assert label("SUNRISE BAGELS").primary == "FOOD_AND_DRINK"


def test_what_a_tax_office_pays_is_a_refund(label: Labeller) -> None:
    assert label("NC DOR", "-300").detailed == "GOVERNMENT_AND_NON_PROFIT_TAX_PAYMENT"
    assert label("NC DOR", "300").detailed == "INCOME_TAX_REFUND"


def test_money_in_from_a_lender_is_a_loan(label: Labeller) -> None:
    assert label("EARNIN", "-100").detailed == "LOAN_PAYMENTS_EWA"
    assert label("EARNIN", "100").detailed == "LOAN_DISBURSEMENTS_EWA"


def test_words_of_a_whole_name_say_nothing_more(label: Labeller) -> None:
    assert label("PARTNERS IN HEALTH").detailed == "GOVERNMENT_AND_NON_PROFIT_DONATIONS"


def test_a_shop_that_pays_wages_is_an_employer(label: Labeller) -> None:
    wages = label("STARBUCKS DES:PAYROLL ID:XXXXX4321 INDN:DOE", "900")

    assert wages.detailed == "INCOME_SALARY"
    assert wages.reason.kind is ReasonKind.PHRASE


def test_the_till_tells_what_a_persons_name_cannot(label: Labeller) -> None:
    assert label("CASH APP*JOHN DOE 8774174551 CA").detailed == "TRANSFER_OUT_ACCOUNT_TRANSFER"


def test_what_nothing_resembles_stays_unsure(label: Labeller) -> None:
    answer = label("QXZVWK 0042", "-5")

    assert answer.confidence < 0.6
    assert answer.reason.kind in {ReasonKind.UNKNOWN, ReasonKind.SIMILAR}


def test_the_banks_own_category_decides_what_the_text_does_not(label: Labeller) -> None:
    answer = label("QXZVWK 0042", bank=("PERSONAL_CARE_HAIR_AND_BEAUTY", "VERY_HIGH"))

    assert answer.detailed == "PERSONAL_CARE_HAIR_AND_BEAUTY"
    assert answer.reason.kind is ReasonKind.BANK


def test_an_older_code_of_the_bank_is_understood(label: Labeller) -> None:
    assert label("QXZVWK", "100", bank=("INCOME_WAGES", "VERY_HIGH")).detailed == "INCOME_SALARY"


def test_a_category_nobody_knows_is_ignored(label: Labeller) -> None:
    assert (
        label("IKEA", merchant="IKEA", bank=("NO_SUCH_THING", "HIGH")).detailed
        == "HOME_IMPROVEMENT_FURNITURE"
    )


def test_the_bank_cannot_call_money_out_income(label: Labeller) -> None:
    assert label("QXZVWK", "-10", bank=("INCOME_SALARY", "VERY_HIGH")).primary != "INCOME"


def test_three_alternatives_come_best_first(label: Labeller) -> None:
    answer = label("SQ *SOME PLACE COLUMBUS OH")

    confidences = [each.confidence for each in answer.alternatives]
    assert answer.alternatives[0].detailed == answer.detailed
    assert len(confidences) == 3
    assert confidences == sorted(confidences, reverse=True)


def test_one_merchant_has_one_key(label: Labeller) -> None:
    one, other = label("STARBUCKS STORE 08812 SEATTLE WA"), label("POS DEBIT STARBUCKS #99 BOSTON MA")

    assert one.merchant.key == other.merchant.key == "starbucks"


@pytest.mark.parametrize("text", ["", "\x00", "🍕" * 200, "x" * 10_000, "\u202eabc", "مطعم", "0" * 300])
def test_poison_gets_a_label_too(label: Labeller, text: str) -> None:
    assert label(text).id == "1"


@pytest.mark.parametrize(
    ("description", "detailed"),
    [
        ("APPLE VALLEY DENTAL APPLE VALLEY MN", "MEDICAL_DENTAL_CARE"),
        ("BROOKDALE SELF STORAGE HOUSTON TX", "GENERAL_SERVICES_STORAGE"),
        ("CITY OF BOULDER PARKING BOULDER CO", "TRANSPORTATION_PARKING"),
        ("TARGET OPTICAL 3381 PLANO TX", "MEDICAL_EYE_CARE"),
        ("CLOUD 9 VAPE SHOP TYLER TX", "GENERAL_MERCHANDISE_TOBACCO_AND_VAPE"),
        ("1-800-FLOWERS.COM,INC. 800-468-1141 NY", "GENERAL_MERCHANDISE_GIFTS_AND_NOVELTIES"),
        ("DROPBOX*4418QWRT DROPBOX.COM CA", "GENERAL_SERVICES_OTHER_GENERAL_SERVICES"),
    ],
)
def test_a_name_is_read_to_its_end(label: Labeller, description: str, detailed: str) -> None:
    assert label(description).detailed == detailed


@pytest.mark.parametrize(
    ("description", "amount", "detailed"),
    [
        ("JOHN SMITH", "-60", "TRANSFER_OUT_ACCOUNT_TRANSFER"),
        ("PATEL PRIYA", "-60", "TRANSFER_OUT_ACCOUNT_TRANSFER"),
        ("Payment to Brian McAllister", "-60", "TRANSFER_OUT_ACCOUNT_TRANSFER"),
        ("KEVIN OSULLIVAN", "60", "TRANSFER_IN_ACCOUNT_TRANSFER"),
    ],
)
def test_a_persons_bare_name_is_a_transfer(
    label: Labeller, description: str, amount: str, detailed: str
) -> None:
    answer = label(description, amount)

    assert answer.detailed == detailed
    assert answer.reason.text.startswith("Reads like a person's name")


@pytest.mark.parametrize("description", ["KATE SPADE", "JIMMY CHOO", "JOHN DEERE", "TOMMY BAHAMA"])
def test_a_firm_with_a_persons_name_is_a_firm(label: Labeller, description: str) -> None:
    assert label(description).reason.kind is ReasonKind.KNOWN_MERCHANT


@pytest.mark.parametrize(
    ("description", "detailed"),
    [
        ("LOWES #1188 REFUND", "HOME_IMPROVEMENT_HARDWARE"),
        ("REFUND TARGET T-1832 MANKATO MN", "GENERAL_MERCHANDISE_SUPERSTORES"),
        ("AMAZON.COM AMZN.COM/BILL WA REFUND", "GENERAL_MERCHANDISE_ONLINE_MARKETPLACES"),
        ("OVERDRAFT FEE REFUND", "INCOME_OTHER"),
        ("STATE TAX REFUND", "INCOME_TAX_REFUND"),
    ],
)
def test_a_refund_says_whose_money_comes_back(label: Labeller, description: str, detailed: str) -> None:
    assert label(description, "40").detailed == detailed


@pytest.mark.parametrize(
    ("description", "name"),
    [
        ("FERRY TICKET OFFICE", "Ferry Ticket Office"),
        ("SQ *JOES BARBER SHOP", "Joes Barber Shop"),
        ("STARBUCKS COFFEE 1123", "Starbucks"),
        ("WASHINGTON STATE FERRIES SEATTLE WA", "Washington State Ferries"),
    ],
)
def test_a_name_is_shown_whole(label: Labeller, description: str, name: str) -> None:
    assert label(description).merchant.name == name
