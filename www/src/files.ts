// Files that a person opens or drops.

/** Conversations have kilobytes; from some megabytes on a textarea takes seconds for each key. */
const maxBytes = 4 * 1024 * 1024;

/** The file's text; an error of this function says, in words for a person, why there is none. */
export async function readText(file: File): Promise<string> {
  if (file.size > maxBytes) {
    throw new Error(`“${file.name}” is larger than 4 MB. Open one conversation at a time.`);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    throw new Error(`“${file.name}” could not be read as UTF-8 text. Open a JSON file.`);
  }
}
