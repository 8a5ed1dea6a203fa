// Output of `send`: results on standard output, errors and progress on standard error.

import { DeliveryError, type DryRunReport, type Receipt } from "../../entrypoints/delivery/node.js";
import type { LimeobjectError, Preview } from "../../entrypoints/node.js";
import { errorMessage, note, writeStderr } from "../stderr.js";
import { writeJson, writeStdout } from "../stdout.js";
import { bold, type Line } from "../terminal.js";
import { Progress } from "./progress.js";

/** Result for one conversation. */
export interface SendResult {
  /** Number of the conversation in the input, counted from 1. */
  index: number;
  /** Id in Userlike; null when it could not be read. */
  conversation: number | null;
  url?: string;
  created?: boolean;
  error?: { code: string; message: string };
}

export class Output {
  readonly progress = new Progress();

  constructor(
    private readonly many: boolean,
    private readonly json: boolean,
  ) {}

  sent(preview: Preview, receipt: Receipt, result: SendResult): void {
    const { counts } = this.progress;
    if (receipt.created) counts.created++;
    else counts.updated++;
    if (this.json) writeJson(result);
    else if (!this.many) writeStdout(receiptLines(preview, receipt));
  }

  sentBefore(): void {
    this.progress.counts.sentBefore++;
    if (!this.many)
      writeStderr([note("this conversation was sent before, as the state file says; it is not sent again")]);
  }

  /** @param line Line of the input on which the conversation begins. */
  failed(line: number, error: LimeobjectError, result: SendResult): void {
    this.progress.counts.failed++;
    if (this.json) writeJson(result);
    this.progress.clear();
    const { conversation } = result;
    const subject = conversation === null ? `line ${line}` : `conversation ${conversation} (line ${line})`;
    const findings = error instanceof DeliveryError ? error.findings : [];
    writeStderr([
      errorMessage(`${subject}: ${error.message}`),
      ...findings.map(({ severity, message }): Line => [`       ${severity}: ${message}`]),
    ]);
  }

  dryRun(index: number, { conversation }: Preview, report: DryRunReport, ready: boolean): void {
    const { counts } = this.progress;
    const limeobject = report.objects.find(({ role }) => role === "limeobject");
    if (!ready) counts.failed++;
    else if (limeobject?.action === "create") counts.created++;
    else counts.updated++;
    if (this.json) {
      writeJson({ index, conversation, forecast: report });
      return;
    }
    const lines = report.objects.map(
      ({ role, limetype, action }): Line => ["  ", bold(action.padEnd(7)), ` ${role}: ${limetype}`],
    );
    const more = this.many ? [] : [...differenceLines(report), ...findingLines(report.findings)];
    this.progress.clear();
    writeStdout([[bold(`Conversation ${conversation}`)], ...lines, ...more]);
  }

  summary(): void {
    this.progress.clear();
    if (this.many && !this.json) writeStdout([[bold(this.progress.summary())]]);
  }
}

/** Differences between the preview and the values in Lime CRM. */
function differenceLines({ objects }: DryRunReport): Line[] {
  return objects.flatMap(({ role, differences }) =>
    differences.map(({ property, now, preview, written }): Line => {
      const values = written
        ? `${JSON.stringify(now)} changes to ${JSON.stringify(preview)}`
        : `${JSON.stringify(now)} is kept; the preview has ${JSON.stringify(preview)}`;
      return [`  ${role}.${property}: ${values}`];
    }),
  );
}

function findingLines(findings: Receipt["findings"]): Line[] {
  return findings.map(({ severity, message }): Line => [`  ${severity}: ${message}`]);
}

function receiptLines(preview: Preview, { url, steps, findings }: Receipt): Line[] {
  return [
    [bold(`Conversation ${preview.conversation}`)],
    ...steps.map(
      ({ role, outcome, limetype, id }): Line => [
        "  ",
        bold(outcome.padEnd(9)),
        ` ${role}${limetype === undefined ? "" : `: ${limetype}`}${id === undefined ? "" : ` ${id}`}`,
      ],
    ),
    ...findingLines(findings),
    [url],
  ];
}
