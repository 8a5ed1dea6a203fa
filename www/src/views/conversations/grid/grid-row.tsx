import { clsx } from "clsx";
import { conversations as t } from "../../../i18n/messages/conversations.ts";
import type { GridColumn } from "./column.ts";
import styles from "./grid-row.module.css";
import { SelectBox } from "./select-box.tsx";

interface GridRowProps<R, Id extends string> {
  row: R;
  name: string;
  columns: readonly GridColumn<R, Id>[];
  index: number;
  height: number;
  isSelected: boolean;
  isActive: boolean;
}

/** Row at its position. Renders again only when its properties change, because it reads a signal: the language. */
export function GridRow<R, Id extends string>(props: GridRowProps<R, Id>) {
  const { row, name, columns, index, height, isSelected, isActive } = props;
  return (
    <div
      role="row"
      class={styles.row}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      tabIndex={isActive ? 0 : -1}
      style={{ height: `${height}px`, transform: `translateY(${index * height}px)` }}
    >
      <SelectBox role="gridcell" tabIndex={-1} checked={isSelected} aria-label={t("selectRow", { name })} />
      {columns.map((column, at) => (
        <div
          key={column.id}
          role="gridcell"
          class={clsx(styles.cell, column.align === "end" && styles.end)}
          aria-colindex={at + 2}
        >
          {column.cell(row)}
        </div>
      ))}
    </div>
  );
}
