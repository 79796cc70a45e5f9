"""Who we know outside, and what happened between two people. The room owns contacts, each
colleague's own relationships with them, and the moments on their timeline."""
