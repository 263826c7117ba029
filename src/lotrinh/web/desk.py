"""Where the screens find the front desk: in the application's state, put there by `app`."""

from fastapi import Request

from lotrinh.bootstrap.desks.front import FrontDesk


def front_desk(request: Request) -> FrontDesk:
    """Return the front desk."""
    desk: FrontDesk = request.app.state.desk
    return desk
