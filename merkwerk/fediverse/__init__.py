"""Following those who tell from any server of the fediverse. The room owns their actors and keys,
followers elsewhere, what is delivered to them, and what comes back."""
