import "../../../styles/conversations.css";
import "../../../styles/fields.css";
import { lime } from "../../elements/lime.ts";
import { locale } from "../../i18n/language.ts";
import { conversations as t } from "../../i18n/messages/conversations.ts";
import { element } from "../../platform/dom.ts";
import type { App } from "../app.ts";
import type { View } from "../view.ts";
import { askForRange } from "./backfill.ts";
import { columns } from "./columns.ts";
import { deskOf } from "./conversations-controller.ts";
import type { Column, Order } from "./filter.ts";
import { filters } from "./filter-bar.ts";
import { Grid } from "./grid.ts";
import { jobPanel } from "./job-panel.ts";
import { notices } from "./notices.ts";
import type { Row } from "./row.ts";
import { sampleFile } from "./samples.ts";
import { sendPanel } from "./send-panel.ts";
import { summaryPanel } from "./summary-panel.ts";

/** All conversations: found, filtered, judged together, and sent together. */
export function view(app: App): View {
  const { store, api } = app;
  const desk = deskOf(app);
  const { book, received, sending, changes } = desk;
  const stops: (() => void)[] = [];

  const attempt = async (act: () => Promise<void>) => {
    try {
      await act();
    } catch (error) {
      app.toast((error as Error).message, "error");
    }
  };

  // Where they come from
  const picker = element("input", {
    type: "file",
    multiple: true,
    hidden: true,
    accept: ".json,.ndjson,.jsonl,.txt,.log",
  });
  picker.addEventListener("change", () => {
    book.open(picker.files ?? []);
    picker.value = "";
  });
  const openFiles = () => lime("limel-button", { label: t("openFiles"), icon: "folder", primary: true });
  const receivedButton = () => lime("limel-button", { label: t("received"), icon: "worker" });
  const backfillButton = () => lime("limel-button", { label: t("backfill"), icon: "history" });
  const examplesButton = () => lime("limel-button", { label: t("examples"), icon: "example" });
  const acts = {
    open: () => picker.click(),
    received: () => void attempt(() => received.refresh()),
    backfill: () => askForRange((from, to) => sending.backfill(from, to)),
    examples: () => book.open([sampleFile()]),
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
      [openFiles(), acts.open],
      [fromWorker[0], acts.received],
      [fromWorker[1], acts.backfill],
      [examplesButton(), acts.examples],
    );
  };
  const more = lime("limel-button", { label: t("moreReceived"), icon: "history" });
  more.addEventListener("click", () => void attempt(() => received.load()));

  // What is there
  const filterBar = filters(book);
  const notice = notices(book);
  const open = async (row: Row) => {
    const text = await book.library.payload(row.key);
    if (text === null) return;
    store.bring(text);
    app.navigate("#/conversation");
  };
  const grid = new Grid<Row, Column>({
    label: t("title"),
    columns: columns({
      say: t,
      ...timesOf(),
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
    select: (change) => book.select(change),
    sort: (column) => {
      book.sortBy(column);
      grid.scrollToTop();
    },
  });
  const noMatch = element("p", { class: "no-match muted" }, t("noMatch"));
  const keys = element("p", { class: "muted grid-keys" }, t("keys"));

  // What becomes of them
  const summary = summaryPanel(book, app.format);
  const send = sendPanel(app, desk);
  const job = jobPanel(app, desk);
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
  const table = element("div", { class: "bulk-table" }, filterBar.element, grid.element, noMatch, keys);
  const work = element("div", { class: "bulk-workbench" }, table, panel);
  const drop = element("div", { class: "drop-here", hidden: true }, element("p", {}, t("dropHere")));
  const made = element(
    "div",
    { class: "conversations" },
    element("div", { class: "bulk-head" }, element("h1", {}, t("title")), bar),
    notice.element,
    empty,
    work,
    drop,
    picker,
  );

  const update = () => {
    const { rows, visible, selected, order } = book;
    const none = rows.length === 0 && book.readings.size === 0;
    empty.hidden = !none;
    bar.hidden = none;
    work.hidden = none && !sending.busy && sending.answer === null;
    noneReceived.hidden = !received.empty;
    for (const button of workerOnly) button.hidden = api.status.value !== "ready";
    more.hidden = !received.more || !rows.some(({ receivedAt }) => receivedAt !== null);
    more.loading = received.loading;
    notice.update(received.left);
    filterBar.update();
    grid.show(visible, selected);
    grid.sorted(order);
    noMatch.hidden = visible.length > 0 || rows.length === 0;
    send.update(summary.update());
    job.update();
  };

  let shown: Order | null | undefined;
  let filter = book.filter;
  stops.push(
    book.subscribe(() => {
      if (book.filter !== filter || book.order !== shown) {
        filter = book.filter;
        shown = book.order;
        grid.scrollToTop();
      }
      update();
    }),
    changes.subscribe(update),
    api.status.subscribe((status) => {
      if (status === "ready") void sending.resume().catch(() => {});
      update();
    }),
    store.saved.subscribe(update),
    store.config.subscribe(update),
    acceptDrops(made, drop, (files) => book.open(files)),
  );
  if (api.status.value === "ready") void sending.resume().catch(() => {});
  shown = book.order;
  update();

  return {
    element: made,
    title: t("title"),
    leave: () => {
      for (const stop of stops) stop();
    },
  };
}

/** Formatters for all rows: making one takes longer than using it. */
function timesOf(): { date: (milliseconds: number) => string; time: (milliseconds: number) => string } {
  const date = new Intl.DateTimeFormat(locale(), { dateStyle: "medium" });
  const time = new Intl.DateTimeFormat(locale(), { timeStyle: "short" });
  return { date: (at) => date.format(at), time: (at) => time.format(at) };
}

/** Files dropped anywhere on the view. Answers how to end that. */
function acceptDrops(view: HTMLElement, overlay: HTMLElement, open: (files: FileList) => void): () => void {
  const hasFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes("Files") ?? false;
  const end = new AbortController();
  const { signal } = end;
  // Before the page takes it for a single payload.
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
