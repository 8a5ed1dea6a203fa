export type Level = "info" | "warn" | "error";

/** Writes one JSON line. Fields hold ids, codes and numbers, never contents of a conversation and never a secret. */
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

/** Name and code of something that was thrown. Its message may quote a payload and stays out of the log. */
export function errorName(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return "code" in error && typeof error.code === "string" ? `${error.name} ${error.code}` : error.name;
}
