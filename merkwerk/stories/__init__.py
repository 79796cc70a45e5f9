"""What colleagues tell in their own words on the organisation's own site. The room owns stories
with their versions, series and people's pages, readers' reactions, and who asked to be told."""
