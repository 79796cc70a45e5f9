"""The Dutch start."""

GUIDELINE = "Gebruik je gezonde verstand."

CLAUSE = (
    "In je contract staat dat je vertrouwelijk omgaat met wat je over klanten weet. In gewone "
    "woorden: wat een klant je vertelt, is van de klant. Jouw eigen werk, wat je leerde en wat je "
    "ervan vond, is van jou. Wil je een klant noemen? Vraag het de klant. Vaak zeggen ze graag ja."
)

SITUATIONS = (
    (
        "Bij een klant",
        "Vertel wat jij deed en leerde. De klant vertelt de rest.",
        (
            (
                "Een collega kwam terug van een bakker met een oven van zestig jaar oud. Ze "
                "schreef over de geur en over wat ze leerde. De naam van de zaak liet ze weg.",
                "Het was haar eigen verhaal. Over de zaak stond er niets in, over ovens des te "
                "meer.",
            ),
            (
                "Een collega was trots op een klus en wilde de klant noemen. Hij belde even. De "
                "klant zei ja en deelde het bericht daarna zelf.",
                "Eén telefoontje, en twee mensen waren blij. De klant koos zelf.",
            ),
            (
                "In de trein las een collega een mooi bericht van een klant. Ze gaf geen mening "
                "over het bedrijf, ze bedankte de mens die het schreef.",
                "Aandacht voor wat iemand zegt is altijd goed. Je hoeft er niets over jullie werk "
                "bij te zetten.",
            ),
        ),
    ),
    (
        "Een foto",
        "Wie erop staat, beslist mee.",
        (
            (
                "Een collega maakte een foto van de lunch. Voor hij hem plaatste, liet hij hem aan "
                "de drie mensen op de foto zien. Eén van hen wilde liever niet. Toen fotografeerde "
                "hij de soep.",
                "Niemand hoefde iets uit te leggen. En de soep was ook mooi.",
            ),
            (
                "Een collega fotografeerde haar bureau en zag op het scherm een lijst met namen "
                "staan. Ze draaide het scherm weg en maakte de foto nog een keer.",
                "Even kijken wat er verder op de foto staat kost tien tellen.",
            ),
        ),
    ),
    (
        "Een mening",
        "Jouw mening is van jou. Zeg dat erbij als het kan verwarren.",
        (
            (
                "Een collega vond een nieuwe wet onhandig en schreef waarom, met een voorbeeld uit "
                "haar eigen werk. Ze zette erbij: dit vind ik.",
                "Ze weet waar ze over praat en sprak voor zichzelf. Er kwam een goed gesprek van.",
            ),
            (
                "Iemand schreef iets lelijks onder het bericht van een collega. Hij dronk eerst "
                "koffie. Daarna antwoordde hij één keer, vriendelijk, en liet het rusten.",
                "Rust werkt. Andere lezers zagen wie er redelijk bleef.",
            ),
            (
                "Een collega kreeg een vraag over een onderwerp van een ander. Ze schreef: dat "
                "weet Roos beter dan ik, ik vraag het haar even.",
                "Doorgeven is ook een antwoord. Roos was er blij mee.",
            ),
        ),
    ),
    (
        "Een fout",
        "Iedereen maakt er een. Rechtzetten is sterker dan weghalen.",
        (
            (
                "In een bericht van een collega stond een verkeerd bedrag. Een lezer zag het. Ze "
                "schreef eronder: je hebt gelijk, het is 2.400, dank je wel.",
                "Nu staat het goed, en iedereen zag hoe ze met een fout omgaat.",
            ),
            (
                "Een collega plaatste iets dat een klant vervelend vond. Hij haalde het weg, belde "
                "de klant en vertelde het aan zijn team.",
                "De klant waardeerde het belletje. Het team hielp meedenken, en niemand was boos.",
            ),
        ),
    ),
)
