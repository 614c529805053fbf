"""What a month can be planted with: functions that put subscriptions and rows into a book, each in one of several ways.

The names are what was meant. What comes of it under a seed's plan, and after noise, only the rules say.
"""

PLANTS = []


def plant(code):
    """Says that a function plants a code."""
    def add(function):
        PLANTS.append((code, function))
        return function
    return add
