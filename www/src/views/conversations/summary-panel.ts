import { lime } from "../../elements/lime.ts";
import type { Format } from "../../i18n/format.ts";
import { conversations as t } from "../../i18n/messages/conversations.ts";
import { element } from "../../platform/dom.ts";
import { download } from "../../platform/download.ts";
import { type Reason, type Verdicts, verdictsOf } from "./check-summary.ts";
import { STANDING_TEXT } from "./columns.ts";
import type { Book } from "./conversations-store.ts";
import { everything } from "./filter.ts";
import { csvReport, jsonReport } from "./report.ts";
import type { Row, Standing } from "./row.ts";

const STANDINGS: readonly Standing[] = ["ready", "warnings", "blocked", "unreadable", "unchecked"];
/** More of them are behind the filter. */
const MOST_REASONS = 8;

/** What would become of the selected conversations, or of all that are shown: how many can be sent, and why not the others. */
export function summaryPanel(book: Book, format: Format) {
  const title = element("h2", { class: "panel-title", id: "summary-title" });
  const clear = element("button", { type: "button", class: "button" }, t("clearSelection"));
  clear.addEventListener("click", () => book.clearSelection());

  const bar = element("div", { class: "verdict-bar", "aria-hidden": "true" });
  const segments = new Map(STANDINGS.map((stands) => [stands, element("span", { "data-standing": stands })]));
  bar.append(...segments.values());

  const counts = new Map(STANDINGS.map((stands) => [stands, standingButton(stands)]));
  const list = element("ul", { class: "verdicts" }, ...[...counts.values()].map(({ item }) => item));
  const reasons = element("ul", { class: "reasons" });
  const why = element("section", { class: "bulk-why" }, element("h3", {}, t("why")), reasons);
  const duplicates = element("p", { class: "muted panel-note" });
  let shown = "";

  const csv = lime("limel-button", { label: t("reportCsv"), icon: "download" });
  const json = lime("limel-button", { label: t("reportJson"), icon: "download" });
  const remove = lime("limel-button", { label: t("remove"), icon: "delete" });
  const concerned = (): Row[] => (book.selected.size > 0 ? book.chosen() : [...book.visible]);
  csv.addEventListener("click", () => download("conversations.csv", "text/csv", csvReport(concerned())));
  json.addEventListener("click", () =>
    download("conversations.json", "application/json", jsonReport(concerned(), new Date())),
  );
  remove.addEventListener("click", () => book.remove(concerned()));

  function standingButton(stands: Standing) {
    const number = element("strong", {});
    const button = element(
      "button",
      { type: "button", class: "standing", "data-standing": stands },
      element("span", { class: "standing-dot", "aria-hidden": "true" }),
      element("span", {}, t(STANDING_TEXT[stands])),
      number,
    );
    button.addEventListener("click", () => {
      const on = book.filter.standing === stands;
      book.filterBy({ ...everything, search: book.filter.search, standing: on ? null : stands });
    });
    return { item: element("li", {}, button), button, number };
  }

  function reason({ severity, code, message, property, object, rows }: Reason): HTMLElement {
    const about = [object, property].filter((part) => part !== null).join(" · ");
    const show = element("button", { type: "button", class: "button" }, t("showOnly", { n: rows }));
    show.addEventListener("click", () => book.filterBy({ ...everything, finding: code }));
    return element(
      "li",
      { class: `bulk-reason ${severity}` },
      element(
        "p",
        { class: "reason-head" },
        element("code", {}, code),
        about && element("bdi", { class: "muted" }, about),
      ),
      element("p", { dir: "auto" }, message),
      show,
    );
  }

  /** Answers what it has found, for whoever sends it. */
  const update = (): Verdicts => {
    const selected = book.selected.size;
    const verdicts = selected > 0 ? book.verdicts() : verdictsOf(book.visible);
    const { by, superseded, total } = verdicts;
    title.textContent = selected > 0 ? t("summaryOfSelected", { n: selected }) : t("summaryOfAll");
    clear.hidden = selected === 0;
    for (const stands of STANDINGS) {
      const count = by[stands];
      const segment = segments.get(stands);
      if (segment) segment.style.flexGrow = String(count);
      const line = counts.get(stands);
      if (line === undefined) continue;
      line.item.hidden = count === 0 && (stands === "unreadable" || stands === "unchecked");
      line.number.textContent = format.number(count);
      line.button.setAttribute("aria-pressed", String(book.filter.standing === stands));
    }
    const listed = verdicts.reasons.slice(0, MOST_REASONS);
    const key = JSON.stringify(listed);
    if (key !== shown) {
      shown = key;
      reasons.replaceChildren(...listed.map(reason));
    }
    why.hidden = listed.length === 0;
    duplicates.hidden = superseded === 0;
    duplicates.textContent = t("duplicates", { n: superseded });
    for (const button of [csv, json, remove]) button.disabled = total === 0;
    return verdicts;
  };

  return {
    head: element("div", { class: "panel-head" }, title, clear),
    counts: element("div", { class: "panel-body" }, bar, list, duplicates),
    why,
    tools: element("div", { class: "panel-tools" }, csv, json, remove),
    update,
  };
}
