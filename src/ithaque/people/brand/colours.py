"""One colour of an organisation turned into the tokens of both themes, each pair readable (WCAG 2.2 AA).

Contrast: WCAG 2.2, relative luminance of sRGB. Lightness, chroma and hue: OKLCH (Björn Ottosson, 2020, public
domain), so that a colour is darkened or lightened without changing its character.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

HEX = re.compile(r"#[0-9a-f]{6}")
TEXT, CONTROL = 4.5, 3.0
"""Least contrast of words (1.4.3) and of controls and marks (1.4.11)."""
STEPS = 200
"""Lightness is tried by half per cent."""

Lch = tuple[float, float, float]


@dataclass(frozen=True)
class Theme:
    """The grounds of a theme, from the tokens of `ithaque.ui`: what a brand colour is written on and under."""

    name: str
    grounds: tuple[str, ...]
    written_on_it: str

    def accepts(self, colour: str) -> bool:
        """Tell whether a colour can be the words of links and the ground of buttons."""
        readable = all(contrast(colour, ground) >= TEXT for ground in self.grounds)
        return readable and contrast(colour, self.written_on_it) >= TEXT

    def nearest(self, colour: str) -> str:
        """Return the acceptable colour of the same hue whose lightness is the closest."""
        light, chroma, hue = to_lch(colour)
        tried = sorted((n / STEPS for n in range(STEPS + 1)), key=lambda one: abs(one - light))
        return next(found for one in tried if self.accepts(found := from_lch((one, chroma, hue))))


LIGHT = Theme("light", ("#f7f1e6", "#fffcf6", "#eee5d4"), "#fffcf6")
DARK = Theme("dark", ("#0d1c21", "#14282f", "#0a151a"), "#06262b")
ON_DEEP, ON_DEEP_2, SUN = "#fbf4e6", "#c5dad8", "#e6ab45"


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def dark_from(colour: str) -> str:
    """Return the colour for dark pages that a colour for light pages suggests."""
    light, chroma, hue = to_lch(colour)
    return DARK.nearest(from_lch((max(light, 0.8), min(chroma, 0.13), hue)))


def light_tokens(colour: str) -> dict[str, str]:
    """Return the tokens of light pages for a colour LIGHT accepts."""
    light, chroma, hue = to_lch(colour)
    strong = from_lch((max(light - 0.09, 0.1), chroma, hue))
    tokens = {"sea": colour, "sea-strong": strong, "on-sea": LIGHT.written_on_it}
    tokens["sea-soft"] = _until((0.93, chroma * 0.22, hue), +1, lambda soft: contrast(colour, soft))
    tokens |= {"check": colour, "focus": colour}
    return tokens | _deep(min(light, 0.36), chroma, hue) | _links(colour, strong)


def dark_tokens(colour: str) -> dict[str, str]:
    """Return the tokens of dark pages for a colour DARK accepts."""
    light, chroma, hue = to_lch(colour)
    strong = from_lch((min(light + 0.08, 0.97), chroma * 0.8, hue))
    tokens = {"sea": colour, "sea-strong": strong, "on-sea": DARK.written_on_it}
    tokens["sea-soft"] = _until((0.34, chroma * 0.5, hue), -1, lambda soft: contrast(colour, soft))
    tokens["check"] = from_lch((0.54, min(chroma, 0.11), hue))
    return tokens | _deep(0.34, min(chroma, 0.09), hue) | _links(colour, strong)


def to_lch(colour: str) -> Lch:
    """Return lightness (0 to 1), chroma (0 to about 0.4) and hue (radians) of `#rrggbb`."""
    red, green, blue = (_linear(int(colour[n : n + 2], 16) / 255) for n in (1, 3, 5))
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    light = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return light, math.hypot(a, b), math.atan2(b, a)


def from_lch(colour: Lch) -> str:
    """Return `#rrggbb`; a colour no screen shows loses chroma until one does."""
    light, chroma, hue = colour
    for part in range(20, -1, -1):
        channels = _channels(light, chroma * part / 20, hue)
        if all(-0.0005 <= channel <= 1.0005 for channel in channels):
            break
    return "#" + "".join(f"{round(255 * _curved(channel)):02x}" for channel in channels)


def _deep(light: float, chroma: float, hue: float) -> dict[str, str]:
    """Return the grounds of headers and heroes, on which words are cream."""

    def on(ground: str) -> float:
        return min(contrast(ON_DEEP, ground), contrast(ON_DEEP_2, ground), contrast(SUN, ground))

    near = _until((light + 0.05, chroma, hue), -1, on)
    level = to_lch(near)[0] - 0.05
    shades = {"deep": 0.0, "deep-2": -0.04, "hero-near": 0.05}
    tokens = {name: from_lch((level + more, chroma, hue)) for name, more in shades.items()}
    tokens["deep-hover"] = tokens["hero-far"] = _until((level + 0.09, chroma, hue), -1, on)
    deep = tokens["deep"]
    tokens["deep-edge"] = _until(
        (0.7, chroma * 0.4, hue), +1, lambda edge: contrast(edge, deep) * TEXT / CONTROL
    )
    return tokens


def _until(start: Lch, way: int, measured: object) -> str:
    """Return the first colour, lighter (+1) or darker (-1) than `start`, whose measure reaches 4.5."""
    light, chroma, hue = start
    while True:
        found = from_lch((min(max(light, 0.0), 1.0), chroma, hue))
        if measured(found) >= TEXT or not 0 < light < 1:  # type: ignore[operator]
            return found
        light += way / STEPS


def _links(link: str, hover: str) -> dict[str, str]:
    """Return the two colours Bootstrap wants as numbers."""
    numbers = [", ".join(str(int(one[n : n + 2], 16)) for n in (1, 3, 5)) for one in (link, hover)]
    return {"--bs-link-color-rgb": numbers[0], "--bs-link-hover-color-rgb": numbers[1]}


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[n : n + 2], 16) / 255) for n in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _curved(channel: float) -> float:
    channel = min(max(channel, 0.0), 1.0)
    return channel * 12.92 if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055


def _channels(light: float, chroma: float, hue: float) -> tuple[float, float, float]:
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
