import { onChange } from "../../platform/signal.ts";
import "../../../styles/conversations.css";
import "../../../styles/fields.css";
import { lime } from "../../elements/lime.ts";
import { locale } from "../../i18n/language.ts";
import { conversations as t } from "../../i18n/messages/conversations.ts";
import { element } from "../../platform/dom.ts";
import type { App } from "../app.ts";
import type { ElementView } from "../view.ts";
import { showBackfillDialog } from "./backfill.ts";
import { columns } from "./columns.ts";
import { controllerFor } from "./conversations-controller.ts";
import type { Column, SortOrder } from "./filter.ts";
import { filterBar } from "./filter-bar.ts";
import { Grid } from "./grid.ts";
import { jobPanel } from "./job-panel.ts";
import { notices } from "./notices.ts";
import type { ConversationRow } from "./row.ts";
import { sampleFile } from "./samples.ts";
import { sendPanel } from "./send-panel.ts";
import { summaryPanel } from "./summary-panel.ts";

/** View for many conversations: import, filter, check and send. */
export function view(app: App): ElementView {
  const { store, api } = app;
  const controller = controllerFor(app);
  const { conversations, received, bulkSend, revision } = controller;
  const subscriptions: (() => void)[] = [];

  const withErrorToast = async (act: () => Promise<void>) => {
    try {
      await act();
    } catch (error) {
      app.toast((error as Error).message, "error");
    }
  };

  // Sources
  const picker = element("input", {
    type: "file",
    multiple: true,
    hidden: true,
    accept: ".json,.ndjson,.jsonl,.txt,.log",
  });
  picker.addEventListener("change", () => {
    conversations.importFiles(picker.files ?? []);
    picker.value = "";
  });
  const openFiles = () => lime("limel-button", { label: t("openFiles"), icon: "folder", primary: true });
  const receivedButton = () => lime("limel-button", { label: t("received"), icon: "worker" });
  const backfillButton = () => lime("limel-button", { label: t("backfill"), icon: "history" });
  const examplesButton = () => lime("limel-button", { label: t("examples"), icon: "example" });
  const commands = {
    open: () => picker.click(),
    received: () => void withErrorToast(() => received.refresh()),
    backfill: () => showBackfillDialog((from, to) => bulkSend.backfill(from, to)),
    examples: () => conversations.importFiles([sampleFile()]),
  };
  const sources = (...kinds: [HTMLElement, () => void][]) => {
    for (const [button, act] of kinds) button.addEventListener("click", act);
    return kinds.map(([button]) => button);
  };
  const workerOnly: HTMLElement[] = [];
  const buttons = () => {
    const fromWorker = [receivedButton(), backfillButton()] as const;
    workerOnly.push(...fromWorker);
    return sources(
      [openFiles(), commands.open],
      [fromWorker[0], commands.received],
      [fromWorker[1], commands.backfill],
      [examplesButton(), commands.examples],
    );
  };
  const more = lime("limel-button", { label: t("moreReceived"), icon: "history" });
  more.addEventListener("click", () => void withErrorToast(() => received.load()));

  let linked = linkedConversation(location.hash);
  if (linked !== null) conversations.setFilter({ search: linked });
  /** Loads the conversation that the address names, as soon as the worker can be asked. */
  const showLinked = () => {
    if (linked === null || api.status.value !== "ready") return;
    linked = null;
    commands.received();
  };

  // Table
  const filters = filterBar(conversations);
  const notice = notices(conversations);
  const open = async (row: ConversationRow) => {
    const text = await conversations.payloads.payload(row.key);
    if (text === null) return;
    store.setPayload(text);
    app.navigate("#/conversation");
  };
  const grid = new Grid<ConversationRow, Column>({
    label: t("title"),
    columns: columns({
      t: t,
      ...createTimeFormats(),
      number: (value) => app.format.number(value),
      open: (row) => void open(row),
    }),
    key: ({ key }) => key,
    name: ({ conversation, origin }) => t("rowName", { id: conversation === null ? origin : String(conversation) }),
    text: {
      selectRow: (name) => t("selectRow", { name }),
      selectAll: t("selectAll"),
      sortBy: (column) => t("sortBy", { column }),
    },
    open: (row) => void open(row),
    select: (change) => conversations.select(change),
    sort: (column) => {
      conversations.sortBy(column);
      grid.scrollToTop();
    },
  });
  const noMatch = element("p", { class: "no-match muted" }, t("noMatch"));
  const keys = element("p", { class: "muted grid-keys" }, t("keys"));

  // Side panel
  const summary = summaryPanel(conversations, app.format);
  const send = sendPanel(app, controller);
  const job = jobPanel(app, controller);
  const panel = element(
    "aside",
    { class: "bulk-panel", "aria-labelledby": "summary-title" },
    job.element,
    summary.head,
    summary.counts,
    send.element,
    summary.why,
    summary.tools,
  );

  const noneReceived = element("p", { class: "muted", role: "status" }, t("noneReceived"));
  const empty = element(
    "div",
    { class: "table-empty" },
    element("h2", {}, t("emptyTitle")),
    element("p", {}, t("emptyText")),
    element("div", { class: "table-empty-buttons" }, ...buttons()),
    noneReceived,
  );
  const bar = element("div", { class: "table-sources" }, ...buttons(), more);
  const table = element("div", { class: "bulk-table" }, filters.element, grid.element, noMatch, keys);
  const workbench = element("div", { class: "bulk-workbench" }, table, panel);
  const drop = element("div", { class: "drop-here", hidden: true }, element("p", {}, t("dropHere")));
  const root = element(
    "div",
    { class: "conversations" },
    element("div", { class: "bulk-head" }, element("h1", {}, t("title")), bar),
    notice.element,
    empty,
    workbench,
    drop,
    picker,
  );

  const update = () => {
    const { rows, visible, selected, order } = conversations;
    const none = rows.length === 0 && conversations.imports.size === 0;
    empty.hidden = !none;
    bar.hidden = none;
    workbench.hidden = none && !bulkSend.isBusy && bulkSend.job === null;
    noneReceived.hidden = !received.isEmpty;
    for (const button of workerOnly) button.hidden = api.status.value !== "ready";
    more.hidden = !received.hasMore || !rows.some(({ receivedAt }) => receivedAt !== null);
    more.loading = received.isLoading;
    notice.update(received.pendingCount);
    filters.update();
    grid.show(visible, selected);
    grid.sorted(order);
    noMatch.hidden = visible.length > 0 || rows.length === 0;
    send.update(summary.update());
    job.update();
  };

  let order: SortOrder | null | undefined;
  let filter = conversations.filter;
  subscriptions.push(
    conversations.subscribe(() => {
      if (conversations.filter !== filter || conversations.order !== order) {
        filter = conversations.filter;
        order = conversations.order;
        grid.scrollToTop();
      }
      update();
    }),
    onChange(revision, update),
    onChange(api.status, (status) => {
      if (status === "ready") void bulkSend.resume().catch(() => {});
      showLinked();
      update();
    }),
    onChange(store.savedConfig, update),
    onChange(store.config, update),
    listenForDrops(root, drop, (files) => conversations.importFiles(files)),
  );
  if (api.status.value === "ready") void bulkSend.resume().catch(() => {});
  order = conversations.order;
  showLinked();
  update();

  return {
    element: root,
    title: t("title"),
    dispose: () => {
      for (const stop of subscriptions) stop();
    },
  };
}

/** The conversation of a link in the worker's answer to Userlike's add-on: `#/conversations?conversation=<id>`. */
const linkedConversation = (hash: string): string | null => /[?&]conversation=(\d+)/.exec(hash)?.[1] ?? null;

/** Reuses one formatter for all rows: creating one is slower than using it. */
function createTimeFormats(): { date: (milliseconds: number) => string; time: (milliseconds: number) => string } {
  const date = new Intl.DateTimeFormat(locale(), { dateStyle: "medium" });
  const time = new Intl.DateTimeFormat(locale(), { timeStyle: "short" });
  return { date: (at) => date.format(at), time: (at) => time.format(at) };
}

/** Imports files dropped anywhere on the view. Returns a function that stops listening. */
function listenForDrops(view: HTMLElement, overlay: HTMLElement, open: (files: FileList) => void): () => void {
  const hasFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes("Files") ?? false;
  const end = new AbortController();
  const { signal } = end;
  // Capturing handles the event before the page takes the file as a single payload.
  const capture = { signal, capture: true };
  document.addEventListener(
    "dragover",
    (event) => {
      if (!hasFiles(event) || !view.isConnected) return;
      event.preventDefault();
      event.stopPropagation();
      overlay.hidden = false;
    },
    capture,
  );
  document.addEventListener(
    "dragleave",
    ({ relatedTarget }) => {
      if (!relatedTarget) overlay.hidden = true;
    },
    capture,
  );
  document.addEventListener(
    "drop",
    (event) => {
      if (!hasFiles(event) || !view.isConnected) return;
      event.preventDefault();
      event.stopPropagation();
      overlay.hidden = true;
      if (event.dataTransfer) open(event.dataTransfer.files);
    },
    capture,
  );
  return () => end.abort();
}
