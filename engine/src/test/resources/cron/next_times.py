"""Asks APScheduler's CronTrigger when specifications are due.

Reads lines of JSON {"zone", "start", "fields"}, writes each with "next": up to six moments in UTC, or "error".
"""

import datetime
import json
import sys
import zoneinfo

from apscheduler.triggers.cron import CronTrigger


def due(case):
    trigger = CronTrigger(timezone=zoneinfo.ZoneInfo(case["zone"]), **case["fields"])
    now = datetime.datetime.fromisoformat(case["start"].replace("Z", "+00:00")) + datetime.timedelta(seconds=1)
    previous = None
    found = []
    for _ in range(6):
        moment = trigger.get_next_fire_time(previous, now)
        if moment is None:
            break
        found.append(moment.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"))
        previous = moment
        now = moment + datetime.timedelta(seconds=1)
    return found


for line in sys.stdin:
    case = json.loads(line)
    try:
        case["next"] = due(case)
    except ValueError as refused:
        case["error"] = str(refused)
    print(json.dumps(case), flush=True)
