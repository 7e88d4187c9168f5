"""The examiner's end of the wire: bounded frames, and a look at the clocks while it waits."""

from __future__ import annotations

import select
import socket
from collections.abc import Callable
from typing import Any

from autograder.sandbox.inside.wire import Buffer, Malformed, body_length, parse

TICK = 25  # milliseconds between two looks at the clocks


class HungUp(Exception):  # noqa: N818  # a fact, not an error of ours
    """The other end is closed."""


class Connection:
    """One end of a socket pair, never waiting without looking.

    Attributes:
        midway: whether a frame has been sent or received in part.
    """

    def __init__(self, end: socket.socket) -> None:
        end.setblocking(False)
        self._end = end
        self._ready = select.poll()
        self.midway = False

    def send(self, parts: list[Buffer], look: Callable[[], None]) -> None:
        """Send a frame; raise HungUp or what `look` raises."""
        self.midway = True
        for part in parts:
            rest = memoryview(part)
            while rest:
                try:
                    rest = rest[self._end.send(rest) :]
                except BlockingIOError:
                    self._wait(select.POLLOUT, look)
                except OSError as error:
                    raise HungUp from error
        self.midway = False

    def receive(self, look: Callable[[], None]) -> tuple[dict[str, Any], int, bytearray]:
        """The next frame's head, where its buffers begin, and its body.

        Raises HungUp, Malformed or what `look` raises.
        """
        body = self._read(body_length(self._read(4, look)), look)
        self.midway = False
        head, position = parse(body)
        return head, position, body

    def expect_silence(self) -> None:
        """Raise Malformed if something waits to be read, HungUp if nothing ever will."""
        try:
            waiting = self._end.recv(1, socket.MSG_PEEK)
        except BlockingIOError:
            return
        except OSError as error:
            raise HungUp from error
        if not waiting:
            raise HungUp
        raise Malformed("something said out of turn")

    def close(self) -> None:
        """Hang up."""
        self._end.close()

    def _read(self, length: int, look: Callable[[], None]) -> bytearray:
        body = bytearray(length)
        rest = memoryview(body)
        while rest:
            try:
                count = self._end.recv_into(rest)
            except BlockingIOError:
                self._wait(select.POLLIN, look)
                continue
            except OSError as error:
                raise HungUp from error
            if not count:
                raise HungUp
            self.midway = True
            rest = rest[count:]
        return body

    def _wait(self, event: int, look: Callable[[], None]) -> None:
        self._ready.register(self._end, event)
        self._ready.poll(TICK)
        look()  # also after an event: one byte every few milliseconds must not go on for ever
