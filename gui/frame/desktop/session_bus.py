"""Messages to the desktop on the session's D-Bus: progress on the icon, notifications. Linux only."""

from __future__ import annotations

from typing import Any

from PySide6.QtDBus import QDBusConnection, QDBusMessage

_PROGRAM = "application://fitroom.desktop"


def launcher_message(part: float | None) -> QDBusMessage:
    """Unity's signal for a progress bar on the program's icon."""
    message = QDBusMessage.createSignal("/fitroom", "com.canonical.Unity.LauncherEntry", "Update")
    values: dict[str, Any] = {"progress": part or 0.0, "progress-visible": part is not None}
    message.setArguments([_PROGRAM, values])
    return message


def portal_message(title: str, text: str) -> QDBusMessage:
    """The call that shows a notification, on every desktop with the portal."""
    message = QDBusMessage.createMethodCall(
        "org.freedesktop.portal.Desktop",
        "/org/freedesktop/portal/desktop",
        "org.freedesktop.portal.Notification",
        "AddNotification",
    )
    message.setArguments(["fitroom-run", {"title": title, "body": text}])
    return message


def send(message: QDBusMessage) -> None:
    """Send a message to the session's bus, and wait for nothing; without a bus nothing happens."""
    bus = QDBusConnection.sessionBus()
    if bus.isConnected():
        bus.send(message)
