import type { FindingCode } from "userlike-limeobject";
import { icon } from "../../elements/icon.ts";
import { lime } from "../../elements/lime.ts";
import { conversations as t } from "../../i18n/messages/conversations.ts";
import { findingLabels } from "../../i18n/messages/finding-labels.ts";
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
  #renderedOptions = "";

  constructor(label: string, choose: (value: string) => void) {
    this.element = element("label", { class: "field" }, element("span", { class: "field-label" }, label), this.#select);
    this.#select.addEventListener("change", () => choose(this.#select.value));
  }

  update(options: readonly SelectOption[], value: string): void {
    const allOptions = [{ value: "any", text: t("all") }, ...options];
    // Keep a selected value that no row has any more.
    if (!allOptions.some((option) => option.value === value)) allOptions.push({ value, text: value });
    const key = JSON.stringify(allOptions);
    // Replace the options only when they change: the list may be open.
    if (key !== this.#renderedOptions) {
      this.#renderedOptions = key;
      this.#select.replaceChildren(
        ...allOptions.map((option) => element("option", { value: option.value }, option.text)),
      );
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
  const prefixed = (value: string | null) => (value === null ? "any" : `=${value}`);
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

  const root = element(
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
      value: prefixed(value),
      text: `${text} (${rows})`,
    });
    const named = (texts: Record<string, Parameters<typeof t>[0]>) =>
      Object.entries(texts).map(([value, text]) => ({ value: prefixed(value), text: t(text) }));
    check.update(named(CHECK_STATUS_TEXT satisfies Record<CheckStatus, unknown>), prefixed(filter.checkStatus));
    sending.update(named(SEND_PROGRESS_TEXT), prefixed(filter.send));
    finding.update(
      filterOptions.findings.map((choice) => listed(choice, findingLabels(choice.value as FindingCode))),
      prefixed(filter.finding),
    );
    status.update(
      filterOptions.statuses.map((choice) => listed(choice)),
      prefixed(filter.status),
    );
    topic.update(
      filterOptions.topics.map((choice) => listed(choice, choice.value === "" ? t("noTopic") : choice.value)),
      prefixed(filter.topic),
    );
    const filtered = Object.entries(NO_FILTER).some(([name, value]) => filter[name as keyof Filter] !== value);
    clear.hidden = !filtered;
    const text = filtered ? t("shown", { n: visible.length, total: rows.length }) : t("total", { n: rows.length });
    if (count.textContent !== text) count.textContent = text;
  };
  return { element: root, update };
}
