// Virtual table of any length: only visible rows exist. Measured with 10,000 rows, limel-table takes 55 ms per frame while
// scrolling and 1.3 s to update 1,000 rows, and its headings cannot be reached by keyboard.

import { clsx } from "clsx";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { conversations as t } from "../../../i18n/messages/conversations.ts";
import type { SelectionChange } from "../selection.ts";
import type { GridColumn } from "./column.ts";
import styles from "./grid.module.css";
import { GridHead } from "./grid-head.tsx";
import { GridRow } from "./grid-row.tsx";
import { isControl, moveWithinRow, rowIndexOf, targetOfKey } from "./navigation.ts";

/** Rows as lines of a table or, where there is no room for its columns, as cards with two values per line. */
export type GridLayout = "table" | "cards";

export interface GridProps<R extends { readonly key: number }, Id extends string> {
  label: string;
  columns: readonly GridColumn<R, Id>[];
  rows: readonly R[];
  /** Returns the name of a row for the label of its checkbox. */
  rowName(row: R): string;
  selected: ReadonlySet<number>;
  order: { column: Id; descending: boolean } | null;
  layout: GridLayout;
  /** Where the rows are scrolled to, and the key of the row in the tab order; kept up to date. */
  place: { top: number; key: number | null };
  /** Another value scrolls to `place`. */
  placeVersion: number;
  /** Called on Enter and double click. */
  onOpen(row: R): void;
  onSelect(change: SelectionChange): void;
  onSort(column: Id): void;
  /** Called with the rows in sight, when they have changed. */
  onShow(rows: readonly R[]): void;
}

/** Rows rendered above and below the visible ones, against gaps while scrolling. */
const OVERSCAN = 8;
/** Heights in pixels. */
const LINE = 52;
const CARD_LINE = 40;
/** Width of the column of checkboxes, in rem. */
const BOX = 2.75;
/** Space behind the last column in rem: its contents end as far from the edge as the checkboxes are from the other one. */
const END = 0.4375;

export function Grid<R extends { readonly key: number }, Id extends string>(props: GridProps<R, Id>) {
  const {
    label,
    columns,
    rows,
    rowName,
    selected,
    order,
    layout,
    place,
    placeVersion,
    onOpen,
    onSelect,
    onSort,
    onShow,
  } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLDivElement>(null);
  const [range, setRange] = useState({ first: 0, last: 30 });
  /** Key of the row in the tab order. */
  const [activeKey, setActiveKey] = useState(place.key);
  /** Index at which a range selection starts. */
  const anchor = useRef(0);
  /** Index of the row that gets the focus as soon as it is rendered. */
  const focusNext = useRef<number | null>(null);

  const height = layout === "table" ? LINE : Math.ceil(columns.length / 2) * CARD_LINE + 16;
  const lastIndex = rows.length - 1;
  const active = useMemo(
    () => Math.max(0, activeKey === null ? 0 : rows.findIndex(({ key }) => key === activeKey)),
    [rows, activeKey],
  );
  const selectedCount = useMemo(
    () => rows.reduce((n, { key }) => n + (selected.has(key) ? 1 : 0), 0),
    [rows, selected],
  );

  const activate = (key: number | null) => {
    place.key = key;
    setActiveKey(key);
  };
  /** Finds the rows in sight. */
  const look = () => {
    const { current } = scroller;
    // A view that is hidden before another one is shown has no place.
    if (current === null || current.clientHeight === 0) return;
    place.top = current.scrollTop;
    const visible = current.clientHeight - (canvas.current?.offsetTop ?? 0);
    const first = Math.max(0, Math.floor(current.scrollTop / height) - OVERSCAN);
    const last = Math.ceil((current.scrollTop + visible) / height) + OVERSCAN;
    if (first !== range.first || last !== range.last) setRange({ first, last });
  };
  // Listeners that live as long as the grid call the newest version.
  const lookNow = useRef(look);
  lookNow.current = look;

  useLayoutEffect(() => {
    const element = scroller.current as HTMLDivElement;
    let frame = 0;
    const later = () => {
      if (frame !== 0) return;
      frame = requestAnimationFrame(() => {
        frame = 0;
        lookNow.current();
      });
    };
    element.addEventListener("scroll", later, { passive: true });
    const observer = new ResizeObserver(later);
    observer.observe(element);
    return () => {
      element.removeEventListener("scroll", later);
      observer.disconnect();
      cancelAnimationFrame(frame);
    };
  }, []);
  useLayoutEffect(() => {
    const element = scroller.current as HTMLDivElement;
    if (element.scrollTop !== place.top) element.scrollTop = place.top;
    if (place.key === null) setActiveKey(null);
    look();
  }, [placeVersion, height]);
  useLayoutEffect(() => {
    if (focusNext.current === null) return;
    const row = canvas.current?.querySelector<HTMLElement>(`[aria-rowindex="${focusNext.current + 2}"]`);
    focusNext.current = null;
    row?.focus({ preventScroll: true });
  });
  useEffect(() => onShow(rows.slice(range.first, range.last + 1)), [rows, range]);

  const focus = (index: number) => {
    const element = scroller.current as HTMLDivElement;
    const visible = element.clientHeight - (canvas.current?.offsetTop ?? 0);
    const top = index * height;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + height > element.scrollTop + visible) element.scrollTop = top + height - visible;
    focusNext.current = index;
    activate(rows[index]?.key ?? null);
    look();
  };
  const toggle = (index: number) => {
    const row = rows[index];
    if (row === undefined) return;
    anchor.current = index;
    onSelect({ type: "row", key: row.key, selected: !selected.has(row.key) });
  };
  const onClick = (event: MouseEvent) => {
    const index = rowIndexOf(event.target);
    if (index === undefined || (!(event.target instanceof HTMLInputElement) && isControl(event.target))) return;
    if (!event.shiftKey) return toggle(index);
    getSelection()?.removeAllRanges();
    onSelect({ type: "to", from: anchor.current, to: index });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const index = rowIndexOf(event.target);
    const row = rows[index ?? -1];
    if (index === undefined || row === undefined) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / height) - 1);
    const to = targetOfKey(event.key, index, page, lastIndex);
    if (to !== undefined) {
      focus(to);
      if (event.shiftKey) onSelect({ type: "to", from: anchor.current, to });
      else anchor.current = to;
    } else if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
      moveWithinRow(event.target as Element, event.key === "ArrowRight" ? 1 : -1);
    } else if (event.key.toLowerCase() === "a" && (event.ctrlKey || event.metaKey)) {
      onSelect({ type: "all", selected: true });
    } else {
      // Controls inside a row handle these keys themselves.
      if (!(event.target as Element).matches("[role=row]")) return;
      if (event.key === "Enter") onOpen(row);
      else if (event.key !== " ") return;
      else if (event.shiftKey) onSelect({ type: "to", from: anchor.current, to: index });
      else toggle(index);
    }
    event.preventDefault();
  };

  const shown: number[] = [];
  for (let index = range.first; index <= Math.min(range.last, lastIndex); index += 1) shown.push(index);
  // The row with the focus stays, otherwise the focus is lost.
  if (active < range.first) shown.unshift(active);
  else if (active > range.last && active <= lastIndex) shown.push(active);
  const width = columns.reduce((sum, column) => sum + column.width, BOX + END);
  const tracks = columns.map((column) => `minmax(${column.width}rem, ${column.grow}fr)`).join(" ");
  return (
    <div
      role="grid"
      class={clsx(styles.grid, styles[layout])}
      aria-label={label}
      aria-multiselectable="true"
      aria-colcount={columns.length + 1}
      aria-rowcount={rows.length + 1}
      style={{
        "--tracks": `${BOX}rem ${tracks}`,
        "--end": `${END}rem`,
        "--width": `${width}rem`,
        "--lines": Math.ceil(columns.length / 2),
      }}
    >
      <div ref={scroller} role="presentation" class={clsx(styles.scroller, rows.length === 0 && styles.bare)}>
        <GridHead
          columns={columns}
          order={order}
          checked={rows.length > 0 && selectedCount === rows.length}
          indeterminate={selectedCount > 0 && selectedCount < rows.length}
          disabled={rows.length === 0}
          onSelectAll={(selected) => onSelect({ type: "all", selected })}
          onSort={onSort}
        />
        <div
          ref={canvas}
          role="rowgroup"
          class={styles.canvas}
          style={{ height: `${rows.length * height}px` }}
          onClick={onClick}
          onKeyDown={onKeyDown}
          onDblClick={({ target }) => {
            const row = rows[rowIndexOf(target) ?? -1];
            if (row !== undefined && !isControl(target)) onOpen(row);
          }}
          onFocusIn={({ target }) => activate(rows[rowIndexOf(target) ?? -1]?.key ?? activeKey)}
        >
          {shown.map((index) => {
            const row = rows[index] as R;
            return (
              <GridRow
                key={row.key}
                row={row}
                name={rowName(row)}
                columns={columns}
                index={index}
                height={height}
                isSelected={selected.has(row.key)}
                isActive={index === active}
              />
            );
          })}
        </div>
      </div>
      {rows.length === 0 && <p class={styles.empty}>{t("noMatch")}</p>}
    </div>
  );
}
