import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, cast

import pytest

from gui.control.tensorboard.process import TensorBoardProcess
from gui.control.tensorboard.watch import TensorBoardWatch, has_scalars
from tests.marks import TIMING

pytestmark = TIMING

PATIENCE_MS = 60_000


class Server(HTTPServer):
    """Says what `listing` holds, and keeps what it was asked."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked = []
        self.listing = listing(enabled=False)


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        server = cast("Server", self.server)
        server.asked.append(self.path)
        self.send_response(200)
        self.send_header("Content-Length", str(len(server.listing)))
        self.end_headers()
        self.wfile.write(server.listing)

    def log_request(self, code="-", size="-"):
        """Print nothing."""


@pytest.fixture
def server():
    made = Server()
    thread = threading.Thread(target=made.serve_forever, args=(0.05,))
    thread.start()
    yield made
    made.shutdown()
    thread.join()
    made.server_close()


def listing(*, enabled):
    return json.dumps({"timeseries": {"enabled": enabled}}).encode()


def url_of(server):
    return f"http://127.0.0.1:{server.server_port}/"


@pytest.fixture
def watch():
    made = TensorBoardWatch()
    yield made
    made.stop()
    made.deleteLater()


def test_tells_when_data_comes_and_then_asks_no_more(qtbot, server, watch):
    watch.watch(url_of(server))
    with qtbot.assertNotEmitted(watch.data_arrived):
        qtbot.waitUntil(lambda: len(server.asked) >= 2, timeout=PATIENCE_MS)
    with qtbot.waitSignal(watch.data_arrived, timeout=PATIENCE_MS) as said:
        server.listing = listing(enabled=True)
    assert said.args == [url_of(server)]
    assert set(server.asked) == {"/data/plugins_listing"}
    asked = len(server.asked)
    qtbot.wait(1200)
    assert len(server.asked) == asked


def test_stop_ends_the_asking(qtbot, server, watch):
    watch.watch(url_of(server))
    qtbot.waitUntil(lambda: server.asked != [], timeout=PATIENCE_MS)
    watch.stop()
    server.listing = listing(enabled=True)
    with qtbot.assertNotEmitted(watch.data_arrived, wait=1200):
        pass


def test_goes_on_asking_a_server_that_does_not_answer_yet(qtbot, server, watch):
    server.listing = b"starting"
    watch.watch(url_of(server))
    qtbot.waitUntil(lambda: len(server.asked) >= 2, timeout=PATIENCE_MS)
    with qtbot.waitSignal(watch.data_arrived, timeout=PATIENCE_MS):
        server.listing = listing(enabled=True)


@pytest.mark.parametrize(
    ("answer", "there"),
    [
        (listing(enabled=True), True),
        (listing(enabled=False), False),
        (b"{}", False),
        (b"[]", False),
        (b'{"timeseries": 1}', False),
        (b"", False),
        (b"\xff", False),
    ],
)
def test_reads_the_listing(answer, there):
    assert has_scalars(answer) is there


def write_scalars(folder):
    from tensorboard.compat.proto import event_pb2, summary_pb2
    from tensorboard.summary.writer.record_writer import RecordWriter

    messages: Any = event_pb2
    summaries: Any = summary_pb2
    value = summaries.Summary.Value(tag="epoch_loss", simple_value=0.5)
    events = [
        messages.Event(file_version="brain.Event:2", wall_time=1.0),
        messages.Event(step=1, wall_time=2.0, summary=summaries.Summary(value=[value])),
    ]
    folder.mkdir()
    with (folder / "events.out.tfevents.1.test.1.v2").open("wb") as file:
        writer = RecordWriter(file)
        for event in events:
            writer.write(event.SerializeToString())


def test_a_real_tensorboard_reports_its_first_scalars(qtbot, watch, tmp_path):
    board = TensorBoardProcess()
    board.started.connect(watch.watch)
    try:
        with qtbot.assertNotEmitted(watch.data_arrived), qtbot.waitSignal(board.started, timeout=PATIENCE_MS):
            board.start(tmp_path)
        with qtbot.waitSignal(watch.data_arrived, timeout=PATIENCE_MS) as said:
            write_scalars(tmp_path / "train")
        assert said.args == [board.url]
    finally:
        board.close()
        board.deleteLater()
