import { markSuperseded, type Verdicts, verdictsOf } from "./check-summary.ts";
import { type Choices, choices, everything, type Filter, type Order, select } from "./filter.ts";
import type { Selecting } from "./grid.ts";
import type { JobRow } from "./job-watcher.ts";
import { JSON_FILE, type Notice } from "./notice.ts";
import type { Read } from "./payloads/messages.ts";
import { Library } from "./payloads/payload-store-client.ts";
import { haystackOf, type Progress, type Row, type Sending } from "./row.ts";

/** A file that is being read. */
export interface Reading {
  read: number;
  name: string;
  size: number;
  bytes: number;
  rows: number;
}

/** A conversation as the worker lists it: `GET /api/conversations`. */
export interface Received {
  conversation: number;
  way: string;
  state: string;
  receivedAt: string;
  url: string | null;
  error: { code: string; message: string } | null;
}

/** All conversations on the table, what is shown of them, and what is selected. It outlives the view. */
export class Book {
  rows: Row[] = [];
  visible: readonly Row[] = [];
  selected = new Set<number>();
  choices: Choices = choices([]);
  readonly readings = new Map<number, Reading>();
  readonly notices: Notice[] = [];
  /** So many are still to be checked against the newest mapping. */
  checking = 0;
  readonly library: Library;
  #filter: Filter = everything;
  #order: Order | null = null;
  readonly #byKey = new Map<number, Row>();
  readonly #byConversation = new Map<number, Row>();
  readonly #listeners = new Set<() => void>();
  #scheduled = false;
  #told = 0;

  constructor() {
    this.library = new Library({
      rows: (rows, read, bytes) => this.#arrived(rows, read, bytes),
      end: (read, trouble) => {
        const reading = this.readings.get(read);
        this.readings.delete(read);
        if (trouble !== null) this.notices.push({ is: "file", name: reading?.name ?? "", trouble });
        else if (reading?.rows === 0) this.notices.push({ is: "file", name: reading.name, trouble: { code: "empty" } });
        this.#settle();
        this.changed();
      },
      checked: (checks, left) => {
        for (const [key, check] of checks) {
          const row = this.#byKey.get(key);
          if (row !== undefined) row.check = check;
        }
        this.checking = left;
        this.changed();
      },
      broken: (message) => {
        this.notices.push({ is: "thread", message });
        this.changed();
      },
    });
  }

  get filter(): Filter {
    return this.#filter;
  }

  get order(): Order | null {
    return this.#order;
  }

  /** Calls back after every change, at most a few times a second while much changes. Answers how to end that. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The mapping by which conversations are checked. Null: there is none that works. */
  configure(config: string | null, limetypes: string): void {
    this.checking = this.rows.length;
    this.library.configure(config, limetypes);
  }

  open(files: Iterable<File>): void {
    for (const file of files) {
      if (!JSON_FILE.test(file.name) && file.type !== "" && !/json|text/.test(file.type)) {
        this.notices.push({ is: "file", name: file.name, trouble: { code: "not-json" } });
        continue;
      }
      const read = this.library.read(file);
      this.readings.set(read, { read, name: file.name, size: file.size, bytes: 0, rows: 0 });
    }
    this.changed();
  }

  stopReading(): void {
    for (const read of this.readings.keys()) this.library.stop(read);
  }

  /** Takes a notice away, which was read. */
  dismiss(notice: Notice): void {
    this.notices.splice(this.notices.indexOf(notice), 1);
    this.#tell();
  }

  filterBy(change: Partial<Filter>): void {
    this.#filter = { ...this.#filter, ...change };
    this.#recompute();
    this.#tell();
  }

  /** First upwards, then downwards, then as they came. */
  sortBy(column: Order["column"]): void {
    const same = this.#order?.column === column ? this.#order : null;
    this.#order = same?.descending ? null : { column, descending: same !== null };
    this.#recompute();
    this.#tell();
  }

  select(change: Selecting): void {
    const { selected, visible } = this;
    if (change.what === "row") {
      if (change.selected) selected.add(change.key);
      else selected.delete(change.key);
    } else if (change.what === "to") {
      const [from, to] = [change.from, change.to].sort((a, b) => a - b) as [number, number];
      for (const { key } of visible.slice(from, to + 1)) selected.add(key);
    } else if (change.selected) for (const { key } of visible) selected.add(key);
    else for (const { key } of visible) selected.delete(key);
    this.#tell();
  }

  selectKeys(keys: Iterable<number>): void {
    this.selected = new Set(keys);
    this.#tell();
  }

  clearSelection(): void {
    this.selected.clear();
    this.#tell();
  }

  /** The selected rows, in the order in which they are shown; those that the filter hides come after them. */
  chosen(): Row[] {
    const shown = this.visible.filter(({ key }) => this.selected.has(key));
    if (shown.length === this.selected.size) return shown;
    const here = new Set(shown);
    return [...shown, ...this.rows.filter((row) => this.selected.has(row.key) && !here.has(row))];
  }

  verdicts(): Verdicts {
    return verdictsOf(this.chosen());
  }

  /** Takes these rows off the table; nothing happens to them elsewhere. */
  remove(rows: readonly Row[]): void {
    const gone = new Set(rows);
    this.library.forget(rows.map(({ key }) => key));
    this.rows = this.rows.filter((row) => !gone.has(row));
    for (const row of rows) {
      this.#byKey.delete(row.key);
      this.selected.delete(row.key);
      if (row.conversation !== null && this.#byConversation.get(row.conversation) === row)
        this.#byConversation.delete(row.conversation);
    }
    this.#settle();
    this.changed();
  }

  /** A page of what the worker received. Answers the rows whose payloads are not here yet. */
  receive(list: readonly Received[], origin: (way: string) => string): Row[] {
    const added = list.map((received) => {
      const row = this.#rowOf(received.conversation, origin(received.way));
      row.receivedAt = Date.parse(received.receivedAt);
      row.sending = sendingOf(received);
      return row;
    });
    this.#settle();
    this.changed();
    return added.filter(({ summary }) => summary === null);
  }

  /** What a job says about its rows. `known` are those that were sent from here, in their order. */
  progress(rows: readonly JobRow[], known: readonly Row[] | null, origin: string): void {
    for (const { row: n, conversation, status, created, url, error } of rows) {
      const row = known?.[n - 1] ?? (conversation === null ? undefined : this.#rowOf(conversation, origin));
      if (row !== undefined) row.sending = { progress: status, created, url, error };
    }
    this.changed();
  }

  /** A row of this conversation: the newest that is here, or a new one. */
  #rowOf(conversation: number, origin: string): Row {
    const known = this.#byConversation.get(conversation);
    if (known !== undefined) return known;
    const bare = { conversation, origin, summary: null };
    return this.#add({
      ...bare,
      key: this.library.key(),
      receivedAt: null,
      check: null,
      trouble: null,
      superseded: false,
      sending: null,
      haystack: haystackOf(bare),
    });
  }

  #add(row: Row): Row {
    this.rows.push(row);
    this.#byKey.set(row.key, row);
    if (row.conversation !== null) this.#byConversation.set(row.conversation, row);
    return row;
  }

  #arrived(rows: readonly Read[], read: number | null, bytes: number): void {
    const reading = read === null ? undefined : this.readings.get(read);
    for (const { key, line, summary, check, trouble } of rows) {
      const known = this.#byKey.get(key);
      if (known !== undefined) {
        Object.assign(known, { summary, check, trouble });
        known.haystack = haystackOf(known);
        continue;
      }
      if (reading === undefined) continue; // it was taken off meanwhile
      const { conversation } = summary;
      const origin = `${reading.name}:${line}`;
      this.#add({
        key,
        origin,
        summary,
        conversation,
        receivedAt: null,
        check,
        trouble,
        superseded: false,
        sending: null,
        haystack: haystackOf({ conversation, summary, origin }),
      });
    }
    if (reading !== undefined) {
      reading.bytes = bytes;
      reading.rows += rows.length;
    }
    this.changed();
  }

  #settle(): void {
    markSuperseded(this.rows);
  }

  #recompute(): void {
    this.visible = select(this.rows, this.#filter, this.#order);
  }

  /** Something about the rows has changed: what is shown is found anew, but not all the time. */
  changed(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    const pause = Math.max(0, this.#told + 150 - performance.now());
    setTimeout(() => {
      this.#scheduled = false;
      this.#told = performance.now();
      this.choices = choices(this.rows);
      this.#recompute();
      this.#tell();
    }, pause);
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

const PROGRESS: Record<string, Progress> = {
  queued: "waiting",
  waiting: "waiting",
  delivering: "running",
  delivered: "done",
  failed: "failed",
};

function sendingOf({ state, url, error }: Received): Sending | null {
  const progress = PROGRESS[state];
  return progress === undefined ? null : { progress, created: null, url, error };
}
