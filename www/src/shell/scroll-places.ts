// How far each view was scrolled, kept for the tab: a view opens where it was left, also after a reload.

const KEY = "userlike-limeobject.scroll";

export class ScrollPlaces {
  readonly #places: Record<string, number> = read();

  /** Returns how far the view was scrolled, in pixels. */
  get(view: string): number {
    return this.#places[view] ?? 0;
  }

  /** Notes how far the view is scrolled now. */
  note(view: string): void {
    this.#places[view] = scrollY;
  }

  /** Keeps what was noted in the browser's storage. */
  keep(): void {
    try {
      sessionStorage.setItem(KEY, JSON.stringify(this.#places));
    } catch {}
  }
}

function read(): Record<string, number> {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? "{}");
  } catch {
    return {};
  }
}
