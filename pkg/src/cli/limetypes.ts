import { renameSync, writeFileSync } from "node:fs";
import { fetchLimetypes } from "../delivery.node.js";
import type { Command } from "./command.js";
import { Failure, OK, reason, USAGE } from "./failure.js";
import { LIME_OPTIONS, limeFailure, limeOf } from "./lime.js";
import { labelled } from "./say.js";
import { render, visibleJson, wantsColours } from "./terminal.js";

export const limetypes: Command = {
  name: "limetypes",
  summary: "Fetches Lime CRM's metadata (limetypes and their properties) and stores it",
  synopsis: "[options]",
  about: [
    "The metadata is what check, preview and send compare a configuration and values",
    "with. It holds no data of customers.",
  ],
  options: {
    ...LIME_OPTIONS,
    out: { value: "FILE", help: ["where to store it; without it, standard output"] },
  },
  exits: {
    0: "it was fetched",
    1: "Lime CRM did not tell it",
    2: "wrong usage, or the file can't be written",
  },
  arguments: [0, 0],
  async run(given) {
    const found = await fetchLimetypes(limeOf(given)).catch((error) => {
      throw limeFailure(error);
    });
    const text = `${JSON.stringify(found, null, 2)}\n`;
    const file = given.text("out");
    if (file === undefined) {
      process.stdout.write(visibleJson(text));
      return OK;
    }
    try {
      // At once: whoever reads it meanwhile finds the old one or the new one.
      writeFileSync(`${file}.new`, text);
      renameSync(`${file}.new`, file);
    } catch (error) {
      throw new Failure(
        USAGE,
        [labelled("error", `${file} can't be written: ${reason(error)}`)],
        "check the path and who may write there",
      );
    }
    process.stdout.write(render([[`${file}: ${size(found)} limetypes`]], wantsColours(process.stdout, process.env)));
    return OK;
  },
};

/** How many limetypes a document has: a list of them, or an answer of the REST API. */
function size(document: unknown): number {
  if (Array.isArray(document)) return document.length;
  const embedded = (document as { _embedded?: { limetypes?: object } })._embedded?.limetypes ?? {};
  return Object.keys(embedded).length;
}
