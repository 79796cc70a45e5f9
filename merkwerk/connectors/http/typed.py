"""What goes wrong underneath, in our own words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import httpcore

from merkwerk.connectors.errors import BadAddress, TooSlow, Unreachable, Unreadable


@contextmanager
def typed() -> Iterator[None]:
    """Every way a connection can fail, as one of our own types."""
    try:
        yield
    except (httpcore.ConnectTimeout, httpcore.ConnectError) as trouble:
        raise Unreachable(f"no connection: {trouble}") from trouble
    except (httpcore.TimeoutException, TimeoutError) as trouble:
        raise TooSlow("the time limit for the whole answer passed") from trouble
    except (httpcore.LocalProtocolError, httpcore.UnsupportedProtocol) as trouble:
        raise BadAddress("this request cannot be written down") from trouble
    except httpcore.RemoteProtocolError as trouble:
        if "disconnected" in str(trouble) or "closed connection" in str(trouble):
            raise Unreachable("the other side hung up") from trouble
        raise Unreadable(f"the answer is not HTTP: {trouble}") from trouble
    except (httpcore.NetworkError, httpcore.ProxyError, OSError) as trouble:
        raise Unreachable("the connection broke") from trouble
    except (httpcore.ProtocolError, httpcore.ConnectionNotAvailable) as trouble:
        raise Unreachable("the connection broke") from trouble
    except (UnicodeError, ValueError) as trouble:
        raise BadAddress("this address cannot be connected to") from trouble
