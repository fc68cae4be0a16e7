"""The integration with the desktop: task bar and notifications."""
