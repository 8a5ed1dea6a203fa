/** The median of a list of numbers: of an even one, the higher of the two in the middle. 0 for an empty list. @param {number[]} numbers */
export const median = (numbers) => numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0;
