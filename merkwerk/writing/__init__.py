"""Telling something in one's own words. The room owns drafts with their versions, sources and
pictures, hints for the writer only, the list of confidences, short links and the ways in."""
