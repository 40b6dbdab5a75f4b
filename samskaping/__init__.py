"""Samskaping: residents and municipalities define needs, shape answers and see what came of it.

The house, from the street down. Every import goes down, never up or sideways into a room above::

    web | cli           doors: HTTP and shell
    jobs                what follows later: notifications, mail, deadlines
    actions | outside   deeds that write · the world beyond the database (mail, files)
    queries             what a page shows: SELECT to frozen rows
    context             who acts, where, when, in which language form
    models              tables, columns, constraints
    db                  column types, engine, the session that keeps municipalities apart
    rules               pipeline, permissions, events, deadlines, retention: tables and pure functions
    clock | config | errors | language | logs | text    the ground everyone stands on

The same noun is the same file name in every room: ``ls samskaping/*/proposals.py``.
"""
