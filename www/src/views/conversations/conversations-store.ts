import type { Channel, ConversationState, ReceivedConversation } from "../../../../contract/conversations.ts";
import type { JobRow, RowStatus } from "../../../../contract/jobs.ts";
import type { MapperInput } from "../../state/mapper.ts";
import { type CheckSummary, markSuperseded, summarizeChecks } from "./check-summary.ts";
import { type Filter, type FilterOptions, filterAndSort, filterOptions, NO_FILTER, type SortOrder } from "./filter.ts";
import type { SelectionChange } from "./grid.ts";
import { JSON_FILE, type Notice } from "./notice.ts";
import type { LoadedRow } from "./payloads/messages.ts";
import { PayloadStoreClient } from "./payloads/payload-store-client.ts";
import { type ConversationRow, type RowSendState, searchTextOf } from "./row.ts";

/** A file that is being imported. */
export interface FileImport {
  read: number;
  name: string;
  size: number;
  bytes: number;
  rows: number;
}

/** Rows of the table, the filter, and the selection. Kept while another view is shown. */
export class ConversationsStore {
  rows: ConversationRow[] = [];
  visible: readonly ConversationRow[] = [];
  selected = new Set<number>();
  filterOptions: FilterOptions = filterOptions([]);
  readonly imports = new Map<number, FileImport>();
  readonly notices: Notice[] = [];
  /** Number of rows not yet checked against the current configuration. */
  uncheckedCount = 0;
  readonly payloads: PayloadStoreClient;
  #filter: Filter = NO_FILTER;
  #order: SortOrder | null = null;
  readonly #byKey = new Map<number, ConversationRow>();
  readonly #byConversation = new Map<number, ConversationRow>();
  readonly #listeners = new Set<() => void>();
  #scheduled = false;
  #notifiedAt = 0;

  constructor() {
    this.payloads = new PayloadStoreClient({
      rows: (rows, read, bytes) => this.#addLoadedRows(rows, read, bytes),
      ended: (read, error) => {
        const reading = this.imports.get(read);
        this.imports.delete(read);
        if (error !== null) this.notices.push({ type: "file", name: reading?.name ?? "", error });
        else if (reading?.rows === 0) this.notices.push({ type: "file", name: reading.name, error: { code: "empty" } });
        this.#updateSuperseded();
        this.changed();
      },
      checked: (checks, left) => {
        for (const [key, check] of checks) {
          const row = this.#byKey.get(key);
          if (row !== undefined) row.check = check;
        }
        this.uncheckedCount = left;
        this.changed();
      },
      failed: (message) => {
        this.notices.push({ type: "thread", message });
        this.changed();
      },
    });
  }

  get filter(): Filter {
    return this.#filter;
  }

  get order(): SortOrder | null {
    return this.#order;
  }

  /** Calls `listener` after changes, throttled. Returns a function that unsubscribes. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Sets what conversations are checked against. */
  configure(input: MapperInput): void {
    this.uncheckedCount = this.rows.length;
    this.payloads.configure(input);
  }

  importFiles(files: Iterable<File>): void {
    for (const file of files) {
      if (!JSON_FILE.test(file.name) && file.type !== "" && !/json|text/.test(file.type)) {
        this.notices.push({ type: "file", name: file.name, error: { code: "not-json" } });
        continue;
      }
      const read = this.payloads.importFile(file);
      this.imports.set(read, { read, name: file.name, size: file.size, bytes: 0, rows: 0 });
    }
    this.changed();
  }

  stopImports(): void {
    for (const read of this.imports.keys()) this.payloads.stopImport(read);
  }

  /** Removes a notice. */
  dismiss(notice: Notice): void {
    this.notices.splice(this.notices.indexOf(notice), 1);
    this.#notify();
  }

  setFilter(change: Partial<Filter>): void {
    this.#filter = { ...this.#filter, ...change };
    this.#recompute();
    this.#notify();
  }

  /** Sorts by a column: ascending, then descending, then unsorted. */
  sortBy(column: SortOrder["column"]): void {
    const same = this.#order?.column === column ? this.#order : null;
    this.#order = same?.descending ? null : { column, descending: same !== null };
    this.#recompute();
    this.#notify();
  }

  select(change: SelectionChange): void {
    const { selected, visible } = this;
    if (change.type === "row") {
      if (change.selected) selected.add(change.key);
      else selected.delete(change.key);
    } else if (change.type === "to") {
      const [from, to] = [change.from, change.to].sort((a, b) => a - b) as [number, number];
      for (const { key } of visible.slice(from, to + 1)) selected.add(key);
    } else if (change.selected) for (const { key } of visible) selected.add(key);
    else for (const { key } of visible) selected.delete(key);
    this.#notify();
  }

  selectKeys(keys: Iterable<number>): void {
    this.selected = new Set(keys);
    this.#notify();
  }

  clearSelection(): void {
    this.selected.clear();
    this.#notify();
  }

  /** Returns the selected rows in the order shown, followed by selected rows that the filter hides. */
  selectedRows(): ConversationRow[] {
    const visibleSelected = this.visible.filter(({ key }) => this.selected.has(key));
    if (visibleSelected.length === this.selected.size) return visibleSelected;
    const included = new Set(visibleSelected);
    return [...visibleSelected, ...this.rows.filter((row) => this.selected.has(row.key) && !included.has(row))];
  }

  checkSummary(): CheckSummary {
    return summarizeChecks(this.selectedRows());
  }

  /** Removes rows from the table; nothing else is deleted. */
  remove(rows: readonly ConversationRow[]): void {
    const removed = new Set(rows);
    this.payloads.forget(rows.map(({ key }) => key));
    this.rows = this.rows.filter((row) => !removed.has(row));
    for (const row of rows) {
      this.#byKey.delete(row.key);
      this.selected.delete(row.key);
      if (row.conversation !== null && this.#byConversation.get(row.conversation) === row)
        this.#byConversation.delete(row.conversation);
    }
    this.#updateSuperseded();
    this.changed();
  }

  /** Adds a page of received conversations. Returns the rows whose payload is missing. */
  addReceived(list: readonly ReceivedConversation[], origin: (channel: Channel) => string): ConversationRow[] {
    const added = list.map((received) => {
      const row = this.#rowOf(received.conversation, origin(received.channel));
      row.receivedAt = Date.parse(received.receivedAt);
      row.send = sendStateOf(received);
      return row;
    });
    this.#updateSuperseded();
    this.changed();
    return added.filter(({ summary }) => summary === null);
  }

  /** Applies the rows of a job. `sentRows` are the rows sent from this page, in the job's order. */
  applyJobRows(rows: readonly JobRow[], sentRows: readonly ConversationRow[] | null, origin: string): void {
    for (const { row: n, conversation, status, created, url, error } of rows) {
      const row = sentRows?.[n - 1] ?? (conversation === null ? undefined : this.#rowOf(conversation, origin));
      if (row !== undefined) row.send = { progress: status, created, url, error };
    }
    this.changed();
  }

  /** Returns the newest row of a conversation; adds one when there is none. */
  #rowOf(conversation: number, origin: string): ConversationRow {
    const existing = this.#byConversation.get(conversation);
    if (existing !== undefined) return existing;
    const bare = { conversation, origin, summary: null };
    return this.#add({
      ...bare,
      key: this.payloads.createKey(),
      receivedAt: null,
      check: null,
      readError: null,
      superseded: false,
      send: null,
      searchText: searchTextOf(bare),
    });
  }

  #add(row: ConversationRow): ConversationRow {
    this.rows.push(row);
    this.#byKey.set(row.key, row);
    if (row.conversation !== null) this.#byConversation.set(row.conversation, row);
    return row;
  }

  #addLoadedRows(rows: readonly LoadedRow[], read: number | null, bytes: number): void {
    const reading = read === null ? undefined : this.imports.get(read);
    for (const { key, line, summary, check, readError } of rows) {
      const existing = this.#byKey.get(key);
      if (existing !== undefined) {
        Object.assign(existing, { summary, check, readError });
        existing.searchText = searchTextOf(existing);
        continue;
      }
      if (reading === undefined) continue; // removed in the meantime
      const { conversation } = summary;
      const origin = `${reading.name}:${line}`;
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
      reading.bytes = bytes;
      reading.rows += rows.length;
    }
    this.changed();
  }

  #updateSuperseded(): void {
    markSuperseded(this.rows);
  }

  #recompute(): void {
    this.visible = filterAndSort(this.rows, this.#filter, this.#order);
  }

  /** Recomputes the visible rows and notifies subscribers, throttled. */
  changed(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    const pause = Math.max(0, this.#notifiedAt + 150 - performance.now());
    setTimeout(() => {
      this.#scheduled = false;
      this.#notifiedAt = performance.now();
      this.filterOptions = filterOptions(this.rows);
      this.#recompute();
      this.#notify();
    }, pause);
  }

  #notify(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

const PROGRESS_BY_STATE: Record<ConversationState, RowStatus> = {
  queued: "waiting",
  waiting: "waiting",
  delivering: "running",
  delivered: "done",
  failed: "failed",
};

const sendStateOf = ({ state, url, error }: ReceivedConversation): RowSendState => ({
  progress: PROGRESS_BY_STATE[state],
  created: null,
  url,
  error,
});
