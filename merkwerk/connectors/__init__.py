"""The connectors speak with the networks: addresses and values in, values out. They own no
tables and know no Django."""
