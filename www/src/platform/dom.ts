/** Returns the element of the HTML page with this id. */
export function byId(id: string): HTMLElement {
  const match = document.getElementById(id);
  if (!match) throw new Error(`index.html has no element with the id ${id}`);
  return match;
}
