"""The English start."""

GUIDELINE = "Use your common sense."

CLAUSE = (
    "Your contract says that what you know about clients stays between you and them. In plain "
    "words: what a client tells you belongs to the client. Your own work, what you learned and "
    "what you thought of it, belongs to you. Would you like to name a client? Ask the client. "
    "Often they gladly say yes."
)

SITUATIONS = (
    (
        "At a client’s",
        "Tell what you did and learned. The client tells the rest.",
        (
            (
                "A colleague came back from a baker with an oven of sixty years old. She wrote "
                "about the smell, and about what she learned. She left out the name.",
                "It was her own story. It said nothing of the firm, and a lot about ovens.",
            ),
            (
                "A colleague was proud of a job and wanted to name the client. He called. The "
                "client said yes, and shared the post later on.",
                "One call, and two people were happy. The client chose.",
            ),
            (
                "On the train a colleague read something good by a client. She gave no view on "
                "the firm. She thanked the person who wrote it.",
                "It is always good to notice what somebody says. Your own work can stay out of it.",
            ),
        ),
    ),
    (
        "A photo",
        "Who is in it has a say.",
        (
            (
                "A colleague took a photo of lunch. First he showed it to the three people in it. "
                "One of them would rather not. So he took a photo of the soup.",
                "Nobody had to explain. And the soup looked good too.",
            ),
            (
                "A colleague took a photo of her desk and saw a list of names on the screen. She "
                "turned the screen away and took it again.",
                "A look at what else is in the picture takes ten seconds.",
            ),
        ),
    ),
    (
        "An opinion",
        "Your opinion is yours. Say so where it may confuse.",
        (
            (
                "A colleague found a new law clumsy and wrote why, with an example from her own "
                "work. She added: this is what I think.",
                "She knows what she talks about and spoke for herself. A good talk came of it.",
            ),
            (
                "Somebody wrote something nasty under a colleague’s post. He had a coffee first. "
                "Then he answered once, kindly, and let it rest.",
                "Calm works. Other readers saw who stayed fair.",
            ),
            (
                "A colleague got a question on somebody else’s subject. She wrote: Rose knows this "
                "better than I do, let me ask her.",
                "Passing on is an answer too. Rose was glad of it.",
            ),
        ),
    ),
    (
        "A mistake",
        "Everybody makes one. Putting it right is stronger than hiding it.",
        (
            (
                "A colleague’s post had a wrong amount in it. A reader saw it. She wrote below: "
                "you are right, it is 2,400, thank you.",
                "Now it is right, and everybody saw how she deals with a mistake.",
            ),
            (
                "A colleague posted something that a client did not like. He took it down, called "
                "the client and told his team.",
                "The client was glad of the call. The team helped, and nobody was angry.",
            ),
        ),
    ),
)
