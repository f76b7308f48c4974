"""A client of the CXone endpoints as anybody would write it, against `wfm-bridge simulate`.

usage: cxone_client.py PROGRAM SHAPE    where SHAPE is a value of --pages
"""

import datetime
import subprocess
import sys
import time

import httpx
import requests

SECRET = "p%s:/ &secret"


def check(holds, words):
    if not holds:
        raise SystemExit(f"does not hold: {words}")


def iso(moment):
    return moment.isoformat(timespec="milliseconds")


class Client:
    """CXone through requests or httpx, credentials in the form or as Basic."""

    def __init__(self, base, http, basic, scope):
        self.base, self.http = base, http
        data = {"grant_type": "client_credentials"}
        if scope:
            data["scope"] = scope
        if basic:
            answer = http.post(f"{base}/oauth/token", data=data, auth=("my-client", SECRET))
        else:
            answer = http.post(f"{base}/oauth/token", data={**data, "client_id": "my-client", "client_secret": SECRET})
        check(answer.status_code == 200, f"a token is given: {answer.status_code} {answer.text}")
        token = answer.json()
        check(3000 <= token["expires_in"] <= 4000, f"it lives for about an hour: {token['expires_in']}")
        self.headers = {"Authorization": f"Bearer {token['access_token']}"}

    def get(self, path, **parameters):
        return self.http.get(self.base + path, params=parameters, headers=self.headers)

    def put_status(self, user, **body):
        return self.http.put(f"{self.base}/api/v2/users/{user}/status", json=body, headers=self.headers)

    def history(self, user, start, end):
        """All records, wherever the answer keeps them and the token of the next page."""
        records, token, pages = [], None, 0
        while True:
            parameters = {"user_id": user, "start_date_time": iso(start), "end_date_time": iso(end), "timezone": "America/New_York"}
            if token:
                parameters["page_token"] = token
            answer = self.get("/reporting/v2/agents/states/history", **parameters)
            check(answer.status_code == 200, f"the history is given: {answer.status_code} {answer.text}")
            body = answer.json()
            pages += 1
            if isinstance(body, list):
                records += body
                token = answer.headers.get("next_page_token")
            else:
                records += body["records"] if "records" in body else body["data"]
                token = (
                    body.get("next_page_token")
                    or (body.get("pagination") or {}).get("next_page_token")
                    or answer.headers.get("next_page_token")
                )
            if not token:
                return records, pages


def expect_shape(shape, client, user, start, end):
    answer = client.get(
        "/reporting/v2/agents/states/history", user_id=user, start_date_time=iso(start), end_date_time=iso(end)
    )
    body = answer.json()
    where = {
        "records": lambda: body["records"] and body["next_page_token"],
        "data": lambda: body["data"] and body["next_page_token"],
        "array": lambda: isinstance(body, list) and answer.headers["next_page_token"],
        "header": lambda: answer.headers["next_page_token"] and "next_page_token" not in body,
        "pagination": lambda: body["pagination"]["next_page_token"] and "next_page_token" not in body,
    }
    check(where[shape](), f"a first page has the shape {shape}: {answer.headers} {answer.text[-200:]}")


def ordinary(base):
    return [agent["id"] for agent in httpx.get(f"{base}/simulator/agents").json() if agent["trait"] == "ordinary"]


def read(client, user, shape):
    answer = client.get(f"/api/v2/users/{user}")
    check(answer.status_code == 200, f"the user is given: {answer.status_code}")
    check(isinstance(answer.json()["roles"][0]["name"], str), f"roles have names: {answer.text}")
    shift = answer.json()["shiftSchedule"]
    check(shift["start"] < time.time() < shift["end"], f"the shift is in Unix seconds: {shift}")
    answer = client.get(f"/api/v2/users/{user}/status")
    check(answer.status_code == 200, f"the status is given: {answer.status_code}")
    check(set(answer.json()) >= {"userId", "status", "pauseReason", "wrapUpCode", "timestamp"}, f"its fields: {answer.text}")

    end = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=1)
    start = end - datetime.timedelta(hours=24)
    expect_shape(shape, client, user, start, end)
    records, pages = client.history(user, start, end)
    check(pages >= 2, f"a day has pages: {pages} for {len(records)} records")
    starts = [datetime.datetime.fromisoformat(record["start_time"].replace("Z", "+00:00")) for record in records]
    check(len(set(starts)) == len(records), "no record comes twice")
    check(sum(record["end_time"] is None for record in records) == 1, "one state is the current one")
    ordered = sorted(zip(starts, records), key=lambda pair: pair[0])
    for (_, one), (start, _) in zip(ordered, ordered[1:]):
        end = datetime.datetime.fromisoformat(one["end_time"].replace("Z", "+00:00"))
        check(abs((start - end).total_seconds()) < 0.001, f"a state ends where the next begins: {one} {start}")
    return records


def write(client, user):
    answer = client.put_status(
        user, status="Break", pauseReason="Queue Full", wrapUpCode=None,
        directiveFlags={"autoAvailable": False, "respectWrapUp": True},
    )
    check(answer.status_code == 200 and answer.json()["status"] == "Break", f"a status is set: {answer.status_code} {answer.text}")
    answer = client.get(f"/api/v2/users/{user}/status")
    check(answer.json()["status"] == "Break" and answer.json()["pauseReason"] == "Queue Full", f"and stays: {answer.text}")
    answer = client.put_status(user, status="Lunch")
    check(answer.status_code == 400 and answer.json()["message"], f"a wrong one is refused: {answer.status_code} {answer.text}")
    check(client.put_status("nobody", status="Training").status_code == 404, "an unknown user is 404")


def refusals(base, client, http, user):
    wrong = http.post(
        f"{base}/oauth/token", data={"grant_type": "client_credentials", "client_id": "my-client", "client_secret": "no"}
    )
    check(wrong.status_code == 401, f"a wrong secret gets no token: {wrong.status_code}")
    wrong = http.get(f"{base}/api/v2/users/{user}", headers={"Authorization": "Bearer rubbish"})
    check(wrong.status_code == 401, f"a wrong token is refused: {wrong.status_code}")
    check(http.get(f"{base}/api/v2/users/{user}").status_code == 401, "no token is refused")
    narrow = Client(base, http, False, "user:status:read")
    check(narrow.put_status(user, status="Training").status_code == 403, "writing needs user:status:write")
    now = datetime.datetime.now(datetime.timezone.utc)
    answer = narrow.get(
        "/reporting/v2/agents/states/history",
        user_id=user, start_date_time=iso(now - datetime.timedelta(hours=1)), end_date_time=iso(now),
    )
    check(answer.status_code == 403, f"the history needs reporting:read: {answer.status_code} {answer.text}")
    check(client.get("/api/v2/users/nobody").status_code == 404, "an unknown user is 404")
    answer = client.get(
        "/reporting/v2/agents/states/history", user_id=user, start_date_time="yesterday", end_date_time="today"
    )
    check(answer.status_code == 400, f"dates must be ISO 8601: {answer.status_code}")

    http.put(f"{base}/simulator/agents/{user}", json={"wrapUpSeconds": 60})
    answer = client.put_status(
        user, status="Training", directiveFlags={"autoAvailable": False, "respectWrapUp": True}
    )
    check(answer.status_code == 409, f"wrap-up blocks a change: {answer.status_code} {answer.text}")
    http.put(f"{base}/simulator/agents/{user}", json={"wrapUpSeconds": 0})
    http.put(f"{base}/simulator/faults", json=[{"call": "put_status", "kind": "answer", "code": 429, "retryAfter": 7, "times": 1}])
    answer = client.put_status(user, status="Training")
    check(answer.status_code == 429 and answer.headers["Retry-After"] == "7", f"429 has Retry-After: {answer.headers}")
    check(client.put_status(user, status="Training").status_code == 200, "and is over after that")


def main(program, shape):
    simulator = subprocess.Popen(
        [program, "simulate", "--port", "0", "--agents", "20", "--pages", shape, "--client-id", "my-client", "--client-secret", SECRET],
        stdout=subprocess.PIPE, text=True,
    )
    try:
        base = simulator.stdout.readline().strip()
        check(base.startswith("http://127.0.0.1:"), f"the first line is the base URL alone: {base}")
        user = ordinary(base)[0]
        everything = "user:status:write user:status:read reporting:read"
        histories = []
        for http in (requests.Session(), httpx.Client()):
            for basic in (False, True):
                client = Client(base, http, basic, None if basic else everything)
                histories.append(read(client, user, shape))
                write(client, user)
                refusals(base, client, http, user)
        check(histories[0][:50] == histories[-1][:50], "every way of asking gives the same")
        simulator.terminate()
        check(simulator.wait(timeout=20) == 0, "the simulator ends with 0")
        print("all calls answered")
    finally:
        simulator.kill()


main(*sys.argv[1:])
