export type Level = "info" | "warn" | "error";

/** One JSON line. Fields hold ids, codes and numbers: never what a conversation says, never a secret. */
export function log(
  level: Level,
  event: string,
  fields: Record<string, string | number | boolean | null | undefined> = {},
) {
  const line = JSON.stringify({ level, event, ...fields });
  if (level === "error") console.error(line);
  else if (level === "warn") console.warn(line);
  else console.log(line);
}

/** What may be said in a log about something that was thrown: its name and its code. Its message may quote what was sent. */
export function reason(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return "code" in error && typeof error.code === "string" ? `${error.name} ${error.code}` : error.name;
}
