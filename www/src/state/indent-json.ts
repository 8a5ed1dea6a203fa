// Indents JSON that is on one line. Only white space is added: long numbers, repeated keys and escapes stay unchanged,
// and so does the preview.

/** Returns the text unchanged when it already has several lines or is not JSON. */
export function indentJson(text: string): string {
  const line = text.trim();
  if (line.includes("\n") || line.length < 80 || !isJson(line)) return text;
  let depth = 0;
  let result = "";
  for (let at = 0; at < line.length; at += 1) {
    const character = line.charAt(at);
    if (character === '"') {
      const end = endOfString(line, at);
      result += line.slice(at, end);
      at = end - 1;
    } else if (character === "{" || character === "[") {
      const close = skipSpace(line, at + 1);
      if (line[close] === "}" || line[close] === "]") {
        result += character + line[close];
        at = close;
      } else {
        depth += 1;
        result += `${character}${newLine(depth)}`;
      }
    } else if (character === "}" || character === "]") {
      depth -= 1;
      result += `${newLine(depth)}${character}`;
    } else if (character === ",") {
      result += `,${newLine(depth)}`;
    } else if (character === ":") {
      result += ": ";
    } else if (!isSpace(character)) {
      result += character;
    }
  }
  return result;
}

const newLines: string[] = [];

function newLine(depth: number): string {
  newLines[depth] ??= `\n${"  ".repeat(depth)}`;
  return newLines[depth];
}

function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end === -1 ? text.length : end + 1;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text[at - 1 - backslashes] === "\\") backslashes += 1;
  return backslashes % 2 === 1;
}

function skipSpace(text: string, start: number): number {
  let at = start;
  while (at < text.length && isSpace(text.charAt(at))) at += 1;
  return at;
}

function isSpace(character: string): boolean {
  return character === " " || character === "\t" || character === "\n" || character === "\r";
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
