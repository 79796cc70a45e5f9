"""Tests against real servers, started on the loopback by the scripts in this folder."""
