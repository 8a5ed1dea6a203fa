// Files in and out.

import { element as make } from "../../platform/dom.ts";

/** Asks for a JSON file; undefined when none is chosen. */
export function chooseFile(): Promise<File | undefined> {
  const input = make("input", { type: "file", accept: ".json,application/json", hidden: true });
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

/** The text of a file, with line ends as JSON editors have them; undefined when it is no text in UTF-8. */
export async function fileText(file: File): Promise<string | undefined> {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
    return text.replaceAll("\r\n", "\n");
  } catch {
    return undefined;
  }
}

/** Gives somebody a file with this text. */
export function saveFile(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = make("a", { href: url, download: name });
  link.click();
  // The browser reads the file after the click is over.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
