"""Languages that a text can be marked as: BCP 47 tag and the language's own name."""

#: The two forms first, then the languages most used beside them in Norway.
LANGUAGES: dict[str, str] = {
    "nb": "Bokmål",
    "nn": "Nynorsk",
    "se": "Davvisámegiella",
    "smj": "Julevsámegiella",
    "sma": "Åarjelsaemien gïele",
    "fkv": "Kvääni",
    "en": "English",
    "sv": "Svenska",
    "da": "Dansk",
    "pl": "Polski",
    "lt": "Lietuvių",
    "uk": "Українська",
    "ar": "العربية",
    "so": "Soomaali",
    "ti": "ትግርኛ",
    "fa": "فارسی",
    "ur": "اردو",
    "tr": "Türkçe",
    "de": "Deutsch",
    "es": "Español",
    "fr": "Français",
}
FORMS = ("nb", "nn")
OTHERS = tuple((tag, name) for tag, name in LANGUAGES.items() if tag not in FORMS)
#: Written from right to left.
RIGHT_TO_LEFT = frozenset({"ar", "fa", "ur"})
