import { problemText, type Reported } from "../i18n/problem-text.ts";
import { displayPath } from "./display-path.ts";

/** Returns a finding as a sentence in the page's language, with paths as the page shows them elsewhere. */
export function findingText(finding: Reported): string {
  const { params } = finding;
  if (typeof params?.source !== "string") return problemText(finding);
  return problemText({ ...finding, params: { ...params, source: displayPath(params.source) } });
}
