/** Requests that wait for the end of a send. */
export class Waiters {
  readonly #bySend = new Map<number, Set<() => void>>();

  /** Resolves when `notify` is called for the send, or after `timeout` milliseconds. */
  wait(send: number, timeout: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(done, timeout);
      const waiters = this.#bySend.get(send) ?? new Set();
      this.#bySend.set(send, waiters.add(done));
      function done() {
        clearTimeout(timer);
        waiters.delete(done);
        resolve();
      }
    });
  }

  notify(send: number): void {
    for (const done of this.#bySend.get(send) ?? []) done();
    this.#bySend.delete(send);
  }
}
