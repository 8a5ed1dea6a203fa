// types.mjs SCHEMAS FOLDER: writes TypeScript for all JSON Schemas of a folder: types.ts declares every definition once, codes.ts
// has an array for every table of codes. A keyword that is not known here is an error, as are two definitions of one name.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";

/** Keywords that restrict values and have no counterpart in a type. */
const IGNORED = new Set([
  "$schema",
  "$id",
  "title",
  "default",
  "examples",
  "format",
  "minimum",
  "maximum",
  "minLength",
]);
const KNOWN = new Set([
  ...["description", "definitions", "$ref", "allOf", "anyOf", "oneOf", "const", "enum", "type"],
  ...["properties", "required", "additionalProperties", "items"],
]);

const [schemas, folder] = process.argv.slice(2);
const definitions = readDefinitions(schemas);
const texts = JSON.parse(readFileSync(join(schemas, "texts.json"), "utf8"));
const banner = "// Generated from the JSON Schemas of the crate by scripts/types.mjs: do not edit.\n";
mkdirSync(folder, { recursive: true });
writeFileSync(
  join(folder, "types.ts"),
  [banner, ...Object.entries(definitions).map(declaration), ...params()].join("\n"),
);
const tables = Object.entries(definitions).flatMap(codeTable);
const ofCodes = tables.map((table) => /: readonly (\w+)\[\]/.exec(table)[1]);
const imports = `import type { ${ofCodes.join(", ")} } from "./types.js";\n`;
const codes = [banner, imports, ...tables, hosts(definitions.DeliveryOptions)];
writeFileSync(join(folder, "codes.ts"), codes.join("\n"));
console.log(`${folder}: ${Object.keys(definitions).join(", ")}`);

/** Returns the definitions of all schemas, and the schemas themselves by their titles. */
function readDefinitions(folder) {
  const all = {};
  for (const file of readdirSync(folder)
    .filter((name) => name !== "texts.json")
    .sort()) {
    const { definitions = {}, ...root } = JSON.parse(readFileSync(join(folder, file), "utf8"));
    delete root.$schema;
    for (const [name, schema] of Object.entries({ ...definitions, [root.title]: root })) {
      const { title: _, ...definition } = schema;
      if (name in all && !isDeepStrictEqual(all[name], definition)) {
        throw new Error(`${file}: "${name}" already has another definition`);
      }
      all[name] = definition;
    }
  }
  return Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function declaration([name, schema]) {
  if (name === "Params") return "";
  if (name === "Finding" || name === "Problem") return byCode(name, schema);
  const type = typeOf(schema, name, "");
  const body = isInterface(schema) ? `interface ${name} ${type}` : `type ${name} =${spaced(type)};`;
  return `${comment(schema, "")}export ${body}\n`;
}

/** A finding or a problem is a union of those of each code, so that a `switch` narrows its `params`. */
function byCode(name, schema) {
  const body = typeOf(schema, name, "")
    .replace(`code: ${name}Code;`, "code: C;")
    .replace("params: Params;", `params: ${name}Params[C];`);
  const of = `${comment(schema, "")}export interface ${name}Of<C extends ${name}Code> ${body}\n`;
  return `${of}\n/** Any {@link ${name}Of}: \`switch (${name.toLowerCase()}.code)\` narrows \`params\`. */\nexport type ${name} = { [C in ${name}Code]: ${name}Of<C> }[${name}Code];\n`;
}

/** Returns the types of the values in messages. */
function params() {
  const ofCode = (rows, ofProblem = false) => {
    const codes = Map.groupBy(rows, (row) => row.code);
    return [...codes]
      .map(
        ([code, rows]) =>
          `  ${JSON.stringify(code)}: ${rows.map(rowType).join(" | ")}${ofProblem ? unnamed(code) : ""};\n`,
      )
      .join("");
  };
  // The package says without values why a JavaScript value is no JSON.
  const inJavaScript = ["not-json", "too-deep", "too-large", "wrong-type"];
  const unnamed = (code) => (inJavaScript.includes(code) ? " | Record<string, never>" : "");
  const of = (...kinds) => texts.filter((row) => kinds.includes(row.of));
  const values = new Set(of("Value").map((row) => row.code));
  const problems = of("Problem", "Payload", "Path");
  const shared = [...values].map((code) => {
    const others = problems.filter((row) => row.code === code).map((row) => ` | ${rowType(row)}${unnamed(code)}`);
    return `  ${JSON.stringify(code)}: FindingParams[${JSON.stringify(code)}]${others.join("")};\n`;
  });
  return [
    `/** The values in the message of a finding, by its code. */\nexport interface FindingParams {\n${ofCode(of("Finding", "Value"))}}\n`,
    `/** The values in the message of a problem, by its code. */\nexport interface ProblemParams {\n${ofCode(
      problems.filter((row) => !values.has(row.code)),
      true,
    )}${shared.join("")}}\n`,
    "/** A part of a message that has values of its own. docs/findings.md lists the codes. */\nexport interface Clause {\n  code: string;\n  params: Params;\n}\n",
    "/** The values in a message, by name. */\nexport type Params = Readonly<Record<string, string | number | Labeled | Clause>>;\n",
    `/** A property or a limetype in a message. */\nexport interface Labeled {\n  /** Label in Lime CRM; without metadata the code name. */\n  label: string;\n  /** Code name. */\n  name: string;\n}\n`,
  ];
}

function rowType({ variant, params, outcome }) {
  const types = {
    id: "number",
    number: "number",
    count: "number",
    labeled: "Labeled",
    clause: "Clause",
    shown: "string | Clause",
  };
  const members = [
    ...(variant ? [`variant: ${JSON.stringify(variant)}`] : []),
    ...params.map(([name, kind]) => `${name}: ${types[kind] ?? "string"}`),
    ...(outcome ? ["outcome?: Clause"] : []),
  ];
  return members.length === 0 ? "Record<string, never>" : `{ ${members.join("; ")} }`;
}

/** `FindingCode` is also the array `FINDING_CODES`. */
function codeTable([name, schema]) {
  if (!name.endsWith("Code") && !["FallbackReason", "PropertyType", "Role", "TaskName"].includes(name)) return [];
  const codes = (schema.oneOf ?? [schema]).flatMap((member) => member.enum ?? [member.const]);
  const constant = `${name.replace(/(?<=[a-z])(?=[A-Z])/g, "_").toUpperCase()}S`;
  const lines = codes.map((code) => `  ${JSON.stringify(code)},\n`).join("");
  // The declaration names the type instead of listing the codes again.
  return [`/** Every \`${name}\`. */\nexport const ${constant}: readonly ${name}[] = [\n${lines}];\n`];
}

/** The default of the option `mediaHosts`. */
function hosts({ properties }) {
  const lines = properties.mediaHosts.default.map((host) => `  ${JSON.stringify(host)},\n`).join("");
  return `/** The hosts of Userlike, the default of the option \`mediaHosts\`. */\nexport const USERLIKE_HOSTS = [\n${lines}] as const;\n`;
}

function isInterface({ type, properties }) {
  return type === "object" && properties !== undefined;
}

/** @param indent The indentation of the line on which the type begins. */
function typeOf(schema, root, indent) {
  if (typeof schema === "boolean") return schema ? "unknown" : "never";
  for (const keyword of Object.keys(schema)) {
    if (!IGNORED.has(keyword) && !KNOWN.has(keyword)) throw new Error(`unknown keyword "${keyword}" in ${root}`);
  }
  const { $ref, allOf, anyOf, oneOf, type } = schema;
  if ($ref !== undefined) return $ref === "#" ? root : $ref.split("/").at(-1);
  if (allOf !== undefined) return allOf.map((member) => operand(member, root, indent)).join(" & ");
  const members = anyOf ?? oneOf;
  if (members !== undefined) {
    if (members.every(({ description }) => description === undefined)) {
      return members.map((member) => operand(member, root, indent)).join(" | ");
    }
    const inner = `${indent}  `;
    return members.map((member) => `\n${comment(member, inner)}${inner}| ${operand(member, root, inner)}`).join("");
  }
  if ("const" in schema) return JSON.stringify(schema.const);
  if ("enum" in schema) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (Array.isArray(type)) return type.map((one) => typeOf({ ...schema, type: one }, root, indent)).join(" | ");
  switch (type) {
    case "string":
    case "boolean":
    case "null":
      return type;
    case "integer":
    case "number":
      return "number";
    case "array":
      return arrayType(schema, root, indent);
    case "object":
      return objectType(schema, root, indent);
    case undefined:
      return "unknown";
    default:
      throw new Error(`unknown type "${type}" in ${root}`);
  }
}

/** Returns the type of a member of a union or an intersection. */
function operand(schema, root, indent) {
  const type = typeOf(schema, root, indent);
  return schema.anyOf === undefined && schema.oneOf === undefined ? type : `(${type})`;
}

function arrayType({ items = true }, root, indent) {
  if (Array.isArray(items)) return `[${items.map((item) => typeOf(item, root, indent)).join(", ")}]`;
  return `Array<${typeOf(items, root, indent)}>`;
}

function objectType({ properties, required = [], additionalProperties }, root, indent) {
  const inner = `${indent}  `;
  if (properties === undefined && typeof additionalProperties !== "object") return "object";
  const keys = [...Object.keys(properties ?? {}), ...required.filter((key) => !(key in (properties ?? {})))];
  const members = keys.map((key) => {
    const schema = properties?.[key] ?? true;
    return `${comment(schema, inner)}${inner}${key}${required.includes(key) ? "" : "?"}:${spaced(typeOf(schema, root, inner))};\n`;
  });
  if (typeof additionalProperties === "object") {
    members.push(`${inner}[key: string]: ${typeOf(additionalProperties, root, inner)};\n`);
  }
  return `{\n${members.join("")}${indent}}`;
}

/** A union with descriptions begins on a new line. */
function spaced(type) {
  return type.startsWith("\n") ? type : ` ${type}`;
}

function comment({ description }, indent) {
  if (description === undefined) return "";
  const lines = description.split("\n");
  if (lines.length === 1) return `${indent}/** ${description} */\n`;
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}`.trimEnd()).join("\n")}\n${indent} */\n`;
}
