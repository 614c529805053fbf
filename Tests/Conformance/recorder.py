"""A proxy on loopback that hands every request on and keeps what went over the wire."""

import http.client
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, unquote, urlsplit


class Exchange:
    """A request as it arrived, and the response to it."""

    def __init__(self, method, target, headers, body):
        parts = urlsplit(target)
        self.method = method
        self.path = unquote(parts.path)
        self.raw_query = parts.query
        self.query = sorted(parse_qsl(parts.query, keep_blank_values=True))
        self.content_type = (headers.get("Content-Type") or "").split(";")[0].lower()
        self.accept = headers.get("Accept") or ""
        self.body = body
        self.status = None
        self.answer = b""
        self.answer_type = ""

    def __repr__(self):
        return f"{self.method} {self.path}?{self.query} {self.content_type} {self.body[:300]!r} -> {self.status}"


class Recorder:
    """Listens on a port of its own and records what it hands on to a service."""

    def __init__(self, service):
        host = urlsplit(service)
        self.exchanges = []
        lock = threading.Lock()
        recorder = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def forward(self):
                size = int(self.headers.get("Content-Length") or 0)
                exchange = Exchange(self.command, self.path, self.headers, self.rfile.read(size))
                connection = http.client.HTTPConnection(host.hostname, host.port, timeout=60)
                skipped = {"host", "connection", "accept-encoding", "content-length"}
                headers = {k: v for k, v in self.headers.items() if k.lower() not in skipped}
                connection.request(self.command, self.path, body=exchange.body or None, headers=headers)
                response = connection.getresponse()
                # Addresses of the service become addresses of the recorder.
                exchange.answer = response.read().replace(service.encode(), recorder.address.encode())
                exchange.status = response.status
                exchange.answer_type = response.headers.get("Content-Type") or ""
                with lock:
                    recorder.exchanges.append(exchange)
                self.send_response(response.status)
                for name, value in response.headers.items():
                    if name.lower() not in {"connection", "transfer-encoding", "content-length", "date"}:
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(exchange.answer)))
                self.end_headers()
                self.wfile.write(exchange.answer)

            do_GET = do_POST = forward

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def take(self):
        """What was recorded since the last call."""
        taken, self.exchanges = self.exchanges, []
        return taken

    def stop(self):
        self.server.shutdown()
