"""How numbers, durations and sizes are written, the same everywhere."""

from __future__ import annotations

import math

from gui.text import tr


def value(number: float) -> str:
    """A loss or metric with about four digits; very small and very large ones as powers of ten."""
    size = abs(number)
    if math.isnan(number):
        return tr("not a number")
    if math.isinf(number):
        return "∞" if number > 0 else "−∞"
    if size == 0:
        return "0"
    if size >= 1e6 or size < 1e-3:
        return f"{number:.2e}"
    if size >= 1000:
        return f"{number:,.0f}"
    return f"{number:.4f}" if size < 10 else f"{number:.2f}"


def rate(number: float) -> str:
    """A learning rate or another setting-like number, without needless zeros: 0.001, 3.2e-05."""
    return f"{number:.4g}"


def count(number: float) -> str:
    """A whole number with separators: 41,200."""
    return f"{number:,.0f}"


def per_second(number: float) -> str:
    """A speed in examples; large ones are rounded so that the figures are calm."""
    step = 10 ** max(int(math.log10(max(number, 1))) - 2, 0)
    rounded = round(number / step) * step
    return tr("{count} examples/s", count=f"{rounded:,.0f}" if rounded >= 10 else f"{number:.1f}")


def duration(seconds: float) -> str:
    """A time in the two largest units: 45 s, 1 min 20 s, 2 h 5 min, 3 d 4 h."""
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
    """A size in memory: 812 B, 1.4 MB."""
    amount = float(number_of_bytes)
    for unit in ("B", "KB", "MB", "GB"):
        if amount < 1000:
            return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} TB"


def shape(sizes: tuple[int | None, ...]) -> str:
    """A shape as people write it: 28 × 28 × 1; "any" stands for an open size."""
    return " × ".join(tr("any") if part is None else str(part) for part in sizes) or tr("one number")
