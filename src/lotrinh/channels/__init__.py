"""Ways of reaching people, each behind `application.books.ports.Channel`.

Each send is one message to one person, ends in a `Receipt`, and is never repeated here:
the outbox owns retries, digests and quiet hours. `factory` opens a channel from settings.
"""
