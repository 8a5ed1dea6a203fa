/**
 * Returns `next` with every part that equals the same part of `previous` replaced by it: what has not changed stays the
 * identical object, so that nothing that shows it is drawn again. Lists and plain objects are compared, other objects are
 * not.
 */
export function share<T>(previous: unknown, next: T): T {
  if (Object.is(previous, next)) return next;
  if (Array.isArray(next)) {
    if (!Array.isArray(previous)) return next;
    const items = next.map((item, index) => share(previous[index], item));
    return items.length === previous.length && items.every((item, index) => item === previous[index])
      ? (previous as T)
      : (items as T);
  }
  if (!isObject(next) || !isObject(previous)) return next;
  const entries = Object.entries(next).map(([key, value]) => [key, share(previous[key], value)] as const);
  const isSame =
    entries.length === Object.keys(previous).length &&
    entries.every(([key, value]) => Object.hasOwn(previous, key) && value === previous[key]);
  return isSame ? (previous as T) : (Object.fromEntries(entries) as T);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
