import { icon } from "../../elements/icon.ts";
import { lime } from "../../elements/lime.ts";
import { conversations as t } from "../../i18n/messages/conversations.ts";
import { element } from "../../platform/dom.ts";
import { SENDING_TEXT, STANDING_TEXT } from "./columns.ts";
import type { Book } from "./conversations-store.ts";
import { everything, type Filter } from "./filter.ts";
import type { Standing } from "./row.ts";

interface Option {
  value: string;
  text: string;
}

/** One choice of the filter; `any` shows everything. */
class Choice {
  readonly element: HTMLElement;
  readonly #select = element("select", { class: "field-control" });
  #shown = "";

  constructor(label: string, choose: (value: string) => void) {
    this.element = element("label", { class: "field" }, element("span", { class: "field-label" }, label), this.#select);
    this.#select.addEventListener("change", () => choose(this.#select.value));
  }

  update(options: readonly Option[], value: string): void {
    const listed = [{ value: "any", text: t("all") }, ...options];
    // What is chosen stays a choice, though no row has it any more.
    if (!listed.some((option) => option.value === value)) listed.push({ value, text: value });
    const key = JSON.stringify(listed);
    // Made anew only when it differs: the list may be open.
    if (key !== this.#shown) {
      this.#shown = key;
      this.#select.replaceChildren(...listed.map((option) => element("option", { value: option.value }, option.text)));
    }
    this.#select.value = value;
    this.element.classList.toggle("field-set", value !== "any");
  }
}

/** Search and filters above the table. */
export function filters(book: Book): { element: HTMLElement; update: () => void } {
  const search = element("input", {
    type: "search",
    class: "field-control",
    placeholder: t("searchHint"),
    autocomplete: "off",
    spellcheck: "false",
  });
  search.value = book.filter.search;
  search.addEventListener("input", () => book.filterBy({ search: search.value }));

  const choose =
    <Name extends keyof Filter>(name: Name) =>
    (value: string) =>
      book.filterBy({ [name]: value === "any" ? null : value.slice(1) } as Pick<Filter, Name>);
  // A value may be empty, or say "any" itself: it has a mark in front.
  const valued = (value: string | null) => (value === null ? "any" : `=${value}`);
  const check = new Choice(t("check"), choose("standing"));
  const finding = new Choice(t("finding"), choose("finding"));
  const topic = new Choice(t("topics"), choose("topic"));
  const status = new Choice(t("status"), choose("status"));
  const sending = new Choice(t("sending"), choose("sending"));

  const clear = lime("limel-button", { label: t("clearFilters"), icon: "cancel" });
  clear.addEventListener("click", () => {
    search.value = "";
    book.filterBy(everything);
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
    const { filter, choices, rows, visible } = book;
    if (search.value !== filter.search && document.activeElement !== search) search.value = filter.search;
    const listed = ({ value, rows }: { value: string; rows: number }, text = value) => ({
      value: valued(value),
      text: `${text} (${rows})`,
    });
    const named = (texts: Record<string, Parameters<typeof t>[0]>) =>
      Object.entries(texts).map(([value, text]) => ({ value: valued(value), text: t(text) }));
    check.update(named(STANDING_TEXT satisfies Record<Standing, unknown>), valued(filter.standing));
    sending.update(named(SENDING_TEXT), valued(filter.sending));
    finding.update(
      choices.findings.map((choice) => listed(choice)),
      valued(filter.finding),
    );
    status.update(
      choices.statuses.map((choice) => listed(choice)),
      valued(filter.status),
    );
    topic.update(
      choices.topics.map((choice) => listed(choice, choice.value === "" ? t("noTopic") : choice.value)),
      valued(filter.topic),
    );
    const filtered = Object.entries(everything).some(([name, value]) => filter[name as keyof Filter] !== value);
    clear.hidden = !filtered;
    const text = filtered ? t("shown", { n: visible.length, total: rows.length }) : t("total", { n: rows.length });
    if (count.textContent !== text) count.textContent = text;
  };
  return { element: made, update };
}
