"""The open networks as seen from here: where posts come from, who says what, and what we say.
The room owns sources, identities, posts, connected accounts, and the outbox of messages."""
