interface Position {
  line?: number | null | undefined;
  column?: number | null | undefined;
}

/** Returns `file:line:column`, without the members that are unknown. */
export function formatPosition(file: string | undefined, { line, column }: Position): string {
  return [file, line, column].filter((member) => member !== undefined && member !== null).join(":");
}

/** Removes from a message the position that is printed in front of it. */
export function withoutPosition(message: string, { line, column }: Position): string {
  return message.replace(` (line ${line}, column ${column})`, "");
}
