"""Merkwerk's own site without its made pages, for comparison."""
