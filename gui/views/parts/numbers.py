"""How numbers, durations, sizes and shapes are written, the same everywhere in the window."""

from __future__ import annotations

import math

from engine.language import with_minus
from gui.text import tr


def value(number: float) -> str:
    """Format a loss or metric with about four digits, very small and very large ones with an exponent.

    Args:
        number: Any float; NaN and infinity have words or signs.

    Returns:
        Text such as 0.0312, 12.50, 1,204 or 3.10e-05.
    """
    size = abs(number)
    if math.isnan(number):
        return tr("not a number")
    if math.isinf(number):
        return "∞" if number > 0 else "−∞"
    if size == 0:
        return "0"
    if size >= 1e6 or size < 1e-3:
        return with_minus(f"{number:.2e}")
    if size >= 1000:
        return with_minus(f"{number:,.0f}")
    return with_minus(f"{number:.4f}" if size < 10 else f"{number:.2f}")


def rate(number: float) -> str:
    """Format a learning rate or a similar setting without needless zeros: 0.001, 3.2e-05."""
    return with_minus(f"{number:.4g}")


def count(number: float) -> str:
    """Format a whole number with separators: 41,200."""
    return with_minus(f"{number:,.0f}")


def per_second(number: float) -> str:
    """Format a throughput in examples per second; large numbers are rounded to three digits."""
    step = 10 ** max(int(math.log10(max(number, 1))) - 2, 0)
    rounded = round(number / step) * step
    return tr("{count} examples/s", count=f"{rounded:,.0f}" if rounded >= 10 else f"{number:.1f}")


def duration(seconds: float) -> str:
    """Format a time in its two largest units: 45 s, 1 min 20 s, 2 h 5 min, 3 d 4 h.

    Args:
        seconds: The time in seconds; negative ones are shown as 0.

    Returns:
        Translated text.
    """
    whole = max(round(seconds), 0)
    minutes, second = divmod(whole, 60)
    hours, minute = divmod(minutes, 60)
    days, hour = divmod(hours, 24)
    if days:
        return tr("{days} d {hours} h", days=days, hours=hour)
    if hours:
        return tr("{hours} h {minutes} min", hours=hours, minutes=minute)
    if minutes:
        return tr("{minutes} min {seconds} s", minutes=minutes, seconds=second)
    return tr("{seconds} s", seconds=second)


def size(number_of_bytes: int) -> str:
    """Format a number of bytes in decimal units: 812 B, 1.4 MB."""
    amount = float(number_of_bytes)
    for unit in ("B", "KB", "MB", "GB"):
        if amount < 1000:
            return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} TB"


def shape(sizes: tuple[int | None, ...]) -> str:
    """Format the shape of one example: 28 × 28 × 1.

    Args:
        sizes: The length of each axis; None for an axis of any length. () is a single number.

    Returns:
        Translated text.
    """
    return " × ".join(tr("any") if part is None else str(part) for part in sizes) or tr("one number")
