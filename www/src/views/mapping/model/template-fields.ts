// Fields in a template, as `src/model/template.rs` reads it.

/** Returns the paths of a template that have no text of their own for a missing value. */
export function fieldsWithoutFallback(template: string): string[] {
  const fields: string[] = [];
  for (let at = 0; at < template.length; at += 1) {
    const brace = template[at];
    if (brace !== "{" && brace !== "}") continue;
    if (template[at + 1] === brace) {
      at += 1;
      continue;
    }
    // A brace without a counterpart is a problem of its own.
    if (brace === "}") break;
    const end = endOfPath(template, at + 1);
    if (template[end] === "}") fields.push(template.slice(at + 1, end).trim());
    at = template.indexOf("}", end);
    if (at < 0) break;
  }
  return [...new Set(fields)];
}

/** Offset of the first `|` or `}` outside the quotes of a key. */
function endOfPath(template: string, start: number): number {
  const path = /^(?:[^"'|}]|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')*/su.exec(template.slice(start));
  return start + (path?.[0].length ?? 0);
}
