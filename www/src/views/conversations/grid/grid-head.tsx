import { clsx } from "clsx";
import { conversations as t } from "../../../i18n/messages/conversations.ts";
import type { GridColumn } from "./column.ts";
import styles from "./grid-head.module.css";
import { SelectBox } from "./select-box.tsx";

interface GridHeadProps<Id extends string> {
  columns: readonly Pick<GridColumn<never, Id>, "id" | "title" | "align">[];
  order: { column: Id; descending: boolean } | null;
  checked: boolean;
  indeterminate: boolean;
  disabled: boolean;
  onSelectAll(selected: boolean): void;
  onSort(column: Id): void;
}

/** Row with the titles of the columns, which sort, and a checkbox for all rows. */
export function GridHead<Id extends string>(props: GridHeadProps<Id>) {
  const { columns, order, checked, indeterminate, disabled, onSelectAll, onSort } = props;
  return (
    <div role="rowgroup" class={styles.group}>
      <div role="row" class={styles.head} aria-rowindex={1}>
        <SelectBox
          role="columnheader"
          aria-label={t("selectAll")}
          checked={checked}
          indeterminate={indeterminate}
          disabled={disabled}
          onChange={(event) => onSelectAll(event.currentTarget.checked)}
        />
        {columns.map(({ id, title, align }, at) => {
          const direction = order?.column === id ? (order.descending ? "descending" : "ascending") : "none";
          return (
            <div
              key={id}
              role="columnheader"
              class={clsx(styles.heading, align === "end" && styles.end)}
              aria-colindex={at + 2}
              aria-sort={direction}
            >
              <button
                type="button"
                class={clsx(styles.sort, direction !== "none" && styles[direction])}
                title={t("sortBy", { column: title })}
                onClick={() => onSort(id)}
              >
                {title}
              </button>
            </div>
          );
        })}
      </div>
    </div>
  );
}
