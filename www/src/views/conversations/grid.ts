// Virtual table of any length: only visible rows are elements. Measured with 10,000 rows, limel-table takes 55 ms per
// frame while scrolling and 1.3 s to update 1,000 rows, and its headings cannot be reached by keyboard.

import { element } from "../../platform/dom.ts";

export interface GridColumn<R, Id extends string> {
  id: Id;
  title: string;
  /** Width, as a track of CSS grid. */
  track: string;
  sortable: boolean;
  /** Creates the content of a cell; `update` fills it for a row whenever a row is rendered into it. */
  make(): { content: Node; update: (row: R) => void };
}

export interface GridOptions<R, Id extends string> {
  label: string;
  columns: readonly GridColumn<R, Id>[];
  /** Returns a key that is unique among the rows for the lifetime of the grid. */
  key: (row: R) => number;
  /** Returns the name of a row for the label of its checkbox. */
  name: (row: R) => string;
  text: { selectRow: (name: string) => string; selectAll: string; sortBy: (column: string) => string };
  /** Called on Enter and double click. */
  open: (row: R) => void;
  select: (change: SelectionChange) => void;
  sort: (column: Id) => void;
}

/** A change of the selection. `to`: a range from the anchor to this row. */
export type SelectionChange =
  | { type: "row"; key: number; selected: boolean }
  | { type: "to"; from: number; to: number }
  | { type: "all"; selected: boolean };

interface RenderedRow<R> {
  element: HTMLElement;
  checkbox: HTMLInputElement;
  updates: ((row: R) => void)[];
  index: number;
}

/** Rows rendered above and below the visible ones, against gaps while scrolling. */
const OVERSCAN = 8;

export class Grid<R, Id extends string> {
  readonly element: HTMLElement;
  readonly #options: GridOptions<R, Id>;
  readonly #scroller: HTMLElement;
  readonly #canvas: HTMLElement;
  readonly #selectAllBox: HTMLInputElement;
  readonly #headings = new Map<Id, HTMLElement>();
  readonly #rendered = new Map<number, RenderedRow<R>>();
  readonly #recycled: RenderedRow<R>[] = [];
  #rows: readonly R[] = [];
  #selected: ReadonlySet<number> = new Set();
  #rowHeight = 44;
  /** Index of the row in the tab order. */
  #active = 0;
  /** Index at which a range selection starts. */
  #anchor = 0;
  #isScheduled = false;

  constructor(options: GridOptions<R, Id>) {
    this.#options = options;
    const { label, columns, text } = options;
    this.#selectAllBox = element("input", { type: "checkbox", "aria-label": text.selectAll, class: "grid-check" });
    this.#selectAllBox.addEventListener("change", () =>
      options.select({ type: "all", selected: this.#selectAllBox.checked }),
    );
    const headings = columns.map((column, at) => this.#heading(column, at));
    const head = element(
      "div",
      { role: "row", class: "grid-head", "aria-rowindex": "1" },
      element(
        "div",
        { role: "columnheader", class: "grid-cell grid-cell-box", "aria-colindex": "1" },
        this.#selectAllBox,
      ),
      ...headings,
    );
    this.#canvas = element("div", { role: "rowgroup", class: "grid-canvas" });
    this.#scroller = element("div", { class: "grid-scroller", role: "presentation" }, this.#canvas);
    this.element = element(
      "div",
      {
        role: "grid",
        class: "grid",
        "aria-label": label,
        "aria-multiselectable": "true",
        "aria-colcount": String(columns.length + 1),
      },
      element("div", { role: "rowgroup", class: "grid-heads" }, head),
      this.#scroller,
    );
    this.element.style.setProperty("--grid-columns", `2.75rem ${columns.map(({ track }) => track).join(" ")}`);
    this.#scroller.addEventListener("scroll", () => this.#scheduleRender(), { passive: true });
    this.#canvas.addEventListener("keydown", (event) => this.#key(event));
    this.#canvas.addEventListener("click", (event) => this.#click(event));
    this.#canvas.addEventListener("dblclick", ({ target }) => {
      const row = this.#rows[this.#indexOf(target) ?? -1];
      if (row !== undefined && !isControl(target)) options.open(row);
    });
    this.#canvas.addEventListener("focusin", ({ target }) => {
      const index = this.#indexOf(target);
      if (index !== undefined) this.#activate(index);
    });
    new ResizeObserver(() => this.#measure()).observe(this.#scroller);
  }

  /** Shows rows and their selection. The scroll position is kept. */
  show(rows: readonly R[], selected: ReadonlySet<number>): void {
    this.#rows = rows;
    this.#selected = selected;
    this.#active = Math.min(this.#active, Math.max(0, rows.length - 1));
    this.#anchor = Math.min(this.#anchor, Math.max(0, rows.length - 1));
    this.element.setAttribute("aria-rowcount", String(rows.length + 1));
    let selectedCount = 0;
    for (const row of rows) if (selected.has(this.#options.key(row))) selectedCount += 1;
    this.#selectAllBox.checked = rows.length > 0 && selectedCount === rows.length;
    this.#selectAllBox.indeterminate = selectedCount > 0 && selectedCount < rows.length;
    this.#selectAllBox.disabled = rows.length === 0;
    this.#scheduleRender();
  }

  sorted(by: { column: Id; descending: boolean } | null): void {
    for (const [id, heading] of this.#headings) {
      const sort = by?.column === id ? (by.descending ? "descending" : "ascending") : "none";
      heading.setAttribute("aria-sort", sort);
    }
  }

  scrollToTop(): void {
    this.#active = 0;
    this.#anchor = 0;
    this.#scroller.scrollTop = 0;
    this.#scheduleRender();
  }

  #heading({ id, title, sortable }: GridColumn<R, Id>, at: number): HTMLElement {
    const attributes = { role: "columnheader", class: `grid-cell grid-cell-${id}`, "aria-colindex": String(at + 2) };
    if (!sortable) return element("div", attributes, element("span", { class: "grid-title" }, title));
    const button = element(
      "button",
      { type: "button", class: "grid-title grid-sort", title: this.#options.text.sortBy(title) },
      title,
    );
    button.addEventListener("click", () => this.#options.sort(id));
    const heading = element("div", { ...attributes, "aria-sort": "none" }, button);
    this.#headings.set(id, heading);
    return heading;
  }

  /** Renders at most once per frame. */
  #scheduleRender(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    requestAnimationFrame(() => {
      this.#isScheduled = false;
      this.#render();
    });
  }

  #measure(): void {
    const height = Number.parseFloat(getComputedStyle(this.element).getPropertyValue("--grid-row-height"));
    if (height > 0 && height !== this.#rowHeight) {
      const top = this.#scroller.scrollTop / this.#rowHeight;
      this.#rowHeight = height;
      this.#canvas.style.height = `${this.#rows.length * height}px`;
      this.#scroller.scrollTop = top * height;
    }
    this.#scheduleRender();
  }

  #render(): void {
    const height = this.#rowHeight;
    this.#canvas.style.height = `${this.#rows.length * height}px`;
    const { scrollTop, clientHeight } = this.#scroller;
    const first = Math.max(0, Math.floor(scrollTop / height) - OVERSCAN);
    const last = Math.min(this.#rows.length - 1, Math.ceil((scrollTop + clientHeight) / height) + OVERSCAN);
    // Keep the focused row rendered, otherwise the focus is lost.
    const wanted = (index: number) => (index >= first && index <= last) || index === this.#active;
    for (const [index, line] of this.#rendered) {
      if (wanted(index) && index < this.#rows.length) continue;
      this.#rendered.delete(index);
      line.element.remove();
      this.#recycled.push(line);
    }
    const show = (index: number) => {
      const row = this.#rows[index];
      if (row !== undefined) this.#updateRow(this.#rowAt(index), row);
    };
    for (let index = first; index <= last; index += 1) show(index);
    if (this.#active < first || this.#active > last) show(this.#active);
  }

  #rowAt(index: number): RenderedRow<R> {
    const existing = this.#rendered.get(index);
    if (existing !== undefined) return existing;
    const line = this.#recycled.pop() ?? this.#createRow();
    line.index = index;
    line.element.setAttribute("aria-rowindex", String(index + 2));
    line.element.style.transform = `translateY(${index * this.#rowHeight}px)`;
    this.#rendered.set(index, line);
    // Keep the DOM order equal to the row order for screen readers.
    let after: RenderedRow<R> | undefined;
    for (const other of this.#rendered.values())
      if (other.index > index && (after === undefined || other.index < after.index)) after = other;
    this.#canvas.insertBefore(line.element, after?.element ?? null);
    return line;
  }

  #createRow(): RenderedRow<R> {
    const checkbox = element("input", { type: "checkbox", class: "grid-check", tabindex: "-1" });
    const cells = this.#options.columns.map((column, at) => {
      const { content, update } = column.make();
      const attributes = {
        role: "gridcell",
        class: `grid-cell grid-cell-${column.id}`,
        "aria-colindex": String(at + 2),
      };
      return { cell: element("div", attributes, content), update };
    });
    const rowElement = element(
      "div",
      { role: "row", class: "grid-row" },
      element("div", { role: "gridcell", class: "grid-cell grid-cell-box", "aria-colindex": "1" }, checkbox),
      ...cells.map(({ cell }) => cell),
    );
    return { element: rowElement, checkbox, updates: cells.map(({ update }) => update), index: -1 };
  }

  #updateRow(line: RenderedRow<R>, row: R): void {
    const { key, name, text } = this.#options;
    const selected = this.#selected.has(key(row));
    line.element.style.transform = `translateY(${line.index * this.#rowHeight}px)`;
    line.element.setAttribute("aria-selected", String(selected));
    line.element.tabIndex = line.index === this.#active ? 0 : -1;
    line.checkbox.checked = selected;
    line.checkbox.setAttribute("aria-label", text.selectRow(name(row)));
    for (const update of line.updates) update(row);
  }

  #indexOf(target: EventTarget | null): number | undefined {
    const element = target instanceof Element ? target.closest<HTMLElement>(".grid-row") : null;
    const rowIndex = element?.getAttribute("aria-rowindex");
    return rowIndex == null ? undefined : Number(rowIndex) - 2;
  }

  #activate(index: number): void {
    const before = this.#rendered.get(this.#active);
    if (before !== undefined) before.element.tabIndex = -1;
    this.#active = index;
    const line = this.#rendered.get(index);
    if (line !== undefined) line.element.tabIndex = 0;
  }

  #click(event: MouseEvent): void {
    const index = this.#indexOf(event.target);
    const row = this.#rows[index ?? -1];
    if (index === undefined || row === undefined) return;
    const onBox = event.target instanceof HTMLInputElement;
    if (!onBox && isControl(event.target)) return;
    if (event.shiftKey) {
      window.getSelection()?.removeAllRanges();
      this.#options.select({ type: "to", from: this.#anchor, to: index });
      return;
    }
    this.#anchor = index;
    const key = this.#options.key(row);
    this.#options.select({ type: "row", key, selected: !this.#selected.has(key) });
  }

  #key(event: KeyboardEvent): void {
    const index = this.#indexOf(event.target);
    if (index === undefined) return;
    const page = Math.max(1, Math.floor(this.#scroller.clientHeight / this.#rowHeight) - 1);
    const last = this.#rows.length - 1;
    const steps: Record<string, number> = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      PageDown: index + page,
      PageUp: index - page,
      Home: 0,
      End: last,
    };
    const to = steps[event.key];
    if (to !== undefined) {
      event.preventDefault();
      const next = Math.max(0, Math.min(last, to));
      this.#focus(next);
      if (event.shiftKey) this.#options.select({ type: "to", from: this.#anchor, to: next });
      else this.#anchor = next;
      return;
    }
    if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
      event.preventDefault();
      this.#moveWithinRow(index, event.key === "ArrowRight" ? 1 : -1);
      return;
    }
    if (event.key.toLowerCase() === "a" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.#options.select({ type: "all", selected: true });
      return;
    }
    const row = this.#rows[index];
    // Controls inside a row handle these keys themselves.
    if (row === undefined || event.target !== this.#rendered.get(index)?.element) return;
    if (event.key === " ") {
      event.preventDefault();
      const key = this.#options.key(row);
      if (event.shiftKey) this.#options.select({ type: "to", from: this.#anchor, to: index });
      else this.#options.select({ type: "row", key, selected: !this.#selected.has(key) });
      if (!event.shiftKey) this.#anchor = index;
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.#options.open(row);
    }
  }

  /** Moves the focus between the row, its checkbox, buttons and links. */
  #moveWithinRow(index: number, step: number): void {
    const line = this.#rendered.get(index)?.element;
    if (line === undefined) return;
    const stops = [line, ...line.querySelectorAll<HTMLElement>("input, button, a[href]")].filter(
      (stop) => stop.offsetParent !== null,
    );
    const at = stops.indexOf(document.activeElement as HTMLElement);
    stops[Math.max(0, Math.min(stops.length - 1, at + step))]?.focus();
  }

  #focus(index: number): void {
    this.#activate(index);
    const top = index * this.#rowHeight;
    const { scrollTop, clientHeight } = this.#scroller;
    if (top < scrollTop) this.#scroller.scrollTop = top;
    else if (top + this.#rowHeight > scrollTop + clientHeight)
      this.#scroller.scrollTop = top + this.#rowHeight - clientHeight;
    this.#render();
    this.#rendered.get(index)?.element.focus({ preventScroll: true });
  }
}

/** Returns whether the target has its own click behavior. */
function isControl(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("a, button, input") !== null;
}
