/** Number of letters that differ in names that are taken for the same, per letters of the name. */
const LETTERS_PER_DIFFERENCE = 3;

/** Returns the name that differs least from a mistyped one; undefined when none is close. */
export function nearest(name: string, names: readonly string[]): string | undefined {
  const most = Math.max(1, Math.floor(name.length / LETTERS_PER_DIFFERENCE));
  let best: string | undefined;
  let least = most + 1;
  for (const other of names) {
    if (Math.abs(other.length - name.length) >= least) continue;
    const difference = differences(name.toLowerCase(), other.toLowerCase());
    if (difference < least) [best, least] = [other, difference];
  }
  return best;
}

/** Number of letters that are inserted, removed, replaced, or swapped with their neighbor. */
function differences(one: string, other: string): number {
  let before: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const isSame = one[i - 1] === other[j - 1];
      const isSwap = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      row[j] = Math.min(
        (row[j - 1] as number) + 1,
        (last[j] as number) + 1,
        (last[j - 1] as number) + (isSame ? 0 : 1),
        isSwap ? (before[j - 2] as number) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    [before, last] = [last, row];
  }
  return last[other.length] as number;
}
