// Turns messages of the package and the worker, which are written to follow a colon, into sentences.

export function toSentence(text: string): string {
  const upper = text.charAt(0).toLocaleUpperCase() + text.slice(1);
  return /[.!?…]$/.test(upper) ? upper : `${upper}.`;
}
