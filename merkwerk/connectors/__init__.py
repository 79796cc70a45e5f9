"""The connectors speak with the networks: addresses and values in, values out. They own no\ntables and know no Django."""
