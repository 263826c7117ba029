"""The web pages: answers by a link, how often letters come; server-rendered, no JavaScript.

One module a screen, with its routes; `guard` stands before all of them, `forms` reads what
was sent. A page asks the front desk and shows what `rendering.pages` makes of the answer.
"""
