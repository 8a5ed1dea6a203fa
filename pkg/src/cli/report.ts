// Formats a preview for administrators: the instance, the lookups, the written values and their sources, the findings.

import {
  type Finding,
  type Limeobject,
  type Lookup,
  PathError,
  type Preview,
  type PropertyValue,
  pointerToPath,
  type ValueSource,
} from "../entrypoints/node.js";
import type { Labels } from "./labels.js";
import { bold, dim, type Line, type Segment, type Style, style } from "./terminal.js";

/** True if a finding has severity `error`: the conversation must not be sent. */
export function hasErrors({ findings }: Preview): boolean {
  return findings.some(({ severity }) => severity === "error");
}

export function report(preview: Preview, labels: Labels): Line[] {
  const lookups = preview.lookups.map((lookup, index): Line => [`  ${index + 1}. `, ...lookupSegments(lookup, labels)]);
  const objects = preview.objects.flatMap((object, index) => [
    ...(index === 0 ? [] : [[]]),
    ...objectLines(object, index, labels),
  ]);
  return [
    ...headerLines(preview),
    ...section("Looked up in Lime CRM first", lookups),
    ...section("Written to Lime CRM", objects),
    ...findingLines(preview.findings),
  ];
}

function section(title: string, lines: readonly Line[]): Line[] {
  return lines.length === 0 ? [] : [[], [bold(title)], ...lines];
}

function headerLines({ conversation, instance }: Preview): Line[] {
  return [
    [bold(typeof conversation === "number" ? `Conversation ${conversation}` : "Conversation without an id")],
    instance ? ["Instance ", bold(instance.name), `, reason: ${instance.reason}`] : ["No instance matches."],
  ];
}

function lookupSegments(lookup: Lookup, labels: Labels): Line {
  const role = bold(lookup.role);
  if ("through" in lookup) return [role, `: through the ${lookup.through}'s property ${lookup.property}`];
  const limetype = withLabel(lookup.limetype, labels.limetype(lookup.limetype));
  const property = withLabel(lookup.property, labels.property(lookup.limetype, lookup.property));
  const value = valueText(lookup.value);
  return [role, `: ${limetype} with ${property} = ${value}  `, dim(`← ${path(lookup.source)}`)];
}

function objectLines(object: Limeobject, index: number, labels: Labels): Line[] {
  const title = withLabel(object.limetype, labels.limetype(object.limetype));
  const properties: { property: string; rest: Segment[]; block?: string[] }[] = [];
  for (const [property, value] of Object.entries(object.values)) {
    const source = dim(`← ${(object.sources[property] ?? []).map(sourceText).join(", ")}`);
    if (object.role === "history" && property === "note" && typeof value === "string") {
      properties.push({ property, rest: ["=  ", source], block: value.split(/\r?\n/) });
    } else {
      properties.push({ property, rest: [`= ${valueText(value)}  `, source] });
    }
  }
  for (const property of Object.keys(object.cleared ?? {}))
    properties.push({ property, rest: ["is cleared where an existing object is overwritten"] });
  if (object.file) {
    const { property, name, url, source } = object.file;
    properties.push({ property, rest: [`= the file ${quoted(name)} from ${url}  `, dim(`← ${path(source)}`)] });
  }
  for (const [property, role] of Object.entries(object.relations))
    properties.push({ property, rest: [`→ the ${role}`] });

  const titles = properties.map(({ property }) => withLabel(property, labels.property(object.limetype, property)));
  const width = Math.max(0, ...titles.map((text) => text.length));
  return [
    [`  ${index + 1}. `, bold(object.role), title === object.role ? "" : `: ${title}`],
    ...properties.flatMap(({ rest, block = [] }, position): Line[] => [
      [`     ${(titles[position] ?? "").padEnd(width)} `, ...rest],
      ...block.map((line): Line => ["       ", dim("│ "), line]),
    ]),
  ];
}

const severityStyle: Record<Finding["severity"], Style> = {
  error: style.red,
  warning: style.yellow,
  info: style.cyan,
};

function findingLines(findings: readonly Finding[]): Line[] {
  // The last finding of a kind can stand for many.
  const errors = findings.reduce((sum, { severity, more }) => sum + (severity === "error" ? (more ?? 1) : 0), 0);
  const lines = findings.flatMap((finding): Line[] => [
    ["  ", { style: severityStyle[finding.severity], text: finding.severity.padEnd(7) }, "  ", finding.message],
    ["           ", dim([finding.code, ...findingPositions(finding)].join(" · "))],
  ]);
  const verdict: Segment =
    errors === 0
      ? { style: style.green, text: "No known reason for Lime CRM to reject this." }
      : {
          style: style.red,
          text: `Do not send this: ${errors === 1 ? "1 error" : `${errors.toLocaleString("en")} errors`}.`,
        };
  return [...section("Findings", lines), [], [verdict]];
}

function findingPositions({ object, property, source, config }: Finding): string[] {
  const positions: string[] = [];
  const target = [object, property].filter(Boolean).join(".");
  if (target !== "") positions.push(target);
  if (typeof source === "string") positions.push(`payload ${path(source)}`);
  if (typeof config === "string") positions.push(`configuration ${config}`);
  return positions;
}

function withLabel(name: string, label: string | undefined): string {
  return label === undefined || label === name ? name : `${label} (${name})`;
}

function sourceText(source: ValueSource): string {
  if ("constant" in source) return `constant ${source.constant}`;
  return source.more === undefined ? path(source.payload) : `${source.more} more in ${path(source.payload)}`;
}

function valueText(value: PropertyValue): string {
  if (typeof value === "string") return quoted(value);
  if (Array.isArray(value)) return `options ${value.map(({ key }) => key).join(", ")}`;
  return typeof value === "object" && value !== null ? `option ${value.key}` : String(value);
}

function quoted(text: string): string {
  return JSON.stringify(text);
}

/** Formats a JSON pointer into the payload as a path of the configuration; returns a pointer that has no path as it is. */
function path(pointer: string): string {
  if (pointer === "") return "the whole payload";
  try {
    return pointerToPath(pointer);
  } catch (error) {
    if (error instanceof PathError) return pointer;
    throw error;
  }
}
