// Transcripts of which only a part arrives: Userlike's custom add-on has the messages that the operator can see.

type Entry = Record<string, unknown>;

/** A payload with the messages that an earlier payload has in addition. */
export interface CompletedPayload {
  payload: Uint8Array;
  /** Number of entries of the transcript that were taken from the earlier payload. */
  added: number;
}

/**
 * Completes the transcript of a payload from an earlier payload of the same conversation: the union of both by the ids of the
 * entries, in the order of `sent_at`. Where an entry has no id, the longer of the two transcripts is kept. Everything else is that of
 * `received`. Returns null when there is nothing to add.
 */
export function completeTranscript(received: Uint8Array, earlier: Uint8Array): CompletedPayload | null {
  const payload = parse(received);
  const [own, known] = [entriesOf(payload), entriesOf(parse(earlier))];
  if (payload === null || own === null || known === null) return null;
  const transcript = own.every(hasId) && known.every(hasId) ? union(own, known) : longer(own, known);
  const added = transcript.length - own.length;
  if (added <= 0) return null;
  return { payload: new TextEncoder().encode(JSON.stringify({ ...payload, transcript })), added };
}

/** Null for a payload that cannot be written again with the same values: integers that JavaScript rounds, or no JSON. */
function parse(bytes: Uint8Array): Entry | null {
  try {
    const exact = (_: string, value: unknown): unknown => {
      if (Number.isInteger(value) && !Number.isSafeInteger(value)) throw new RangeError();
      return value;
    };
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes), exact);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** The transcript; an absent one is empty. */
function entriesOf(payload: Entry | null): Entry[] | null {
  const transcript = payload?.transcript ?? [];
  return Array.isArray(transcript) && transcript.every(isObject) ? transcript : null;
}

function union(own: Entry[], known: Entry[]): Entry[] {
  const ids = new Set(own.map(({ id }) => String(id)));
  const all = [...known.filter(({ id }) => !ids.has(String(id))), ...own];
  // Without a time for each, there is no common order: the earlier entries come first.
  const times = all.map(({ sent_at }) => (typeof sent_at === "string" ? Date.parse(sent_at) : Number.NaN));
  if (times.some(Number.isNaN)) return all;
  const order = all.map((entry, at) => ({ entry, time: times[at] ?? 0 }));
  return order.sort((one, other) => one.time - other.time).map(({ entry }) => entry);
}

const longer = (own: Entry[], known: Entry[]): Entry[] => (known.length > own.length ? known : own);

const hasId = ({ id }: Entry): boolean => (typeof id === "string" && id !== "") || typeof id === "number";

function isObject(value: unknown): value is Entry {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
