// Texts of what the package and the server report, by code: findings, problems of the mapping, errors. Where the page has no
// text, a sentence in its language quotes the English message.

import type { Clause, Params } from "userlike-limeobject";
import type { Translate } from "./catalogue.ts";
import { clauseTexts } from "./messages/clause-texts.ts";
import { errorTexts } from "./messages/error-texts.ts";
import { findingTexts } from "./messages/finding-texts.ts";
import { problemTexts } from "./messages/problem-texts.ts";
import { requoted } from "./quotes.ts";
import { toSentence } from "./sentence.ts";

/** A finding, a problem, or an error. */
export interface Reported {
  readonly message: string;
  readonly code?: string | undefined;
  readonly params?: Params | undefined;
  /** Number of others like it that it stands for. */
  readonly more?: number | undefined;
  /** Of an error: what Lime CRM said. */
  readonly findings?: readonly Reported[] | undefined;
  /** HTTP status of an answer of the server; 0 for an error of the page, whose message is in its language. */
  readonly status?: number | undefined;
}

type Values = Record<string, string | number>;

const catalogues = [findingTexts, problemTexts, errorTexts, clauseTexts] as readonly Translate<string>[];

/** Returns a finding, a problem or an error as a sentence in the page's language. */
export function problemText({ code, message, params = {}, more, findings = [], status }: Reported): string {
  if (status === 0) return toSentence(message);
  if (code === "refused" && findings.length > 0)
    return toSentence(errorTexts("refused", { message: findings.map(problemText).join(" ") }));
  // This one says itself how many it stands for.
  if (more !== undefined && code !== "values-skipped") return toSentence(errorTexts("more", { count: more }));
  const text = code === undefined ? undefined : textOf(code, params, message);
  if (text === undefined) return toSentence(errorTexts("other", { message: toSentence(message) }));
  const outcome = params.outcome;
  return isClause(outcome) ? `${toSentence(text)} ${toSentence(clauseText(outcome))}` : toSentence(text);
}

/** Returns the text of the first catalogue whose text has all its values. */
function textOf(code: string, params: Params, message?: string): string | undefined {
  const { variant } = params;
  const key = typeof variant === "string" ? `${code}.${variant}` : code;
  const values = valuesOf(params);
  if (message !== undefined) values.message = message.replace(/[.!?]$/, "");
  for (const catalogue of catalogues) {
    const text = catalogue.texts()[key];
    if (text !== undefined && placesOf(text).every((name) => Object.hasOwn(values, name)))
      return catalogue(key, requotedIn(text, values));
  }
  return undefined;
}

/** Values that the package has quoted, with the quotation marks of the language, except where the text has its own. */
function requotedIn(text: string, values: Values): Values {
  const entries = Object.entries(values).map(([name, value]): [string, string | number] => [
    name,
    typeof value === "string" && !/[“”„]/.test(text[text.indexOf(`{${name}}`) - 1] ?? "") ? requoted(value) : value,
  ]);
  return Object.fromEntries(entries);
}

function placesOf(text: string): string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string);
}

function valuesOf(params: Params): Values {
  const entries = Object.entries(params).map(([name, value]): [string, string | number] => {
    if (typeof value === "string") return [name, value];
    // An id is no quantity.
    if (typeof value === "number") return [name, name === "id" || name === "status" ? String(value) : value];
    return [name, "label" in value ? value.label : clauseText(value)];
  });
  return Object.fromEntries(entries);
}

function clauseText({ code, params }: Clause): string {
  return textOf(code, params) ?? code;
}

function isClause(value: Params[string] | undefined): value is Clause {
  return typeof value === "object" && "code" in value;
}
