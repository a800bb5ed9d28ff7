"""Ways to write a value wrongly, or rightly but oddly. Each takes the right text and gives what is sent."""

import numpy as np

from sample_exchange.world.codes import wrong_check_digit

MARKERS = ["--", "/", "无", "不适用", "-2147483640", "", " "]
_FULL_WIDTH = {ord("!") + i: ord("！") + i for i in range(94)}


def other_check_digit(code: str, rng: np.random.Generator) -> str:
    return wrong_check_digit(code)


def lower_case(code: str, rng: np.random.Generator) -> str:
    return code.lower()


def full_width(code: str, rng: np.random.Generator) -> str:
    return code.translate(_FULL_WIDTH)


def letter_slip(code: str, rng: np.random.Generator) -> str:
    """The letter O for a zero, or I for a one."""
    return code.replace("0", "O", 2) if rng.random() < 0.6 else code.replace("1", "I", 1)


def organisation_part(code: str, rng: np.random.Generator) -> str:
    """The 9-character organisation code inside, with or without its hyphen."""
    return code[8:17] if rng.random() < 0.5 else f"{code[8:16]}-{code[16]}"


def outer_spaces(text: str, rng: np.random.Generator) -> str:
    return f"  {text} "


def inner_spaces(code: str, rng: np.random.Generator) -> str:
    return f"{code[:8]} {code[8:]}"


def marker(nothing: None, rng: np.random.Generator) -> str:
    """An empty value written as one of the words offices use for it."""
    return MARKERS[rng.integers(len(MARKERS))]


def thousands(amount: str, rng: np.random.Generator) -> str:
    whole, _, cents = amount.partition(".")
    return f"{int(whole):,}.{cents}" if cents else f"{int(whole):,}"


def percent(rate: str, rng: np.random.Generator) -> str:
    """0.15 as 15% or 15."""
    words = f"{float(rate) * 100:g}"
    return words + ("%" if rng.random() < 0.5 else "")


def about(amount: str, rng: np.random.Generator) -> str:
    return "约300万"


def several(number: str, rng: np.random.Generator) -> str:
    return "若干"


def chain_in_full(chain: str, rng: np.random.Generator) -> str:
    """The industry chain under its long name."""
    return f"{chain}产业链"


def impossible_day(date: str, rng: np.random.Generator) -> str:
    return "2025-13-45"


def nothing(value: str, rng: np.random.Generator) -> None:
    return None


def thousandfold(amount: str, rng: np.random.Generator) -> str:
    """A slip of unit: yuan where thousands of yuan are meant, or the other way round."""
    whole, dot, cents = amount.partition(".")
    return f"{int(whole + cents.ljust(2, '0')[:2]) * 10}.00" if dot else f"{int(whole) * 1000}"


def ten_thousandth(amount: str, rng: np.random.Generator) -> str:
    """A slip of unit: 万元 where yuan are meant."""
    return f"{float(amount) / 10_000:.2f}"


def patent_spelling(number: str, rng: np.random.Generator) -> str:
    """The same application as ZL or CN number, or without its dot."""
    ways = [f"ZL{number}", f"CN{number}", number.replace(".", ""), f"ZL{number.replace('.', '')}", f"CN {number}"]
    return ways[rng.integers(len(ways))]


def other_unit(unit: str, rng: np.random.Generator) -> str:
    """A unit of another kind of energy."""
    return "千瓦时" if unit in ("吨", "立方米", "百万千焦") else "吨"
