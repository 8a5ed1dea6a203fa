import type { ComponentChildren } from "preact";

/** Column of the grid. */
export interface GridColumn<R, Id extends string> {
  id: Id;
  title: string;
  /** Minimum width in rem. */
  width: number;
  /** Share of the space that is left; 0: none. */
  grow: number;
  align?: "end" | undefined;
  cell(row: R): ComponentChildren;
}
