import { storedValue } from "../../platform/local-storage.ts";
import { Signal } from "../../platform/signal.ts";
import { COLUMNS, type Column } from "./filter.ts";
import type { GridLayout } from "./grid/grid.tsx";

const stored = storedValue("columns");

/** The columns that the user has chosen, in this browser; null: the default. */
export const chosenColumns = new Signal<readonly Column[] | null>(read());

/** What cards show by default: two per line, so that some fit on the screen of a phone. */
const CARD_COLUMNS: readonly Column[] = ["conversation", "contact", "subject", "becomes", "check", "sending"];

/** Returns the columns to show. */
export function shownColumns(layout: GridLayout): readonly Column[] {
  return chosenColumns.value ?? (layout === "cards" ? CARD_COLUMNS : COLUMNS);
}

export function chooseColumns(chosen: readonly Column[] | null): void {
  stored.write(chosen === null ? undefined : chosen.join());
  chosenColumns.value = chosen;
}

function read(): readonly Column[] | null {
  const names = stored.read()?.split(",");
  return names === undefined ? null : COLUMNS.filter((column) => column === "conversation" || names.includes(column));
}
