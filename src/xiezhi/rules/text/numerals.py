"""Chinese and Arabic numbers as courts write them in dates, counts and terms (十、廿三、二〇一六、两)."""

_DIGITS = {mark: value for value, mark in enumerate("零一二三四五六七八九")}
_DIGITS.update({"〇": 0, "o": 0, "O": 0, "两": 2, "元": 1, "正": 1})
_DIGITS.update({str(value): value for value in range(10)})
_TENS = {"十": 10, "廿": 20, "卅": 30}

COUNTING = "0-9一二三四五六七八九十两"
CALENDAR = "0-9oO〇零一二三四五六七八九十廿卅"


def _positional(marks: str) -> int | None:
    value = 0
    for mark in marks:
        digit = _DIGITS.get(mark)
        if digit is None:
            return None
        value = value * 10 + digit
    return value


def number(marks: str) -> int | None:
    """The value of a numeral below one hundred, or of a row of digits; None when it is no numeral."""
    for mark, tens in _TENS.items():
        before, found, after = marks.partition(mark)
        if not found:
            continue
        multiplier = _positional(before) if before else 1
        units = _positional(after) if after else 0
        if multiplier is None or units is None or units > 9 or (before and mark != "十"):
            return None
        return tens * multiplier + units
    return _positional(marks) if marks else None


def year_number(marks: str) -> int | None:
    """A year written digit by digit (二〇一六, 2016, 201O) or counted out (二千零一十六)."""
    thousands, found, rest = marks.partition("千")
    if not found:
        return _positional(marks) if len(marks) == 4 else None
    head, tail = _positional(thousands), number(rest.lstrip("零〇")) if rest.strip("零〇") else 0
    return None if head is None or tail is None else head * 1000 + tail
