"""An invented firm of about forty colleagues with three months of life, to look around in. It
owns no tables: it writes through the rooms' own actions and models."""
