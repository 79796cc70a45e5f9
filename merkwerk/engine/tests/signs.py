"""Random texts of signs that are hard to fold and to cut."""

from random import Random

SIGNS = [
    *"aabeinorstwхhu", *"ABZİßéïøŁĳﬁ½", "e\u0301", "n\u0303\u0303", "\u0130", "ſ", "ŉ", "ǆ",
    *"0123٣५²❶①", *"__.-'’,;!?  \n\t\u00a0\u3000", *"##@@//::&%|",
    "http://", "https://", "HTTP://", "www.", "WWW.", "ｗｗｗ.", "http:", "://", "htt", "https:/",
    "#net_zero", "#1_", "#ab_12", "＃Platform", "@joris", "@jo-ris.x@a.b", "＠anna", "a@b.nl",
    *"аВеорсукпж", *"αΒηΗΝγΩ", "µ", "㎂", "ⅷ", "𝐚", "𝛼", "𝟙", "ᴀ", "Ꭺ", "ꓮ", "օ", "ﬗ",
    "\u200b", "\u200c", "\u200d", "\u00ad", "\ufeff", "\u2060", "\ufe0f", "\u20e3", "\u3164",
    *"👍🏽❤👩👧♀♂🚲☀♥〰🏳🌈", "👩\u200d👧", "🤷🏽\u200d♀️", "🏳️\u200d🌈", "🇳🇱", "🇳", "🇧🇪🇳",
    *"税金の水か", "か\u3099", "ﾊﾞ", "ﾊ\uff9f", "ガ", *"ไทยมี", "ကြ", "ខ្មែរ",
    *"한국", "\u1112\u1161\u11ab", "\u1112", "\u3131", *"שלום", "שָׁ", *"مرحبا", "ـ", *"हिन्दी",
    "“", "»", "<", ">", '"', "\ud800", "\0", "\U0010ffff", "\U000e0041", "\u2028", "ﷺ", "…", "℀",
]  # fmt: skip


def some_text(dice: Random, most: int = 14) -> str:
    """So many signs at most, some of them repeated."""
    return "".join(dice.choices(SIGNS, k=dice.randrange(most)))
