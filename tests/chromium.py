"""Headless Chromium for the tests, driven through its own protocol over a pipe; nothing else is installed.

``Browser`` opens a page, collects everything that reaches its console, evaluates expressions, presses keys,
takes screenshots and prints to PDF. Tests that need it are skipped with a reason where no Chromium is found;
with SHORTDECK_REQUIRE_CHROMIUM=1 that is a failure.
"""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--mute-audio",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-extensions",
    "--disable-sync",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
    "--remote-debugging-pipe",
    "--force-color-profile=srgb",
)


def find() -> str | None:
    """Path of a Chromium, or None."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def required() -> str:
    """Path of a Chromium; without one the test is skipped, or fails where it is required."""
    found = find()
    if found is None:
        reason = f"no Chromium found (looked for {', '.join(NAMES)}); on Debian: apt-get install chromium"
        if os.environ.get("SHORTDECK_REQUIRE_CHROMIUM") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


class Browser:
    """One page in one browser; a context manager."""

    def __init__(self, *, width: int = 1280, height: int = 800) -> None:
        self.console: list[str] = []
        self.requests: list[str] = []
        self._size = (width, height)
        self._number = 0
        self._rest = b""
        self._waiting: list[dict[str, Any]] = []

    def __enter__(self) -> Browser:
        self._home = tempfile.mkdtemp(prefix="shortdeck-chromium-")
        to_read, self._write = os.pipe()
        self._read, to_write = os.pipe()
        command = [required(), *FLAGS, f"--user-data-dir={self._home}", "about:blank"]

        def wire() -> None:
            # Chromium listens on 3 and answers on 4; by high numbers, so that neither overwrites the other.
            a, b = os.dup2(to_read, 60), os.dup2(to_write, 61)
            os.dup2(a, 3), os.dup2(b, 4)

        self._process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=wire, close_fds=False
        )
        os.close(to_read), os.close(to_write)
        pages = self._call("Target.getTargets")["targetInfos"]
        target = next(page["targetId"] for page in pages if page["type"] == "page")
        self._session = self._call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")
        self.resize(*self._size)
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self._send("Browser.close", {})
            self._process.wait(10)
        except (OSError, subprocess.TimeoutExpired):
            self._process.kill()
            self._process.wait()
        os.close(self._write), os.close(self._read)
        shutil.rmtree(self._home, ignore_errors=True)

    def _send(self, method: str, params: dict[str, Any], session: str | None = None) -> int:
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        if session is not None:
            message["sessionId"] = session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        return self._number

    def _receive(self, deadline: float) -> dict[str, Any] | None:
        while b"\0" not in self._rest:
            left = deadline - time.monotonic()
            if left <= 0.0 or not select.select([self._read], [], [], left)[0]:
                return None
            part = os.read(self._read, 1 << 20)
            if not part:
                raise RuntimeError("Chromium ended")
            self._rest += part
        text, _, self._rest = self._rest.partition(b"\0")
        message: dict[str, Any] = json.loads(text)
        self._note(message)
        return message

    def _note(self, message: dict[str, Any]) -> None:
        """Keep what reached the console, and what was asked of a network."""
        method, params = message.get("method"), message.get("params", {})
        if method == "Runtime.exceptionThrown":
            details = params["exceptionDetails"]
            self.console.append(
                "exception: " + details.get("exception", {}).get("description", details["text"])
            )
        elif method == "Runtime.consoleAPICalled":
            words = [str(arg.get("value", arg.get("description", ""))) for arg in params["args"]]
            self.console.append(f"{params['type']}: {' '.join(words)}")
        elif method == "Log.entryAdded":
            entry = params["entry"]
            self.console.append(f"{entry['level']}: {entry['text']} {entry.get('url', '')}")
        elif method == "Network.requestWillBeSent":
            self.requests.append(params["request"]["url"][:200])

    def _call(
        self, method: str, *, session: str | None = None, seconds: float = 60.0, **params: Any
    ) -> dict[str, Any]:
        number, deadline = self._send(method, params, session), time.monotonic() + seconds
        while (message := self._receive(deadline)) is not None:
            if message.get("id") == number:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']['message']}")
                result: dict[str, Any] = message["result"]
                return result
        raise TimeoutError(f"{method}: no answer within {seconds} s")

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """A command of the protocol to the page."""
        return self._call(method, session=self._session, **params)

    def open(self, address: str | Path, *, ready: str = "document.readyState === 'complete'") -> None:
        """Load a file or an address and wait until the expression holds."""
        url = address.resolve().as_uri() if isinstance(address, Path) else address
        self.call("Page.navigate", url="about:blank")
        self.call("Page.navigate", url=url)
        self.wait(f"location.href !== 'about:blank' && ({ready})")

    def wait(self, expression: str, *, seconds: float = 60.0) -> None:
        """Until the expression is true."""
        end = time.monotonic() + seconds
        while not self._holds(expression):
            if time.monotonic() > end:
                raise TimeoutError(f"{expression} did not come true; console: {self.console}")
            time.sleep(0.05)

    def _holds(self, expression: str) -> bool:
        try:
            return bool(self.value(expression))
        except RuntimeError:  # between two pages there is no document to ask
            return False

    def pause(self, seconds: float) -> None:
        """Let the page run."""
        end = time.monotonic() + seconds
        while self._receive(end) is not None:
            pass

    def value(self, expression: str, *, seconds: float = 60.0) -> Any:
        """Value of an expression in the page; a promise is awaited."""
        asked = {"expression": expression, "returnByValue": True, "awaitPromise": True}
        found = self._call("Runtime.evaluate", session=self._session, seconds=seconds, **asked)
        if "exceptionDetails" in found:
            raise RuntimeError(found["exceptionDetails"].get("exception", {}).get("description", "error"))
        return found["result"].get("value")

    def press(self, key: str, *, shift: bool = False) -> None:
        """Press and release a key: a character, or a name such as ArrowLeft or Tab."""
        codes = {
            "Tab": 9,
            "Enter": 13,
            "Escape": 27,
            " ": 32,
            "End": 35,
            "Home": 36,
            "ArrowLeft": 37,
            "ArrowRight": 39,
        }
        text = {"text": key} if len(key) == 1 else {"text": "\r"} if key == "Enter" else {}
        shared = {
            "key": key,
            "modifiers": 8 if shift else 0,
            "windowsVirtualKeyCode": codes.get(key, ord(key[0].upper())),
        }
        self.call("Input.dispatchKeyEvent", type="keyDown", **shared, **text)
        self.call("Input.dispatchKeyEvent", type="keyUp", **shared)

    def resize(self, width: int, height: int, *, phone: bool = False) -> None:
        """Size of the window, in CSS pixels."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=phone,
        )

    def media(self, *, scheme: str = "light", media: str = "", motion: str = "no-preference") -> None:
        """Light or dark, screen or print, and whether the reader wants motion."""
        features = [("prefers-color-scheme", scheme), ("prefers-reduced-motion", motion)]
        self.call(
            "Emulation.setEmulatedMedia", media=media, features=[{"name": n, "value": v} for n, v in features]
        )

    def screenshot(self, path: Path, *, whole: bool = False) -> Path:
        """The window, or the whole page, as PNG."""
        found = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        path.write_bytes(base64.b64decode(found["data"]))
        return path

    def pdf(self, path: Path) -> Path:
        """The page as printed on A4."""
        found = self.call(
            "Page.printToPDF",
            printBackground=False,
            paperWidth=8.27,
            paperHeight=11.69,
            preferCSSPageSize=True,
        )
        path.write_bytes(base64.b64decode(found["data"]))
        return path

    def errors(self) -> list[str]:
        """What a user would find in red or yellow in the console."""
        return [
            line for line in self.console if line.split(":")[0] in ("exception", "error", "warning", "assert")
        ]
