// Which Lime CRM, and the key to it. The key is never an argument: arguments can be read by others on the same machine,
// and stay in the shell's history.

import { statSync } from "node:fs";
import { DeliveryError, type LimeCrm } from "../delivery.node.js";
import type { Given, Option } from "./command.js";
import { FAILED, Failure, USAGE } from "./failure.js";
import { readFile } from "./files.js";
import { labelled, say } from "./say.js";

export const LIME_OPTIONS: Record<string, Option> = {
  url: { value: "URL", help: ["Lime CRM, https://<server>/<application>; or the variable", "LIME_URL"] },
  "key-file": {
    value: "FILE",
    help: ["a file with the API key; without it, the variable", "LIME_API_KEY has it"],
  },
};

export function limeOf(given: Given): LimeCrm {
  const { LIME_URL = "" } = process.env;
  const url = given.text("url") ?? LIME_URL;
  if (url === "") {
    throw new Failure(
      USAGE,
      [labelled("error", "no Lime CRM was named")],
      "pass --url https://<server>/<application>, or set LIME_URL",
    );
  }
  return { url, apiKey: apiKey(given.text("key-file")) };
}

function apiKey(file: string | undefined): string {
  if (file !== undefined) {
    const key = new TextDecoder().decode(readFile(file, "API key")).trim();
    if ((statSync(file).mode & 0o077) !== 0 && process.platform !== "win32") {
      say([labelled("warning", `others may read ${file}: chmod 600 keeps the key to yourself`)]);
    }
    return key;
  }
  const { LIME_API_KEY: key = "" } = process.env;
  if (key === "") {
    throw new Failure(
      USAGE,
      [labelled("error", "there is no API key")],
      "set LIME_API_KEY to the key of an API user in Lime CRM, or put it into a file and pass --key-file",
    );
  }
  return key;
}

/** What Lime CRM did not take or answer, for a person. */
export function limeFailure(error: unknown): unknown {
  if (!(error instanceof DeliveryError)) return error;
  const usage = ["bad-url", "bad-key"].includes(error.code);
  const words = error.findings.map(({ severity, message }) =>
    labelled(severity === "info" ? "warning" : severity, message),
  );
  return new Failure(
    usage ? USAGE : FAILED,
    [labelled("error", error.message), ...words],
    error.resumable ? "try again later" : "mend what is said above, then try again",
  );
}
