// What the package and the worker say, as it stands alone on the page. Their messages are made to follow a colon.

export function toSentence(text: string): string {
  const upper = text.charAt(0).toLocaleUpperCase() + text.slice(1);
  return /[.!?…]$/.test(upper) ? upper : `${upper}.`;
}
