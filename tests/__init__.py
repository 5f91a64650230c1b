"""Tests; see the README's section on them."""
