"""Codes of the sample pass checks written out here from the standards, not with the exchange's own code."""

import numpy as np
import pytest
import sent_rows

from sample_exchange.world import codes

DIGITS_31 = "0123456789ABCDEFGHJKLMNPQRTUWXY"
# Published codes of real bodies and the standard's example, then one with a wrong last character.
USCC_VECTORS = {
    "91110000600037341L": True,
    "914403001922038216": True,
    "9144030071526726XG": True,
    "91330100799655058B": True,
    "91441300195971850Y": True,
    "91350100M000100Y43": True,
    "91441300MA4ABC1290": True,
    "91441300MA4ABC1291": False,
}
PATENT_VECTORS = {"200710308494.X": True, "202310000001.5": True, "202410123456.0": True, "202310000001.6": False}


def uscc_is_valid(code: str) -> bool:
    """GB 32100-2015 over 18 characters, and GB 11714 over the organisation code inside."""
    total = sum(DIGITS_31.index(letter) * pow(3, i, 31) for i, letter in enumerate(code[:17]))
    organisation = sum(int(c, 36) * w for c, w in zip(code[8:16], (3, 7, 9, 10, 5, 8, 4, 2), strict=True))
    inner = (11 - organisation % 11) % 11
    return DIGITS_31[(31 - total % 31) % 31] == code[17] and code[16] == ("X" if inner == 10 else str(inner))


def patent_is_valid(number: str) -> bool:
    body, check = number.split(".")
    rest = sum(int(d) * w for d, w in zip(body, (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5), strict=True)) % 11
    return check == ("X" if rest == 10 else str(rest))


@pytest.mark.parametrize(("code", "valid"), USCC_VECTORS.items())
def test_our_check_agrees_with_published_codes(code, valid):
    assert uscc_is_valid(code) is valid


@pytest.mark.parametrize(("number", "valid"), PATENT_VECTORS.items())
def test_our_check_agrees_with_published_patent_numbers(number, valid):
    assert patent_is_valid(number) is valid


@pytest.mark.parametrize("code", [code for code, valid in USCC_VECTORS.items() if valid])
def test_the_exchange_gives_a_published_code_its_own_last_character(code):
    made = codes.uscc(np.array([code[:2]]), np.array([code[2:8]]), np.array([code[8:17]]))
    assert made.tolist() == [code]


def test_every_enterprise_has_a_valid_code_of_its_own(chunk):
    made = chunk.firms.uscc.tolist()
    assert all(map(uscc_is_valid, made)) and len(set(made)) == len(made)


def test_enterprises_of_before_october_2015_have_a_registration_number_of_their_own(chunk):
    """ISO 7064 MOD 11,10, as GS 15-2006 asks for: 110108000000016 is the example it is shown with."""

    def is_valid(number: str) -> bool:
        remainder = 10
        for digit in number[:-1]:
            remainder = ((remainder + int(digit)) % 10 or 10) * 2 % 11
        return (remainder + int(number[-1])) % 10 == 1

    made = [number for number in chunk.firms.registration_no.tolist() if number]
    old = chunk.firms.established < np.datetime64("2015-10-01")
    assert is_valid("110108000000016") and not is_valid("110108000000017")
    assert all(map(is_valid, made)) and len(set(made)) == len(made) == old.sum()


def test_codes_stay_apart_over_a_million_enterprises():
    numbers = np.arange(0, 2_000_000, 7)
    for old in (True, False):
        assert len(set(codes.organisation_codes(numbers, 12345, np.full(len(numbers), old)).tolist())) == len(numbers)


def test_a_wrong_check_digit_is_always_wrong(chunk):
    assert not any(uscc_is_valid(codes.wrong_check_digit(code)) for code in chunk.firms.uscc.tolist())


def test_every_patent_number_is_valid_and_its_own(chunk):
    numbers = chunk.patents.number.tolist()
    assert all(patent_is_valid(number) for number in numbers if not number.startswith("PCT"))
    assert len(set(numbers)) == len(numbers)


def test_serial_numbers_are_never_given_twice(sample):
    for table, key in {"vat_return": "sbxh", "cit_annual": "sbxh", "tax_payment": "yzpzxh"}.items():
        serials = [row[key] for row in sent_rows.tax(sample, table)]
        assert len(set(serials)) == len(serials)
    identities = [row["id"] for row in sent_rows.front(sample, "social_insurance")]
    assert len(set(identities)) == len(identities)
