"""Writes src/text/zone/samples.tsv: what Python's zoneinfo says of some zones, around their changes.

PYTHONTZPATH=/usr/share/zoneinfo python3 tools/zones/samples.py   (tzdata of the table's version or later)
"""

import datetime
import random
import zoneinfo

ZONES = """Africa/Cairo Africa/Casablanca Africa/Johannesburg Africa/Juba America/Argentina/Buenos_Aires
America/Caracas America/Los_Angeles America/Mexico_City America/New_York America/Nuuk America/Phoenix
America/Santiago America/Sao_Paulo America/St_Johns America/Vancouver Antarctica/Troll Asia/Calcutta Asia/Dubai
Asia/Gaza Asia/Jerusalem Asia/Kathmandu Asia/Pyongyang Asia/Tehran Asia/Tokyo Atlantic/Azores
Australia/Lord_Howe Australia/Sydney CET Etc/GMT+5 Etc/UTC Europe/Berlin Europe/Dublin Europe/Istanbul
Europe/Kiev Europe/Kyiv Europe/Lisbon Europe/London Europe/Moscow Europe/Stockholm Pacific/Apia Pacific/Auckland
Pacific/Chatham US/Pacific UTC""".split()
UTC = datetime.timezone.utc
FROM, TO = (int(datetime.datetime(year, 1, 1, tzinfo=UTC).timestamp()) for year in (2010, 2101))
DAY = 86400


def at(zone, seconds):
    there = datetime.datetime.fromtimestamp(seconds, UTC).astimezone(zone)
    return int(there.utcoffset().total_seconds()), there.tzname()


def changes(zone):
    for low in range(FROM, TO, DAY):
        high = low + DAY
        if at(zone, low) != at(zone, high):
            while high - low > 1:
                middle = (low + high) // 2
                if at(zone, middle) == at(zone, low):
                    low = middle
                else:
                    high = middle
            yield high


if __name__ == "__main__":
    random.seed(1)
    with open("src/text/zone/samples.tsv", "w") as out:
        for name in ZONES:
            zone = zoneinfo.ZoneInfo(name)
            found = list(changes(zone))
            early = [change for change in found if change < FROM + 17 * 365 * DAY]
            picked = {*random.sample(early, min(3, len(early)))}
            rest = [change for change in found if change not in picked]
            picked.update(random.sample(rest, min(5 - len(picked), len(rest))))
            instants = {second for change in picked for second in (change - 1, change)}
            while len(instants) < 12:
                instants.add(random.randrange(FROM, TO))
            for instant in sorted(instants):
                offset, abbreviation = at(zone, instant)
                print(name, instant, offset, abbreviation, sep="\t", file=out)
