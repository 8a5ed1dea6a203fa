import type { ConversationState, ReceivedConversation } from "../../../../contract/conversations.ts";
import type { JobRow, RowStatus } from "../../../../contract/jobs.ts";
import { batch, computed, type ReadonlySignal, Signal } from "../../platform/signal.ts";
import type { MapperInput } from "../../state/mapper.ts";
import { type CheckSummary, markSuperseded, summarizeChecks } from "./check-summary.ts";
import { type Filter, filterAndSort, filterOptions, NO_FILTER, type SortOrder } from "./filter.ts";
import { JSON_FILE, type Notice } from "./notice.ts";
import type { LoadedRow, RestoredRow } from "./payloads/messages.ts";
import { PayloadStoreClient } from "./payloads/payload-store-client.ts";
import { type ConversationRow, type Origin, type ReadError, type RowSendState, searchTextOf } from "./row.ts";
import { changeSelection, type SelectionChange } from "./selection.ts";

/** A file that is being imported. */
export interface FileImport {
  readonly read: number;
  readonly name: string;
  readonly size: number;
  readonly bytes: number;
  readonly rows: number;
}

/** What files brought, in numbers of conversations. */
export interface ImportSummary {
  readonly added: number;
  /** Those of a conversation that was in the list before. */
  readonly known: number;
  readonly unreadable: number;
}

const NOTHING: ImportSummary = { added: 0, known: 0, unreadable: 0 };

/** Shortest pause in milliseconds between two updates of the table while rows arrive. */
const UPDATE_PAUSE = 150;

/** Shortest pause after an update, in durations of that update, so that reading gets most of the main thread. */
const PAUSE_RATIO = 2;

/** Rows of the table, the filter, and the selection. Kept while another view is shown. */
export class ConversationsStore {
  readonly rows = new Signal<readonly ConversationRow[]>([]);
  readonly filter = new Signal<Filter>(NO_FILTER);
  readonly order = new Signal<SortOrder | null>(null);
  readonly selected = new Signal<ReadonlySet<number>>(new Set());
  readonly imports = new Signal<readonly FileImport[]>([]);
  readonly notices = new Signal<readonly Notice[]>([]);
  /** Number of rows with a payload that are not yet checked against the current configuration. */
  readonly uncheckedCount = new Signal(0);
  readonly visible = computed(() => filterAndSort(this.rows.value, this.filter.value, this.order.value));
  readonly filterOptions = computed(() => filterOptions(this.rows.value));
  /** The selected rows in the order shown, followed by selected rows that the filter hides. */
  readonly selectedRows = computed(() => this.#selectedRows());
  /** Summary of the selected rows or, without a selection, of all visible ones. */
  readonly summary = computed<CheckSummary>(() =>
    summarizeChecks(this.selected.value.size > 0 ? this.selectedRows.value : this.visible.value),
  );
  readonly #savedAt = new Signal<number | null>(null);
  /** When the list that an earlier visit kept was last written, until that was dismissed; null when it was empty. */
  readonly savedAt: ReadonlySignal<number | null> = this.#savedAt;
  /** Resolves when the list that is kept in this browser is in `rows`. */
  readonly restored: Promise<void>;
  readonly payloads: PayloadStoreClient;
  /** The rows as they are now; `rows` follows them with a delay. */
  readonly #byKey = new Map<number, ConversationRow>();
  /** Key of the newest row of each conversation. */
  readonly #byConversation = new Map<number, number>();
  readonly #imports = new Map<number, FileImport>();
  readonly #onImported: (summary: ImportSummary) => void;
  /** What the files of the present import have brought so far. */
  #imported = NOTHING;
  /** Keys of new rows without a payload. */
  readonly #listed: number[] = [];
  #isRestored = false;
  #showRestored = () => {};
  #unchecked = 0;
  #isScheduled = false;
  /** Earliest time of the next update. */
  #nextUpdateAt = 0;

  /** `onImported` is called when all files are read that were opened meanwhile, unless nothing was in them. */
  constructor(onImported: (summary: ImportSummary) => void) {
    this.#onImported = onImported;
    this.restored = new Promise((resolve) => {
      this.#showRestored = resolve;
    });
    this.payloads = new PayloadStoreClient({
      restored: (rows, isLast, savedAt) => {
        for (const row of rows) this.#addRestored(row);
        if (!isLast) return;
        this.#savedAt.value = savedAt;
        this.#isRestored = true;
        this.#changed();
      },
      notKept: () => this.addNotice({ type: "not-kept" }),
      rows: (rows, read, bytes) => this.#addLoadedRows(rows, read, bytes),
      ended: (read, error) => {
        const reading = this.#imports.get(read);
        this.#imports.delete(read);
        if (error !== null) this.addNotice({ type: "file", name: reading?.name ?? "", error });
        else if (reading?.rows === 0) this.addNotice({ type: "file", name: reading.name, error: { code: "empty" } });
        this.#changed();
        if (this.#imports.size === 0) this.#reportImport();
      },
      checked: (checks, left) => {
        for (const [key, check] of checks) this.#update(key, { check });
        this.#unchecked = left;
        this.#changed();
      },
      failed: (message) => {
        this.addNotice({ type: "thread", message });
        this.#showRestored();
      },
    });
    this.payloads.restore();
  }

  /** Sets what conversations are checked against. */
  configure(input: MapperInput): void {
    this.payloads.configure(input);
    this.#unchecked = 0;
    for (const { summary, readError } of this.#byKey.values()) {
      if (summary !== null && readError === null) this.#unchecked += 1;
    }
    this.uncheckedCount.value = this.#unchecked;
  }

  importFiles(files: Iterable<File>): void {
    for (const file of files) {
      if (!JSON_FILE.test(file.name) && file.type !== "" && !/json|text/.test(file.type)) {
        this.addNotice({ type: "file", name: file.name, error: { code: "not-json" } });
        continue;
      }
      const read = this.payloads.importFile(file);
      this.#imports.set(read, { read, name: file.name, size: file.size, bytes: 0, rows: 0 });
    }
    this.imports.value = [...this.#imports.values()];
  }

  stopImports(): void {
    for (const read of this.#imports.keys()) this.payloads.stopImport(read);
  }

  addNotice(notice: Notice): void {
    this.notices.value = [...this.notices.value, notice];
  }

  dismiss(notice: Notice): void {
    this.notices.value = this.notices.value.filter((other) => other !== notice);
  }

  setFilter(change: Partial<Filter>): void {
    this.filter.value = { ...this.filter.value, ...change };
  }

  /** Sorts by a column: ascending, then descending, then unsorted. */
  sortBy(column: SortOrder["column"]): void {
    const { value } = this.order;
    const same = value?.column === column ? value : null;
    this.order.value = same?.descending ? null : { column, descending: same !== null };
  }

  select(change: SelectionChange): void {
    this.selected.value = changeSelection(this.selected.value, change, this.visible.value);
  }

  selectKeys(keys: Iterable<number>): void {
    this.selected.value = new Set(keys);
  }

  clearSelection(): void {
    this.selected.value = new Set();
  }

  /** Returns the current row with this key, also before the table shows it. */
  row(key: number): ConversationRow | undefined {
    return this.#byKey.get(key);
  }

  /** Removes rows from the table; nothing else is deleted. */
  remove(rows: readonly ConversationRow[]): void {
    const selected = new Set(this.selected.value);
    this.payloads.forget(rows.map(({ key }) => key));
    const left = new Map<number, RowSendState | null>();
    for (const { key, conversation } of rows) {
      const send = this.#byKey.get(key)?.send ?? null;
      this.#byKey.delete(key);
      selected.delete(key);
      if (conversation !== null && this.#byConversation.get(conversation) === key) {
        this.#byConversation.delete(conversation);
        left.set(conversation, send);
      }
    }
    // The newest of the other rows of a conversation takes the place of the one that was removed.
    if (left.size > 0) {
      for (const { key, conversation } of this.#byKey.values())
        if (conversation !== null && left.has(conversation)) this.#byConversation.set(conversation, key);
      for (const [conversation, send] of left) {
        const key = this.#byConversation.get(conversation);
        if (key !== undefined) this.#update(key, { send });
      }
    }
    this.selected.value = selected;
    this.#changed();
  }

  /** Removes all rows, also from the browser's storage. */
  removeAll(): void {
    this.payloads.forget(null);
    this.#byKey.clear();
    this.#byConversation.clear();
    this.clearSelection();
    this.#savedAt.value = null;
    this.#changed();
  }

  dismissAge(): void {
    this.#savedAt.value = null;
  }

  /** Adds a page of received conversations. Returns the rows whose payload is missing. */
  addReceived(list: readonly ReceivedConversation[]): ConversationRow[] {
    const added = list.map((received) => {
      const { conversation, channel, receivedAt } = received;
      const { key } = this.#rowOf(conversation, { from: "received", channel });
      return this.#update(key, { receivedAt: Date.parse(receivedAt), send: sendStateOf(received) });
    });
    this.#keepListed();
    return added.filter((row) => row !== undefined && row.summary === null) as ConversationRow[];
  }

  /** Applies the rows of a job. `sentKeys` are the keys of the rows sent from this page, in the job's order. */
  applyJobRows(rows: readonly JobRow[], sentKeys: readonly number[] | null): void {
    for (const { row: n, conversation, status, created, missingFiles, url, error } of rows) {
      const sent = this.#newestOf(sentKeys?.[n - 1]);
      const key = sent ?? (conversation === null ? undefined : this.#rowOf(conversation, JOB).key);
      const before = key === undefined ? undefined : this.#byKey.get(key)?.send;
      if (
        before != null &&
        before.progress === status &&
        before.created === created &&
        before.missingFiles === missingFiles &&
        before.url === url &&
        before.error?.message === error?.message
      )
        continue;
      if (key !== undefined) this.#update(key, { send: { progress: status, created, missingFiles, url, error } });
    }
    this.#keepListed();
  }

  /** Shows what the worker sent already, in rows that were never sent from here: of each conversation in the newest. */
  applySent(sent: ReadonlyMap<number, ReceivedConversation>): void {
    for (const [conversation, key] of this.#byConversation) {
      const received = sent.get(conversation);
      if (received !== undefined && this.#byKey.get(key)?.send === null)
        this.#update(key, { send: sendStateOf(received) });
    }
  }

  setSendState(keys: readonly number[], send: RowSendState): void {
    for (const key of keys) this.#update(key, { send });
  }

  /** Shows why the payload of a row could not be loaded. */
  setReadError(key: number, readError: ReadError): void {
    this.#update(key, { readError });
  }

  /** Returns the key of the newest row of the conversation of a row. */
  #newestOf(key: number | undefined): number | undefined {
    const conversation = this.#byKey.get(key ?? -1)?.conversation;
    return conversation == null ? key : (this.#byConversation.get(conversation) ?? key);
  }

  /** Returns the newest row of a conversation; adds one when there is none. */
  #rowOf(conversation: number, origin: Origin): ConversationRow {
    const key = this.#byConversation.get(conversation);
    const existing = key === undefined ? undefined : this.#byKey.get(key);
    if (existing !== undefined) return existing;
    const bare = { conversation, origin, summary: null };
    const created = this.payloads.createKey();
    this.#listed.push(created);
    return this.#add({
      ...bare,
      key: created,
      receivedAt: null,
      check: null,
      readError: null,
      superseded: false,
      send: null,
      searchText: searchTextOf(bare),
    });
  }

  #add(added: ConversationRow): ConversationRow {
    const { key, conversation } = added;
    if (conversation === null) this.#byKey.set(key, added);
    else {
      // What became of the conversation is said of its newest row.
      const before = this.#byKey.get(this.#byConversation.get(conversation) ?? -1);
      if (before !== undefined && before.send !== null) this.#byKey.set(before.key, { ...before, send: null });
      this.#byKey.set(key, { ...added, send: before?.send ?? added.send });
      this.#byConversation.set(conversation, key);
    }
    this.#changed();
    return this.#byKey.get(key) as ConversationRow;
  }

  /** Keeps new rows without a payload for the next visit. */
  #keepListed(): void {
    const rows = this.#listed.splice(0).flatMap((key) => this.#byKey.get(key) ?? []);
    if (rows.length === 0) return;
    const kept = rows.map(({ key, origin, receivedAt, conversation }) => ({ key, origin, receivedAt, conversation }));
    this.payloads.keepListed(kept);
  }

  #update(key: number, change: Partial<ConversationRow>): ConversationRow | undefined {
    const row = this.#byKey.get(key);
    if (row === undefined) return undefined;
    const changed = { ...row, ...change };
    this.#byKey.set(key, changed);
    this.#changed();
    return changed;
  }

  #addLoadedRows(rows: readonly LoadedRow[], read: number | null, bytes: number): void {
    const reading = read === null ? undefined : this.#imports.get(read);
    for (const { key, line, summary, check, readError } of rows) {
      const existing = this.#byKey.get(key);
      if (existing !== undefined) {
        const searchText = searchTextOf({ ...existing, summary });
        this.#update(key, { summary, check, readError, searchText });
        continue;
      }
      if (reading === undefined || line === null) continue; // removed in the meantime
      const { conversation } = summary;
      const origin: Origin = { from: "file", name: reading.name, line };
      this.#countImported(conversation, readError);
      this.#add({
        key,
        origin,
        summary,
        conversation,
        receivedAt: null,
        check,
        readError,
        superseded: false,
        send: null,
        searchText: searchTextOf({ conversation, summary, origin }),
      });
    }
    if (reading !== undefined) {
      this.#imports.set(reading.read, { ...reading, bytes, rows: reading.rows + rows.length });
      this.#changed();
    }
  }

  #countImported(conversation: number | null, readError: ReadError | null): void {
    const { added, known, unreadable } = this.#imported;
    if (readError !== null) this.#imported = { added, known, unreadable: unreadable + 1 };
    else if (conversation !== null && this.#byConversation.has(conversation))
      this.#imported = { added, known: known + 1, unreadable };
    else this.#imported = { added: added + 1, known, unreadable };
  }

  #reportImport(): void {
    const imported = this.#imported;
    this.#imported = NOTHING;
    if (imported !== NOTHING) this.#onImported(imported);
  }

  #addRestored({ key, origin, receivedAt, conversation, summary, check, readError }: RestoredRow): void {
    const searchText = searchTextOf({ conversation, summary, origin });
    const bare = { key, origin, receivedAt, summary, conversation, check, readError, searchText };
    this.#add({ ...bare, superseded: false, send: null });
  }

  #selectedRows(): readonly ConversationRow[] {
    const selected = this.selected.value;
    const shown = this.visible.value.filter(({ key }) => selected.has(key));
    if (shown.length === selected.size) return shown;
    const included = new Set(shown);
    return [...shown, ...this.rows.value.filter((row) => selected.has(row.key) && !included.has(row))];
  }

  /** Schedules an update of the signals, unless one is scheduled. */
  #changed(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setTimeout(() => this.#updateSignals(), Math.max(0, this.#nextUpdateAt - performance.now()));
  }

  /** Updates the signals. The pause after it grows with its duration. */
  async #updateSignals(): Promise<void> {
    this.#isScheduled = false;
    const startedAt = performance.now();
    const rows = markSuperseded([...this.#byKey.values()]);
    for (const row of rows) if (this.#byKey.get(row.key) !== row) this.#byKey.set(row.key, row);
    batch(() => {
      this.rows.value = rows;
      this.imports.value = [...this.#imports.values()];
      this.uncheckedCount.value = this.#unchecked;
    });
    if (this.#isRestored) this.#showRestored();
    // What shows the rows is rendered in microtasks that are queued by now.
    await Promise.resolve();
    const endedAt = performance.now();
    this.#nextUpdateAt = endedAt + Math.max(UPDATE_PAUSE, PAUSE_RATIO * (endedAt - startedAt));
  }
}

const JOB: Origin = { from: "job" };

const PROGRESS_BY_STATE: Record<ConversationState, RowStatus> = {
  queued: "waiting",
  waiting: "waiting",
  delivering: "running",
  delivered: "done",
  failed: "failed",
};

const sendStateOf = ({ state, url, created, missingFiles, error }: ReceivedConversation): RowSendState => ({
  progress: PROGRESS_BY_STATE[state],
  created,
  missingFiles,
  url,
  error,
});
