// Times as Lime CRM writes them. StoredValue: UTC with microseconds, so that their texts sort as they do. In responses:
// with the offset of the server's time zone. The sandbox's server is in Lund, so a client that compares times as texts fails.

const SERVER_ZONE = "Europe/Stockholm";
const offsets = new Intl.DateTimeFormat("en", { timeZone: SERVER_ZONE, timeZoneName: "longOffset" });

const TIME = /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?([Zz]|[+-]\d{2}:?\d{2})$/;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** The stored form of a time with an offset; none if it isn't one. */
export function parseTime(text: string): string | undefined {
  const parts = TIME.exec(text);
  if (!parts) return undefined;
  const [, year = "", month = "", day = "", hour = "", minute = "", second = "00", fraction = "", offset = "Z"] = parts;
  if (!parseDate(`${year}-${month}-${day}`) || +hour > 23 || +minute > 59 || +second > 59) return undefined;
  const zone = /^z$/i.test(offset) ? "Z" : offset.includes(":") ? offset : `${offset.slice(0, 3)}:${offset.slice(3)}`;
  const instant = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`);
  if (Number.isNaN(instant.getTime()) || instant.getUTCFullYear() < 1 || instant.getUTCFullYear() > 9999) {
    return undefined;
  }
  return `${instant.toISOString().slice(0, 19)}.${fraction.slice(0, 6).padEnd(6, "0")}Z`;
}

/** A day that the calendar has. */
export function parseDate(text: string): string | undefined {
  const [, year, month, day] = DATE.exec(text) ?? [];
  if (!year || !month || !day || year === "0000") return undefined;
  const date = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(date.getTime()) || date.getUTCDate() !== Number(day) ? undefined : text;
}

/** "2023-05-17T11:21:12.507000+02:00" of a stored time. */
export function withOffset(stored: string): string {
  const instant = Date.parse(`${stored.slice(0, 19)}Z`);
  const { sign, hours, minutes, shift } = offsetAt(instant);
  // At the end of the calendar the server's own year would have five digits.
  const local = new Date(instant + shift);
  if (local.getUTCFullYear() > 9999) return `${stored.slice(0, -1)}+00:00`;
  return `${local.toISOString().slice(0, 19)}${stored.slice(19, -1)}${sign}${hours}:${minutes}`;
}

interface Offset {
  readonly sign: string;
  readonly hours: string;
  readonly minutes: string;
  readonly shift: number;
}

const MINUTE = 60_000;
let lastOffset: { readonly minute: number; readonly offset: Offset } | undefined;

/** The offset of the server's zone. The last one is kept: most times of a response are of the same minute. */
function offsetAt(instant: number): Offset {
  const minute = Math.floor(instant / MINUTE);
  if (lastOffset?.minute === minute) return lastOffset.offset;
  const name = offsets.formatToParts(instant).find(({ type }) => type === "timeZoneName")?.value ?? "";
  const [, sign = "+", hours = "00", minutes = "00"] = /GMT([+-])(\d{2}):(\d{2})/.exec(name) ?? [];
  const shift = (Number(hours) * 60 + Number(minutes)) * (sign === "-" ? -MINUTE : MINUTE);
  lastOffset = { minute, offset: { sign, hours, minutes, shift } };
  return lastOffset.offset;
}

/** Now, in the stored form. */
export const now = (): string => new Date().toISOString().replace("Z", "000Z");
