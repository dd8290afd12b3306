"""In which language to speak: as told by `--lang`, by the workspace, by the machine's locale, or English."""

from __future__ import annotations

import locale
import os
import re
from collections.abc import Mapping, Sequence

LANGUAGES = ("en", "zh")
LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set counts, as POSIX has it
_CHINESE = re.compile(r"(zh|chinese)\b|zh_", re.IGNORECASE)


def spoken(text: str) -> str | None:
    """The language of ours that a BCP 47 tag or a locale's name means; None where it means none of them.

    >>> spoken("zh-Hans-CN"), spoken("zh_CN.UTF-8"), spoken("Chinese (Simplified)_China"), spoken("en_GB"), spoken("de")
    ('zh', 'zh', 'zh', 'en', None)
    """
    if _CHINESE.match(text):
        return "zh"
    return "en" if re.match(r"(en|english)([-_. ]|\Z)", text, re.IGNORECASE) else None


def of_arguments(arguments: Sequence[str]) -> str | None:
    """The language named by `--lang` anywhere on the command line, before the options are read: help needs it.

    >>> of_arguments(["measure", "--lang=zh"]), of_arguments(["--lang", "en", "doctor"]), of_arguments(["doctor"])
    ('zh', 'en', None)
    """
    for position, argument in enumerate(arguments):
        name, equals, value = argument.partition("=")
        if name == "--lang":
            following = arguments[position + 1] if position + 1 < len(arguments) else ""
            return spoken(value if equals else following)
    return None


def of_machine(environment: Mapping[str, str] | None = None) -> str:
    """The language of the machine: the locale variables, else what the system says; English where it is neither of ours.

    >>> of_machine({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}), of_machine({"LANG": "zh_TW.UTF-8"})
    ('en', 'zh')
    """
    variables = os.environ if environment is None else environment
    for name in LOCALE_VARIABLES:
        if variables.get(name):
            return spoken(variables[name]) or "en"
    return spoken(locale.getlocale()[0] or "") or "en" if environment is None else "en"
