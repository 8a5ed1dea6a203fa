// The connection to Lime CRM. The API key is never an argument: other users of the machine can see arguments, and the shell
// keeps them in its history.

import { statSync } from "node:fs";
import { DeliveryError, type LimeCrm } from "../entrypoints/delivery/node.js";
import type { Arguments, CliOption } from "./command.js";
import { CliError, FAILED, USAGE } from "./errors.js";
import { readFile } from "./files.js";
import { errorMessage, warningMessage, writeStderr } from "./stderr.js";

/** Seconds for which a delivery searches for what it may have created, as in the package. */
export const DEFAULT_SETTLE_TIME = 66;

export const CONNECTION_OPTIONS: Record<string, CliOption> = {
  url: { value: "URL", help: ["Lime CRM: https://<server>/<application>.", "Default: the variable LIME_URL"] },
  "key-file": {
    value: "FILE",
    help: ["file with the API key.", "Default: the variable LIME_API_KEY"],
  },
};

export function connectionFrom(args: Arguments): LimeCrm {
  const { LIME_URL = "" } = process.env;
  const url = args.option("url") ?? LIME_URL;
  if (url === "") {
    throw new CliError(
      USAGE,
      "the URL of Lime CRM is missing",
      "pass --url https://<server>/<application> or set LIME_URL",
    );
  }
  return { url, apiKey: apiKey(args.option("key-file")) };
}

function apiKey(file: string | undefined): string {
  if (file !== undefined) {
    const key = new TextDecoder().decode(readFile(file, "API key")).trim();
    if ((statSync(file).mode & 0o077) !== 0 && process.platform !== "win32") {
      writeStderr([warningMessage(`other users can read ${file}; restrict it with chmod 600`)]);
    }
    return key;
  }
  const { LIME_API_KEY: key = "" } = process.env;
  if (key === "") {
    throw new CliError(
      USAGE,
      "the API key is missing",
      "set LIME_API_KEY to the key of an API user in Lime CRM, or pass a file that contains it with --key-file",
    );
  }
  return key;
}

/** Converts a DeliveryError to a CliError; returns any other error as it is. */
export function connectionError(error: unknown): unknown {
  if (!(error instanceof DeliveryError)) return error;
  const invalidOption = error.code === "bad-url" || error.code === "bad-key";
  const findings = error.findings.map(({ severity, message }) =>
    severity === "error" ? errorMessage(message) : warningMessage(message),
  );
  return new CliError(
    invalidOption ? USAGE : FAILED,
    [errorMessage(error.message), ...findings],
    error.resumable ? "try again later" : "fix the error above, then try again",
  );
}
