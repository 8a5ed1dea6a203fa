// types.mjs SCHEMAS OUT: one TypeScript file for all JSON Schemas of a folder.
// The schemas share definitions, so they are bundled first: each name is declared once, and two different
// things under one name are an error.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { compile } from "json-schema-to-typescript";

const [folder, out] = process.argv.slice(2);
const definitions = {};

for (const file of readdirSync(folder).sort()) {
  if (!file.endsWith(".json")) continue;
  const {
    $schema,
    $id,
    $defs,
    definitions: older,
    title,
    ...root
  } = JSON.parse(readFileSync(join(folder, file), "utf8"));
  const name = title ?? basename(file, ".json");
  for (const [key, schema] of Object.entries({ ...older, ...$defs })) define(key, tidy(schema, name), file);
  define(name, tidy(root, name), file);
}

function define(name, schema, file) {
  if (name in definitions && !isDeepStrictEqual(definitions[name], schema))
    throw new Error(`${file}: "${name}" is already the name of another type`);
  definitions[name] = schema;
}

// What the generator would otherwise turn into extra names (Finding1): titles inside, a reference with a
// description beside it. References point into the bundle.
function tidy(node, rootName) {
  if (Array.isArray(node)) return node.map((item) => tidy(item, rootName));
  if (node === true) return { tsType: "unknown" };
  if (node === null || typeof node !== "object") return node;
  const mapValues = (map) =>
    Object.fromEntries(Object.entries(map).map(([key, value]) => [key, tidy(value, rootName)]));
  const { $ref, ...rest } = node;
  const tidied = {};
  for (const [key, value] of Object.entries(rest)) {
    if (key === "title" && typeof value === "string") continue;
    if (["default", "examples", "const", "enum", "required"].includes(key)) tidied[key] = value;
    // Here the keys are names that people chose, "title" and "default" among them.
    else if (["properties", "patternProperties"].includes(key)) tidied[key] = mapValues(value);
    else if (typeof value !== "object" && key !== "additionalProperties" && key !== "items") tidied[key] = value;
    else tidied[key] = tidy(value, rootName);
  }
  if (typeof $ref !== "string") {
    // Any JSON value; the generator would take it for an object.
    const said = Object.keys(tidied).filter((key) => !["description", "default", "examples"].includes(key));
    return said.length === 0 ? { ...tidied, tsType: "unknown" } : tidied;
  }
  const target = $ref === "#" ? rootName : $ref.replace(/^#\/(\$defs|definitions)\//, "");
  const reference = { $ref: `#/definitions/${target}` };
  return Object.keys(tidied).length === 0 ? reference : { ...tidied, allOf: [reference, ...(tidied.allOf ?? [])] };
}

for (const [name, schema] of Object.entries(definitions)) schema.title = name;
const bundle = { type: "object", properties: {}, additionalProperties: false, definitions };
const text = await compile(bundle, "GeneratedBundle", {
  additionalProperties: false,
  bannerComment: "",
  style: { printWidth: 100 },
  unreachableDefinitions: true,
  strictIndexSignatures: false,
});

// The generator's own notes on who refers to what name the bundle, which nobody sees.
const note = String.raw`This interface was referenced by \`GeneratedBundle\`[^\n]*\n \* via the \`definition\` [^\n]*\n`;
const code = text
  .replace(/export interface GeneratedBundle \{\s*\}\n*/, "")
  .replace(new RegExp(String.raw`^/\*\*\n \* ${note} \*/\n`, "gm"), "")
  .replace(new RegExp(String.raw`^ \* ?\n \* ${note}`, "gm"), "");

const names = [...code.matchAll(/^export (?:interface|type|enum) (\w+)/gm)].map((match) => match[1]);
const unknown = names.filter((name, index) => !(name in definitions) || names.indexOf(name) !== index);
const missing = Object.keys(definitions).filter((name) => !names.includes(name));
if (unknown.length > 0 || missing.length > 0 || code.includes("GeneratedBundle"))
  throw new Error(`the generated types are not the schemas' (unexpected: ${unknown}; missing: ${missing})`);

mkdirSync(dirname(out), { recursive: true });
writeFileSync(out, `// Generated from the JSON Schemas in build/schema by scripts/types.mjs: do not edit.\n${code}`);
console.log(`${out}: ${names.join(", ")}`);
