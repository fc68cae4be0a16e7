"""Messages to the desktop on the D-Bus session bus: progress on the icon, notifications. Linux only."""

from __future__ import annotations

from typing import Any

from PySide6.QtDBus import QDBusConnection, QDBusMessage

_PROGRAM = "application://fitroom.desktop"


def launcher_message(part: float | None) -> QDBusMessage:
    """Create the signal of Unity's launcher protocol for a progress bar on the program's icon.

    Args:
        part: The progress, 0 to 1; None for no bar.
    """
    message = QDBusMessage.createSignal("/fitroom", "com.canonical.Unity.LauncherEntry", "Update")
    values: dict[str, Any] = {"progress": part or 0.0, "progress-visible": part is not None}
    message.setArguments([_PROGRAM, values])
    return message


def portal_message(title: str, text: str) -> QDBusMessage:
    """Create the call of the XDG desktop portal that shows a notification."""
    message = QDBusMessage.createMethodCall(
        "org.freedesktop.portal.Desktop",
        "/org/freedesktop/portal/desktop",
        "org.freedesktop.portal.Notification",
        "AddNotification",
    )
    message.setArguments(["fitroom-run", {"title": title, "body": text}])
    return message


def send(message: QDBusMessage) -> None:
    """Send a message to the session bus without waiting for a reply; do nothing if there is no bus."""
    bus = QDBusConnection.sessionBus()
    if bus.isConnected():
        bus.send(message)
