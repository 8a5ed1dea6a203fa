/** A change of the selection. `to`: a range of positions. */
export type SelectionChange =
  | { type: "row"; key: number; selected: boolean }
  | { type: "to"; from: number; to: number }
  | { type: "all"; selected: boolean };

/** Returns the selection after a change. `visible` are the rows to which positions and "all" refer. */
export function changeSelection(
  selected: ReadonlySet<number>,
  change: SelectionChange,
  visible: readonly { key: number }[],
): Set<number> {
  const changed = new Set(selected);
  if (change.type === "row") {
    if (change.selected) changed.add(change.key);
    else changed.delete(change.key);
  } else if (change.type === "to") {
    const [from, to] = [change.from, change.to].sort((a, b) => a - b) as [number, number];
    for (const { key } of visible.slice(from, to + 1)) changed.add(key);
  } else if (change.selected) for (const { key } of visible) changed.add(key);
  else for (const { key } of visible) changed.delete(key);
  return changed;
}
