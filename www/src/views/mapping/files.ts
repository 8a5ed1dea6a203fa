// Opening and saving of files.

/** Opens a file dialog; undefined when it is cancelled. */
export function chooseFile(): Promise<File | undefined> {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = ".json,application/json";
  input.hidden = true;
  document.body.append(input);
  return new Promise((resolve) => {
    const done = (file: File | undefined) => {
      input.remove();
      resolve(file);
    };
    input.addEventListener("change", () => done(input.files?.[0]));
    input.addEventListener("cancel", () => done(undefined));
    input.click();
  });
}

/**
 * Reads a file as UTF-8 with "\n" line ends; undefined when it is not UTF-8.
 */
export async function fileText(file: File): Promise<string | undefined> {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
    return text.replaceAll("\r\n", "\n");
  } catch {
    return undefined;
  }
}

/** Saves a text as a file. */
export function saveFile(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser reads the object URL after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
