"""Signs requests and verifies events with the PyPI package standardwebhooks, against the real program.

usage: webhooks.py PROGRAM DIRECTORY
"""

import base64
import datetime
import http.server
import json
import os
import signal
import subprocess
import sys
import threading
import time
import uuid

import httpx
from standardwebhooks.webhooks import Webhook, WebhookVerificationError


class Receiver(http.server.BaseHTTPRequestHandler):
    """Keeps what comes, as it came."""

    came = []
    lock = threading.Lock()

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        with Receiver.lock:
            Receiver.came.append((dict(self.headers.items()), body))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


def wait_for(what, seconds, condition):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if (result := condition()) is not None:
            return result
        time.sleep(0.02)
    raise SystemExit(f"waited {seconds} s in vain for {what}")


def check(holds, words):
    if not holds:
        raise SystemExit(f"does not hold: {words}")


def post(info, body, *, secret=None, identifier=None):
    identifier = identifier or f"msg_{uuid.uuid4().hex}"
    text = json.dumps(body)
    now = datetime.datetime.now(datetime.timezone.utc)
    headers = {
        "content-type": "application/json",
        "webhook-id": identifier,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(secret or info["signingSecret"]).sign(identifier, now, text),
    }
    return identifier, httpx.post(f"{info['url']}/v1/sources/{info['source']}/status-changes", content=text, headers=headers)


def ordinary(info):
    """Agents that nothing stands in the way of."""
    agents = {agent["id"]: agent for agent in httpx.get(f"{info['cxoneUrl']}/simulator/agents").json()}
    return [name for name in info["agents"] if agents[name]["trait"] == "ordinary"]


def run(info):
    agents = ordinary(info)
    check(len(agents) >= 10, f"there are ordinary agents: {agents}")
    expected = {}

    single, answer = post(info, {"event": "agent_status_change_requested", "userId": agents[0], "status": "Training"})
    check(answer.status_code == 202, f"a signed request is accepted: {answer.status_code} {answer.text}")
    check(answer.json()["id"] == single, f"the answer names the request: {answer.text}")
    expected[answer.json()["changes"][0]["changeId"]] = (single, agents[0], "Training")

    changes = [
        {"userId": agents[number], "status": status, **({"pauseReason": "Queue Full"} if status == "Break" else {})}
        for number, status in enumerate(["Break", "Training", "Busy", "Break", "Training"], start=1)
    ]
    batch, answer = post(info, {"event": "agent_status_changes_requested", "changes": changes})
    check(answer.status_code == 202, f"a signed batch is accepted: {answer.status_code} {answer.text}")
    for change, verdict in zip(changes, answer.json()["changes"], strict=True):
        check(verdict["userId"] == change["userId"], f"answers keep the order: {answer.text}")
        expected[verdict["changeId"]] = (batch, change["userId"], change["status"])

    again, answer = post(
        info, {"event": "agent_status_change_requested", "userId": agents[0], "status": "Training"}, identifier=single
    )
    check(answer.status_code == 200 and answer.json()["duplicate"] is True, f"a repeat is told as one: {answer.text}")
    _, answer = post(
        info, {"event": "agent_status_change_requested", "userId": agents[0], "status": "Busy"}, identifier=single
    )
    check(answer.status_code == 409 and answer.json()["code"] == "id_reused", f"another body is refused: {answer.text}")
    other = "whsec_" + base64.b64encode(os.urandom(32)).decode()
    _, answer = post(
        info, {"event": "agent_status_change_requested", "userId": agents[0], "status": "Busy"}, secret=other
    )
    check(
        answer.status_code == 401 and answer.json()["code"] == "no_matching_signature", f"a forged one is refused: {answer.text}"
    )

    def settled():
        with Receiver.lock:
            found = {json.loads(body)["changeId"] for _, body in Receiver.came}
        return True if found >= expected.keys() else None

    wait_for("the events of all changes", 60, settled)
    verifier = Webhook(info["eventSecret"])
    stranger = Webhook(other)
    with Receiver.lock:
        came = list(Receiver.came)
    for headers, body in came:
        event = verifier.verify(body, headers)
        lower = {name.lower(): value for name, value in headers.items()}
        check(event["id"] == lower["webhook-id"], "webhook-id is the event's id")
        check(lower["content-type"] == "application/json", f"events say that they are JSON: {lower}")
        request, user, status = expected[event["changeId"]]
        check(event["requestId"] == request, f"{event} names its request")
        check(event["event"] == "agent_status_updated", f"{event} tells success")
        check(event["userId"] == user and event["status"] == status, f"{event} tells what was asked for")
        check(event["source"] == "cxone_status_updater", f"{event} names its source")
        check(isinstance(event["latencyMs"], (int, float)) and event["latencyMs"] >= 0, f"{event} has a latency")
        datetime.datetime.fromisoformat(event["timestamp"].replace("Z", "+00:00"))
        try:
            stranger.verify(body, headers)
        except WebhookVerificationError:
            continue
        raise SystemExit("an event verifies with a key that did not sign it")
    check(len({headers["webhook-id"] for headers, _ in came}) == len(expected), "every change has one event")
    print(f"{len(came)} events verified")


def main(program, directory):
    directory = os.path.abspath(directory)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    info = os.path.join(directory, "info.json")
    bridge = subprocess.Popen(
        [
            program, "serve", "--simulate", "--port", "0", "--agents", "40", "--data", os.path.join(directory, "data"),
            "--webhook-url", f"http://127.0.0.1:{server.server_port}/events", "--info", info, "--log-level", "error",
        ],
        cwd=directory,
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_for("the info file", 60, lambda: True if os.path.exists(info) or bridge.poll() is not None else None)
        with open(info, encoding="utf-8") as file:
            run(json.load(file))
        bridge.send_signal(signal.SIGTERM)
        check(bridge.wait(timeout=30) == 0, "the bridge ends with 0")
    finally:
        bridge.kill()


main(*sys.argv[1:])
