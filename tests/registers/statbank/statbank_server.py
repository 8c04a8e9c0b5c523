"""A real server on this machine that answers as the StatBank does, and misbehaves on request."""

import json
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Reply:
    """`cut` bytes of the promised body are left out; each part waits for `pause` seconds."""

    body: bytes = b""
    status: int = 200
    headers: dict = field(default_factory=dict)
    cut: int = 0
    pause: float = 0
    parts: int = 1
    chunked: bool = False


def as_json(content, **others):
    return Reply(json.dumps(content).encode(), **others)


def refusal(message):
    return as_json({"errorTypeCode": "EXTRACT-NOTFOUND", "message": message}, status=400)


class Server(ThreadingHTTPServer):
    """Gives each function's replies one after the other, the last of them again and again."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.replies, self.asked, self.moments, self.agents = {}, [], [], []

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/v1"

    def asked_for(self, function):
        return [question for name, question in self.asked if name == function]

    def next_reply(self, function):
        left = self.replies[function]
        return left.pop(0) if len(left) > 1 else left[0]

    def handle_error(self, request, client_address):
        pass  # a client that gives up is what some tests are about


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        function = self.path.rsplit("/", 1)[1]
        question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((function, question))
        self.server.moments.append(time.monotonic())
        self.server.agents.append(self.headers["User-Agent"])
        reply = self.server.next_reply(function)
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.chunked:
            self.send_header("Transfer-Encoding", "chunked")
        else:
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self._send(reply)

    def _send(self, reply):
        body = reply.body[: len(reply.body) - reply.cut]
        step = max(1, -(-len(body) // reply.parts))
        for start in range(0, len(body), step):
            time.sleep(reply.pause)
            part = body[start : start + step]
            self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part) if reply.chunked else part)
            self.wfile.flush()
        if reply.chunked and not reply.cut:
            self.wfile.write(b"0\r\n\r\n")
        if reply.cut:
            self.close_connection = True

    def log_message(self, *arguments):
        pass


def variable(id_, text, values, *, elimination=True, time=False, map_=None):
    return {
        "id": id_, "text": text, "elimination": elimination, "time": time, "map": map_,
        "values": [{"id": code, "text": name} for code, name in values.items()],
    }  # fmt: skip


AREAS = {"000": "All Denmark", "084": "Region Hovedstaden", "101": "Copenhagen",
         "751": "Aarhus", "997": "Unknown municipality"}  # fmt: skip
YEARS = {"2015": "2015", "2016": "2016", "2017": "2017"}


def small_info(**changes):
    """The description of a made-up table by area, age and year."""
    described = {
        "id": "TEST1", "text": "People", "unit": "Number", "updated": "2020-02-11T08:00:00",
        "active": True,
        "variables": [
            variable("OMRÅDE", "region", AREAS),
            variable("ALDER", "age", {"IALT": "Age, total", "0": "0 years", "1": "1 year",
                                      "101": "101 years"}),
            variable("Tid", "time", YEARS, elimination=False, time=True),
        ],
    }  # fmt: skip
    return described | changes


def cube(dimensions, values, *, updated="2020-02-11T07:00:00Z", table="TEST1"):
    """A reply in JSON-stat as the StatBank writes it: version 1, with the table as a dimension."""
    whole = {**dimensions, "ContentsCode": [table]}
    described = {
        name: {
            "label": name.lower(),
            "category": {"index": {code: at for at, code in enumerate(codes)},
                         "label": {code: code for code in codes}},
        }
        for name, codes in whole.items()
    }  # fmt: skip
    described |= {
        "id": list(whole),
        "size": [len(codes) for codes in whole.values()],
        "role": {"metric": ["ContentsCode"], "time": ["Tid"]},
    }
    return {"dataset": {"dimension": described, "label": table, "source": "Statistics Denmark",
                        "updated": updated, "value": values}}  # fmt: skip
