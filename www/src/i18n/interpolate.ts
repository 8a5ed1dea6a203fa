/** Replaces `{name}` in a sentence with a node. */
export function interpolateNode(sentence: string, name: string, value: Node): (Node | string)[] {
  const [before = "", after = ""] = sentence.split(`{${name}}`, 2);
  return [before, value, after];
}
