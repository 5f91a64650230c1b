"""What people decided; each is only added, and what was there before stays.

``answers`` are about a return: what an entry meant, whether a file counts. ``decisions`` are about a body's entries:
which of several assessors' counts, and corrections. ``appeals`` are what bodies object to. ``grades`` are what the
leading group decided on, ``freezes`` the results that were fixed then, ``rectifications`` what followed from them.
"""
