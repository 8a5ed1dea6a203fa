import { icon } from "../../elements/icon.ts";
import { lime } from "../../elements/lime.ts";
import { conversations as t } from "../../i18n/messages/conversations.ts";
import { element } from "../../platform/dom.ts";
import { CHECK_STATUS_TEXT, SEND_PROGRESS_TEXT } from "./columns.ts";
import type { ConversationsStore } from "./conversations-store.ts";
import { type Filter, NO_FILTER } from "./filter.ts";
import type { CheckStatus } from "./row.ts";

interface SelectOption {
  value: string;
  text: string;
}

/** Select of one filter criterion; "any" disables the criterion. */
class FilterSelect {
  readonly element: HTMLElement;
  readonly #select = element("select", { class: "field-control" });
  #shown = "";

  constructor(label: string, choose: (value: string) => void) {
    this.element = element("label", { class: "field" }, element("span", { class: "field-label" }, label), this.#select);
    this.#select.addEventListener("change", () => choose(this.#select.value));
  }

  update(options: readonly SelectOption[], value: string): void {
    const listed = [{ value: "any", text: t("all") }, ...options];
    // Keep a selected value that no row has any more.
    if (!listed.some((option) => option.value === value)) listed.push({ value, text: value });
    const key = JSON.stringify(listed);
    // Replace the options only when they change: the list may be open.
    if (key !== this.#shown) {
      this.#shown = key;
      this.#select.replaceChildren(...listed.map((option) => element("option", { value: option.value }, option.text)));
    }
    this.#select.value = value;
    this.element.classList.toggle("field-set", value !== "any");
  }
}

/** Search and filters above the table. */
export function filterBar(conversations: ConversationsStore): { element: HTMLElement; update: () => void } {
  const search = element("input", {
    type: "search",
    class: "field-control",
    placeholder: t("searchHint"),
    autocomplete: "off",
    spellcheck: "false",
  });
  search.value = conversations.filter.search;
  search.addEventListener("input", () => conversations.setFilter({ search: search.value }));

  const choose =
    <Name extends keyof Filter>(name: Name) =>
    (value: string) =>
      conversations.setFilter({ [name]: value === "any" ? null : value.slice(1) } as Pick<Filter, Name>);
  // Values get a prefix, because a value may be empty or "any".
  const valued = (value: string | null) => (value === null ? "any" : `=${value}`);
  const check = new FilterSelect(t("check"), choose("checkStatus"));
  const finding = new FilterSelect(t("finding"), choose("finding"));
  const topic = new FilterSelect(t("topics"), choose("topic"));
  const status = new FilterSelect(t("status"), choose("status"));
  const sending = new FilterSelect(t("sending"), choose("send"));

  const clear = lime("limel-button", { label: t("clearFilters"), icon: "cancel" });
  clear.addEventListener("click", () => {
    search.value = "";
    conversations.setFilter(NO_FILTER);
  });
  const count = element("p", { class: "filter-count muted", role: "status" });

  const made = element(
    "div",
    { class: "table-filters", role: "search", "aria-label": t("filters") },
    element(
      "label",
      { class: "field field-search" },
      element("span", { class: "field-label" }, t("search")),
      element("span", { class: "field-icon" }, icon("search"), search),
    ),
    check.element,
    finding.element,
    topic.element,
    status.element,
    sending.element,
    element("div", { class: "filter-end" }, count, clear),
  );

  const update = () => {
    const { filter, filterOptions, rows, visible } = conversations;
    if (search.value !== filter.search && document.activeElement !== search) search.value = filter.search;
    const listed = ({ value, rows }: { value: string; rows: number }, text = value) => ({
      value: valued(value),
      text: `${text} (${rows})`,
    });
    const named = (texts: Record<string, Parameters<typeof t>[0]>) =>
      Object.entries(texts).map(([value, text]) => ({ value: valued(value), text: t(text) }));
    check.update(named(CHECK_STATUS_TEXT satisfies Record<CheckStatus, unknown>), valued(filter.checkStatus));
    sending.update(named(SEND_PROGRESS_TEXT), valued(filter.send));
    finding.update(
      filterOptions.findings.map((choice) => listed(choice)),
      valued(filter.finding),
    );
    status.update(
      filterOptions.statuses.map((choice) => listed(choice)),
      valued(filter.status),
    );
    topic.update(
      filterOptions.topics.map((choice) => listed(choice, choice.value === "" ? t("noTopic") : choice.value)),
      valued(filter.topic),
    );
    const filtered = Object.entries(NO_FILTER).some(([name, value]) => filter[name as keyof Filter] !== value);
    clear.hidden = !filtered;
    const text = filtered ? t("shown", { n: visible.length, total: rows.length }) : t("total", { n: rows.length });
    if (count.textContent !== text) count.textContent = text;
  };
  return { element: made, update };
}
