"""What a request sends, read whole: never more than is allowed, never for longer."""

import asyncio

from fastapi import HTTPException, Request


async def whole_body(request: Request, *, largest: int, patience: float) -> bytes:
    """Read what is sent, as long as it is at most so many bytes and there in so many seconds.

    Raises:
        HTTPException: It is too large, or doesn't come.
    """
    body = bytearray()
    try:
        async with asyncio.timeout(patience):
            async for chunk in request.stream():
                body += chunk
                if len(body) > largest:
                    raise HTTPException(413)
    except TimeoutError:
        raise HTTPException(408) from None
    return bytes(body)
