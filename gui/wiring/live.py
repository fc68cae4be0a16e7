"""A run under way on the Train page: what can be changed in it, the coach, the use of the device."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from engine.device_usage import DeviceUse
from engine.record.events import Event, RunEnded, TrainingStarted
from gui.pages.train_page import TrainPage
from gui.wiring.first_parts import FirstParts

if TYPE_CHECKING:
    from gui.control.coach import Coach


class LiveWiring(QObject):
    """Joins the cards beside the curves and who commands the run."""

    def __init__(self, page: TrainPage, first: FirstParts, *, coach: Coach) -> None:
        super().__init__(first.window)
        self._facts, self._services = page.curves.facts, first.services
        controller, live = first.services.controller, page.curves.facts.live
        live.rate_asked.connect(controller.set_learning_rate)
        live.reduce_asked.connect(controller.reduce_learning_rate)
        live.epochs_asked.connect(controller.set_epochs)
        page.curves.facts.patience_asked.connect(controller.set_patience)
        stop_after_epoch = first.window.actions_table.stop_after_epoch
        live.stop_after_epoch_asked.connect(stop_after_epoch.setChecked)
        stop_after_epoch.toggled.connect(live.show_stop_after_epoch)
        cards = page.curves.facts.coach
        coach.advised.connect(page.curves.show_advice)
        cards.change_asked.connect(coach.make)
        cards.dismissed.connect(coach.dismiss)
        first.services.pump.event_received.connect(self.handle_event)
        first.services.device_watch.measured.connect(self.show_device_use)

    @Slot(object)
    def handle_event(self, event: Event) -> None:
        """The device is watched from the start of the training to the end of the run."""
        if isinstance(event, TrainingStarted):
            self._services.device_watch.watch(event.device)
        elif isinstance(event, RunEnded):
            self._services.device_watch.stop()

    @Slot(object)
    def show_device_use(self, use: DeviceUse) -> None:
        """How the device of the run under way is used."""
        started = self._services.pump.history.started
        if started is not None:
            self._facts.show_device(use, device=started.device)
