"""Payoffs of two players with imperfect public monitoring and no transfers.

Two sets enclose the answer: an outer polygon, proved by contractions, and the hull of points that
generate itself. ``frame`` holds the game in units of its payoffs, ``programs`` solves many small
linear programs at once, ``polygon`` is plane geometry in floats; ``outer``, ``inner``, ``below``
and ``refine`` search in floats; ``proof``, ``chain`` and ``points`` are exact arithmetic;
``certify`` writes what the checker reads, and ``solve`` has the public verb.
"""
