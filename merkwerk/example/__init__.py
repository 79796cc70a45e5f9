"""The invented firm that a first start shows: people, texts and three months of life.
It owns no tables; everything it makes goes through the actions and models of the rooms below."""
