// Where the page keeps data in the browser (IndexedDB), and for how long.

/** Milliseconds after which kept data is dropped. */
export const MAX_KEPT_AGE = 30 * 24 * 60 * 60 * 1000;

/** Returns the name of a database. Pages of different servers on one origin have different paths. */
export function databaseName(suffix = ""): string {
  return `userlike-limeobject${suffix}${new URL(".", location.href).pathname}`;
}
