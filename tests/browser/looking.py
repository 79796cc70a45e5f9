"""Looking at a page as people do: on a phone and a desk, by day and by night, with and without
script, by keyboard. Each check gives back what it found; nothing found is good."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

HOUSE = Path(__file__).resolve().parents[2]
SCREENSHOTS = HOUSE / "var" / "screenshots"
PEERS = Path(os.environ.get("MERKWERK_PEERS", HOUSE / ".peers"))
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
SIZES = {390: 844, 1280: 900}
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")


@dataclass
class Ears:
    """What a page said and asked for while it was open."""

    host: str
    complaints: list[str] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"script error: {error}"))
        page.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and "the server responded" not in message.text:
            self.complaints.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        asked = urlsplit(request.url)
        if asked.scheme in {"http", "https"} and asked.netloc != self.host:
            self.complaints.append(f"asked a foreign host: {request.url}")


def look(page: Page, name: str) -> None:
    """Keeps a screenshot of the whole page as var/screenshots/<name>.png, when the setting
    MERKWERK_SCREENSHOTS asks for them: they are for people, and take a fifth of the time."""
    if not os.environ.get("MERKWERK_SCREENSHOTS"):
        return
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    size = page.viewport_size
    if size:  # as tall as the page, so that what is fixed to the window lies at its end
        tall = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": size["width"], "height": max(tall, size["height"])})
    page.screenshot(path=SCREENSHOTS / f"{name}.png")
    if size:
        page.set_viewport_size(size)


def too_wide(page: Page) -> list[str]:
    """What makes the page scroll sideways."""
    return page.evaluate(
        """() => document.documentElement.scrollWidth <= innerWidth ? [] :
        [...document.body.querySelectorAll('*')]
          .filter(one => one.getBoundingClientRect().right > innerWidth + 1)
          .map(one => `too wide: <${one.localName} class="${one.className}">`).slice(0, 5)
          .concat(`the page is ${document.documentElement.scrollWidth} wide`)"""
    )


def barriers(page: Page, *rules: str) -> list[str]:
    """What axe finds against WCAG 2.2 A and AA and its own best practices; with names, what it
    finds by those rules alone."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    asked = {"resultTypes": ["violations"]} | ({"runOnly": rules} if rules else {})
    found: dict[str, Any] = page.evaluate("options => axe.run(document, options)", asked)
    return [
        f"{rule['id']}: {rule['help']} at {node['target']} {node.get('failureSummary', '')}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def unreadable(page: Page) -> list[str]:
    """Text that does not stand out from its ground."""
    return barriers(page, "color-contrast")


def small_targets(page: Page) -> list[str]:
    """Buttons and fields that a thumb would miss (lower than 44 pixels). Links inside sentences
    and what is invisible are left out."""
    return page.evaluate(
        """() => [...document.querySelectorAll('.button, button:not(.tags *, p *), .rooms a,'
          + 'select, input:not([type=hidden], [type=checkbox], [type=radio]), textarea, summary')]
          .filter(one => one.checkVisibility() && one.getBoundingClientRect().height < 43.5)
          .map(one => `small target: ${one.outerHTML.slice(0, 90)}`)"""
    )


def keyboard_walk(page: Page) -> list[str]:
    """Everything that can be pressed or filled in is reached with Tab, and is seen when it is."""
    page.evaluate("document.activeElement?.blur(); scrollTo(0, 0)")
    wanted = page.evaluate(NUMBER_WHAT_CAN_BE_REACHED)
    page.evaluate(REMEMBER_THE_WAY)
    reached: dict[str, dict[str, Any]] = {}
    for steps in (len(wanted), 20):  # fields of dates have several stops each
        for _step in range(steps):
            page.keyboard.press("Tab")
        for where in page.evaluate("() => theWay()"):
            # The last stop of a field of dates is its calendar, which has an outline of its own.
            if where["number"] not in reached or not where["unseen"]:
                reached[where["number"]] = where
        if not wanted.keys() - {number for number, one in reached.items() if not one["unseen"]}:
            break
    trouble = [
        f"focus is not seen ({one['unseen']}): {one['html']}"
        for one in reached.values()
        if one["unseen"]
    ]
    missed = [html for number, html in wanted.items() if number not in reached]
    return trouble + [f"not reached with Tab: {html}" for html in missed]


NUMBER_WHAT_CAN_BE_REACHED = """() => {
  const can = 'a[href], button, input:not([type=hidden]), select, textarea, summary,'
    + '[tabindex="0"]';
  const wanted = {}, groups = new Set();
  [...document.querySelectorAll(can)].forEach((one, number) => {
    one.dataset.walk = number;
    if (!one.checkVisibility({visibilityProperty: true}) || one.disabled) return;
    if (one.matches('[contenteditable=true] a')) return;
    if (one.type === 'radio') {
      if (groups.has(one.name)) return;
      groups.add(one.name);
      if (one.form && one.form.elements[one.name].value
          && !one.checked) groups.delete(one.name);
      if (!groups.has(one.name)) return;
    }
    wanted[number] = one.outerHTML.slice(0, 90);
  });
  return wanted;
}"""

WHERE_AM_I = """() => {
  const one = document.activeElement;
  if (!one || one === document.body || !one.dataset.walk) return null;
  const box = one.getBoundingClientRect(), style = getComputedStyle(one);
  const around = one.closest('.sheet') && one.matches('textarea');
  const outlined = around || (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2);
  let unseen = outlined ? '' : 'no outline';
  if (box.bottom <= 0 || box.top >= innerHeight) unseen = 'outside the window';
  const bar = document.querySelector('.rooms');
  if (bar && getComputedStyle(bar).position === 'fixed' && !bar.contains(one)
      && box.top >= bar.getBoundingClientRect().top) unseen = 'behind the bar';
  return {number: one.dataset.walk, unseen, html: one.outerHTML.slice(0, 90)};
}"""


# Where the focus is gets written down when the next key goes down: by then it has been scrolled to.
REMEMBER_THE_WAY = """() => {
  const look = WHERE, way = [];
  const step = () => { const one = look(); if (one) way.push(one); };
  if (window.walked) removeEventListener('keydown', window.walked, true);
  addEventListener('keydown', window.walked = step, true);
  window.theWay = () => { step(); return way; };
}""".replace("WHERE", WHERE_AM_I)


def html_checker() -> list[str] | None:
    """The command of the Nu HTML checker, or nothing when it isn't on this machine."""
    jar = PEERS / "vnu.jar"
    java = shutil.which("java")
    return [java, "-Xss2m", "-jar", str(jar), "--format", "json"] if java and jar.exists() else None


def faults(pages: dict[str, str], folder: Path) -> list[str]:
    """What the Nu checker says of each page's HTML, by name; htmx's own attributes are let pass."""
    command = html_checker()
    if not command:
        return []
    folder.mkdir(parents=True, exist_ok=True)
    for name, html in pages.items():
        (folder / f"{name}.html").write_text(html)
    files = [str(folder / f"{name}.html") for name in pages]
    said = subprocess.run([*command, *files], capture_output=True, text=True, check=False).stderr
    return [
        f"{Path(urlsplit(one['url']).path).stem}: {one['message']} … {one.get('extract', '')}"
        for one in json.loads(said or '{"messages": []}')["messages"]
        if one["type"] == "error" and not one["message"].startswith("Attribute “hx-")
    ]


def every_look(context: BrowserContext, url: str, name: str, status: int = 200) -> list[str]:
    """The page in both sizes, by day and by night; everything found is listed."""
    with opened(context, url, status) as (page, found):
        for width, scheme in product(SIZES, SCHEMES):
            _stand(page, width, scheme, name)
            faulty = too_wide(page) + (barriers(page) if scheme == "light" else unreadable(page))
            if scheme == "light":
                faulty += small_targets(page) + keyboard_walk(page)
            found += [f"{width} {scheme}: {one}" for one in faulty]
    return found


def other_words(context: BrowserContext, url: str, name: str, status: int = 200) -> list[str]:
    """The same page in another language, where only words and their lengths differ: does it still
    fit, and is every name of a thing there?"""
    with opened(context, url, status) as (page, found):
        for width in SIZES:
            _stand(page, width, "light", name)
            found += [f"{width}: {one}" for one in too_wide(page) + small_targets(page)]
        found += barriers(page)
    return found


@contextmanager
def opened(context: BrowserContext, url: str, status: int) -> Iterator[tuple[Page, list[str]]]:
    """The page, and a list of what is wrong, which has what was heard when the block ends."""
    page, ears = context.new_page(), Ears(urlsplit(url).netloc)
    ears.listen(page)
    answer = page.goto(url, wait_until="load")
    assert answer
    assert answer.status == status, f"{url} answered {answer.status} instead of {status}"
    page.evaluate("document.fonts.ready")
    # What comes a moment after the page (hints, for one) stands before anybody looks.
    page.locator(".htmx-request").first.wait_for(state="detached")
    yield page, ears.complaints
    page.close()


def _stand(page: Page, width: int, scheme: Scheme, name: str) -> None:
    page.set_viewport_size({"width": width, "height": SIZES[width]})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    look(page, f"{name}-{width}-{scheme}-{page.get_attribute('html', 'lang')}")
