"""Names of languages as news databases write them."""

_NAMES = {
    "en": "english englisch anglais inglés ingles inglese inglês engels 英语 英文 英語 английский",
    "de": "german deutsch allemand alemán aleman tedesco alemão duits 德语 德文 德語 немецкий",
    "fr": "french französisch français francais francés frances francese francês frans 法语 法文 法語",
    "es": "spanish spanisch espagnol español espanol castellano spagnolo espanhol spaans 西班牙语",
    "it": "italian italienisch italien italiano italiaans 意大利语",
    "pt": "portuguese portugiesisch portugais portugués português portoghese portugees 葡萄牙语",
    "nl": "dutch niederländisch néerlandais neerlandés holandés olandese holandês nederlands 荷兰语",
    "sv": "swedish schwedisch suédois sueco svedese svenska zweeds",
    "da": "danish dänisch danois danés danese dansk deens",
    "no": "norwegian norwegisch norvégien noruego norvegese norsk noors",
    "fi": "finnish finnisch finnois finlandés suomi",
    "pl": "polish polnisch polonais polaco polski polacco pools",
    "cs": "czech tschechisch tchèque checo čeština ceco",
    "hu": "hungarian ungarisch hongrois húngaro magyar ungherese",
    "tr": "turkish türkisch turc turco türkçe turks",
    "ru": "russian russisch russe ruso russo русский 俄语",
    "uk": "ukrainian ukrainisch ukrainien ucraniano українська",
    "ar": "arabic arabisch arabe árabe arabo العربية 阿拉伯语",
    "he": "hebrew hebräisch hébreu hebreo ebraico עברית",
    "fa": "persian farsi persisch persan persa فارسی",
    "zh": "chinese chinesisch chinois chino cinese chinês 中文 汉语 漢語 简体中文 繁體中文",
    "ja": "japanese japanisch japonais japonés giapponese 日本語 日语",
    "ko": "korean koreanisch coréen coreano 한국어 韩语",
    "id": "indonesian indonesisch indonésien bahasa",
    "ro": "romanian rumänisch roumain rumano română",
    "el": "greek griechisch grec griego ελληνικά",
}


def _codes() -> dict[str, str]:
    return {name: code for code, names in _NAMES.items() for name in names.split()}


_CODE_OF = _codes()


def language_code(name: str) -> str:
    """Return the ISO 639-1 code of a language's name or code, else nothing; the first of several counts.

    >>> language_code("ENGLISH; ENGLISHS"), language_code("Français"), language_code("fr")
    ('en', 'fr', 'fr')
    """
    for part in name.replace(",", ";").split(";"):
        words = part.casefold().split()
        for key in (part.strip().casefold(), words[0].split("-")[0] if words else ""):
            if key in _CODE_OF or key in _NAMES:
                return _CODE_OF.get(key, key)
    return ""
