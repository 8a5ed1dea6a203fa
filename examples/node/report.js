// node report.js conversations.ndjson [config.json limetypes.json]
//
// Reads an export of conversations (NDJSON or a JSON array, of any size) and reports which of them cannot be sent to Lime CRM,
// and why. Exits with status 1 if there are any.

import { createReadStream, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Mapper } from "userlike-limeobject";
import { conversations } from "userlike-limeobject/stream";

const example = (name) => fileURLToPath(import.meta.resolve(`userlike-limeobject/examples/${name}.json`));
const [file, config = example("config"), limetypes = example("limetypes")] = process.argv.slice(2);
const mapper = new Mapper(readFileSync(config), { limetypes: readFileSync(limetypes) });

let ready = 0;
const reasons = new Map();
const count = (reason) => reasons.set(reason, (reasons.get(reason) ?? 0) + 1);

for await (const { line, bytes, error } of conversations(createReadStream(file))) {
  try {
    if (error) throw error;
    const errors = mapper.preview(bytes).findings.filter(({ severity }) => severity === "error");
    if (errors.length === 0) ready++;
    for (const { code, message } of errors) {
      count(code);
      console.log(`line ${line}: ${message}`);
    }
  } catch (error) {
    count(error.code);
    console.log(`line ${line}: ${error.message}`);
  }
}

console.log(`\n${ready} can be sent`);
for (const [reason, times] of reasons) console.log(`${times} × ${reason}`);
process.exitCode = reasons.size > 0 ? 1 : 0;
