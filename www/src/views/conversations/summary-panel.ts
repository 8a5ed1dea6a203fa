import { lime } from "../../elements/lime.ts";
import type { Format } from "../../i18n/format.ts";
import { conversations as t } from "../../i18n/messages/conversations.ts";
import { findingHelp } from "../../i18n/messages/finding-help.ts";
import { findingLabels } from "../../i18n/messages/finding-labels.ts";
import { element } from "../../platform/dom.ts";
import { downloadFile } from "../../platform/download.ts";
import { type CheckSummary, type FindingGroup, summarizeChecks } from "./check-summary.ts";
import { CHECK_STATUS_TEXT } from "./columns.ts";
import type { ConversationsStore } from "./conversations-store.ts";
import { NO_FILTER } from "./filter.ts";
import { csvReport, jsonReport } from "./report.ts";
import type { CheckStatus, ConversationRow } from "./row.ts";

const CHECK_STATUSES: readonly CheckStatus[] = ["ready", "warnings", "blocked", "unreadable", "unchecked"];
/** The remaining groups are reachable through the filter. */
const MAX_GROUPS = 8;

/** Summary of the selected rows, or of all visible ones: how many can be sent, and why the others cannot. */
export function summaryPanel(conversations: ConversationsStore, format: Format) {
  const title = element("h2", { class: "panel-title", id: "summary-title" });
  const clear = element("button", { type: "button", class: "button" }, t("clearSelection"));
  clear.addEventListener("click", () => conversations.clearSelection());

  const bar = element("div", { class: "verdict-bar", "aria-hidden": "true" });
  const segments = new Map(CHECK_STATUSES.map((status) => [status, element("span", { "data-standing": status })]));
  bar.append(...segments.values());

  const buttons = new Map(CHECK_STATUSES.map((status) => [status, statusButton(status)]));
  const list = element("ul", { class: "verdicts" }, ...[...buttons.values()].map(({ item }) => item));
  const reasons = element("ul", { class: "reasons" });
  const why = element("section", { class: "bulk-why" }, element("h3", {}, t("why")), reasons);
  const duplicates = element("p", { class: "muted panel-note" });
  let renderedGroups = "";

  const csv = lime("limel-button", { label: t("reportCsv"), icon: "download" });
  const json = lime("limel-button", { label: t("reportJson"), icon: "download" });
  const remove = lime("limel-button", { label: t("remove"), icon: "delete" });
  const affectedRows = (): ConversationRow[] =>
    conversations.selected.size > 0 ? conversations.selectedRows() : [...conversations.visible];
  csv.addEventListener("click", () => downloadFile("conversations.csv", "text/csv", csvReport(affectedRows())));
  json.addEventListener("click", () =>
    downloadFile("conversations.json", "application/json", jsonReport(affectedRows(), new Date())),
  );
  remove.addEventListener("click", () => conversations.remove(affectedRows()));

  function statusButton(status: CheckStatus) {
    const number = element("strong", {});
    const button = element(
      "button",
      { type: "button", class: "standing", "data-standing": status },
      element("span", { class: "standing-dot", "aria-hidden": "true" }),
      element("span", {}, t(CHECK_STATUS_TEXT[status])),
      number,
    );
    button.addEventListener("click", () => {
      const on = conversations.filter.checkStatus === status;
      conversations.setFilter({ ...NO_FILTER, search: conversations.filter.search, checkStatus: on ? null : status });
    });
    return { item: element("li", {}, button), button, number };
  }

  function groupItem({ severity, code, message, property, object, rows }: FindingGroup): HTMLElement {
    const about = [object, property].filter((part) => part !== null).join(" · ");
    const show = element("button", { type: "button", class: "button" }, t("showOnly", { n: rows }));
    show.addEventListener("click", () => conversations.setFilter({ ...NO_FILTER, finding: code }));
    return element(
      "li",
      { class: `bulk-reason ${severity}` },
      element(
        "p",
        { class: "reason-head" },
        element("strong", {}, findingLabels(code)),
        element("code", {}, code),
        about && element("bdi", { class: "muted" }, about),
      ),
      element("p", { dir: "auto", lang: "en" }, message),
      element("p", { class: "muted" }, findingHelp(code)),
      show,
    );
  }

  /** Updates the panel and returns the summary that it shows. */
  const update = (): CheckSummary => {
    const selected = conversations.selected.size;
    const verdicts = selected > 0 ? conversations.checkSummary() : summarizeChecks(conversations.visible);
    const { counts, superseded, total } = verdicts;
    title.textContent = selected > 0 ? t("summaryOfSelected", { n: selected }) : t("summaryOfAll");
    clear.hidden = selected === 0;
    for (const status of CHECK_STATUSES) {
      const count = counts[status];
      const segment = segments.get(status);
      if (segment) segment.style.flexGrow = String(count);
      const line = buttons.get(status);
      if (line === undefined) continue;
      line.item.hidden = count === 0 && (status === "unreadable" || status === "unchecked");
      line.number.textContent = format.number(count);
      line.button.setAttribute("aria-pressed", String(conversations.filter.checkStatus === status));
    }
    const listed = verdicts.groups.slice(0, MAX_GROUPS);
    const key = JSON.stringify(listed);
    if (key !== renderedGroups) {
      renderedGroups = key;
      reasons.replaceChildren(...listed.map(groupItem));
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
