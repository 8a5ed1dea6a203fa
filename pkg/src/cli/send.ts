import {
  type DeliverOptions,
  DeliveryError,
  type DryRunReport,
  deliver,
  dryRun,
  type Receipt,
  testConnection,
} from "../delivery.node.js";
import { LimeobjectError, type Mapper, type Preview } from "../node.js";
import type { Conversation } from "../stream.js";
import { type Command, type Given, usage } from "./command.js";
import { FAILED, Failure, INTERRUPTED, OK } from "./failure.js";
import { LIME_OPTIONS, limeFailure, limeOf } from "./lime.js";
import { CONFIG, documents, INSTANCE, LIMETYPES, mapperOf } from "./mapping.js";
import { isReady } from "./preview.js";
import { labelled, say } from "./say.js";
import { type Input, open } from "./send/input.js";
import { Journal, type Outcome } from "./send/journal.js";
import { Progress } from "./send/progress.js";
import { bold, dim, type Line, render, visibleJson, wantsColours } from "./terminal.js";

export const send: Command = {
  name: "send",
  summary: "Sends conversations to Lime CRM",
  synopsis: "CONVERSATIONS --config FILE [options]",
  about: [
    "CONVERSATIONS is a file with the payload of one conversation (JSON), or with many: one",
    "on each line (NDJSON), a JSON array, or one after the other. - reads standard input.",
    "",
    "Of many, what was sent is kept in a state file. Ended in any way, the same command",
    "goes on where it stopped, and writes nothing twice; what had failed is tried again.",
  ],
  options: {
    config: CONFIG,
    limetypes: LIMETYPES,
    instance: INSTANCE,
    ...LIME_OPTIONS,
    "dry-run": { help: ["only read in Lime CRM, and tell what would be sent"] },
    existing: {
      value: "HOW",
      choices: ["keep", "fill", "overwrite"],
      help: ["values of a limeobject that is there already: keep (as", "without this option), fill, overwrite"],
    },
    "only-if-changed": { help: ["no new history note when the newest one says the same"] },
    limeobject: { value: "ID", help: ["deliver into this limeobject; for one conversation"] },
    concurrency: { value: "N", help: ["how many are sent at once, 1 to 20; 4 without this option"] },
    state: {
      value: "FILE",
      help: [
        "the state file; without this option it is",
        "CONVERSATIONS.send-state, and for one conversation or",
        "standard input there is none",
      ],
    },
    json: { help: ["print a line of JSON for each conversation"] },
  },
  exits: {
    0: "all are sent",
    1: "some could not be sent, or Lime CRM did not answer",
    2: "wrong usage, a file that can't be used, a configuration that can't be used",
    130: "it was ended by Ctrl-C; the same command goes on",
  },
  arguments: [1, 1],
  async run(given) {
    const [file = "-"] = given.arguments;
    if (given.text("config") === undefined) throw usage("no --config given: nothing is sent by an example", send);
    const concurrency = given.number("concurrency", 1) ?? 4;
    if (concurrency > 20) throw usage("--concurrency is at most 20", send);
    const limeobject = given.number("limeobject", 1);
    const lime = limeOf(given);
    const mapper = mapperOf(documents(given));
    await testConnection(lime).catch((error) => {
      throw limeFailure(error);
    });
    const input = await open(file);
    if (input.many && limeobject !== undefined) throw usage("--limeobject is for one conversation", send);

    const ending = new AbortController();
    const interrupt = () => {
      ending.abort();
      // A second Ctrl-C ends the process as it always does.
      process.off("SIGINT", interrupt);
    };
    process.on("SIGINT", interrupt);
    const stateFile = given.text("state") ?? (input.many && file !== "-" ? `${file}.send-state` : undefined);
    const journal = given.flag("dry-run") || stateFile === undefined ? undefined : new Journal(stateFile, lime.url);
    try {
      const options = {
        ...lime,
        existing: given.text("existing") as DeliverOptions["existing"],
        onlyIfChanged: given.flag("only-if-changed"),
        ...(limeobject === undefined ? {} : { limeobject }),
        signal: ending.signal,
      };
      const sender = new Sender(given, mapper, options, journal, ending);
      return await sender.run(input, concurrency, file);
    } finally {
      journal?.close();
      process.off("SIGINT", interrupt);
    }
  },
};

/** What the key, or its user, may not do. */
const ACCESS = ["unauthorized", "forbidden"];
/** What is wrong with all conversations when it is wrong with one. */
const WRONG_FOR_ALL = [...ACCESS, "not-lime-crm", "limetype-not-found", "unavailable", "rate-limited"];

class Sender {
  readonly #progress = new Progress();
  /** The deliveries under way, and by conversation the last of them: those of one conversation take turns. */
  readonly #running = new Set<Promise<void>>();
  readonly #turns = new Map<number, Promise<void>>();
  #stop: DeliveryError | undefined;

  constructor(
    private readonly given: Given,
    private readonly mapper: Mapper,
    private readonly options: DeliverOptions & { limeobject?: number },
    private readonly journal: Journal | undefined,
    private readonly ending: AbortController,
  ) {}

  async run(input: Input, concurrency: number, file: string): Promise<number> {
    const { counts } = this.#progress;
    for await (const conversation of input.conversations) {
      while (this.#running.size >= concurrency) await Promise.race(this.#running);
      if (this.ending.signal.aborted) break;
      this.#begin(conversation, input.many);
      this.#progress.show();
    }
    await Promise.all(this.#running);
    this.#progress.clear();
    if (input.many && !this.given.flag("json")) this.#print([[bold(this.#progress.summary())]]);
    if (this.#stop !== undefined) throw limeFailure(this.#stop);
    if (this.ending.signal.aborted) {
      const goOn =
        this.journal === undefined ? "begin again" : `run the same command again, and it goes on with ${file}`;
      throw new Failure(INTERRUPTED, [labelled("warning", "it was ended before its end")], goOn);
    }
    return counts.failed === 0 ? OK : FAILED;
  }

  #begin(conversation: Conversation, many: boolean): void {
    const { counts } = this.#progress;
    const key = this.journal?.key(conversation.bytes ?? new TextEncoder().encode(JSON.stringify(conversation)));
    if (key !== undefined && this.journal?.isDone(key)) {
      counts.before++;
      if (!many)
        say([[dim("note"), ": it was sent before; to send it again, remove the state file, or pass another one"]]);
      return;
    }
    let preview: Preview;
    try {
      if (conversation.error !== undefined) throw conversation.error;
      preview = this.mapper.preview(conversation.bytes, { instance: this.given.text("instance") });
    } catch (error) {
      if (!(error instanceof LimeobjectError)) throw error;
      this.#failed(conversation, null, key, error);
      return;
    }
    const id = preview.conversation;
    const turn = (id === null ? undefined : this.#turns.get(id)) ?? Promise.resolve();
    counts.running++;
    const running = turn
      .then(() => this.#send(conversation, preview, key, many))
      .finally(() => {
        counts.running--;
        this.#running.delete(running);
        if (id !== null && this.#turns.get(id) === running) this.#turns.delete(id);
      });
    this.#running.add(running);
    if (id !== null) this.#turns.set(id, running);
  }

  async #send(conversation: Conversation, preview: Preview, key: string | undefined, many: boolean): Promise<void> {
    if (this.ending.signal.aborted) return;
    try {
      if (this.given.flag("dry-run")) return await this.#foretell(conversation, preview, many);
      const resume = key === undefined ? undefined : this.journal?.state(key);
      const receipt = await deliver(resume === undefined ? preview : null, {
        ...this.options,
        resume,
        onStep: ({ state, phase, writes }) => {
          if (key !== undefined && phase === "sending" && writes) this.journal?.keep(key, state);
        },
      });
      this.#sent(conversation, preview, key, receipt, many);
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      // Its state is kept: the next run goes on with it.
      if (error.code === "aborted") return;
      this.#failed(conversation, preview, key, error);
      if (WRONG_FOR_ALL.includes(error.code)) {
        this.#stop ??= error;
        this.ending.abort();
      }
    }
  }

  #sent({ index }: Conversation, preview: Preview, key: string | undefined, receipt: Receipt, many: boolean): void {
    const { counts } = this.#progress;
    const { url, created } = receipt;
    const outcome: Outcome = { index, conversation: preview.conversation, url, created };
    if (key !== undefined) this.journal?.end(key, outcome);
    if (created) counts.created++;
    else counts.updated++;
    if (this.given.flag("json")) this.#printJson(outcome);
    else if (!many) this.#print(receiptLines(preview, receipt));
  }

  #failed(
    { index, line }: Conversation,
    preview: Preview | null,
    key: string | undefined,
    error: LimeobjectError,
  ): void {
    this.#progress.counts.failed++;
    const { code, message } = error;
    const outcome: Outcome = { index, conversation: preview?.conversation ?? null, error: { code, message } };
    // What was refused may be mended in the configuration, and so begins anew. The rest can go on as it is.
    const goesOn =
      error instanceof DeliveryError && (error.resumable || ACCESS.includes(error.code)) ? error.state : undefined;
    if (key !== undefined) this.journal?.end(key, outcome, goesOn);
    if (this.given.flag("json")) this.#printJson(outcome);
    this.#progress.clear();
    const who = preview?.conversation == null ? `line ${line}` : `conversation ${preview.conversation} (line ${line})`;
    const findings = error instanceof DeliveryError ? error.findings : [];
    say([labelled("error", `${who}: ${message}`), ...findings.map(({ message }): Line => [`       ${message}`])]);
  }

  async #foretell({ index }: Conversation, preview: Preview, many: boolean): Promise<void> {
    const { counts } = this.#progress;
    const forecast = await dryRun(preview, this.options);
    const limeobject = forecast.objects.find(({ role }) => role === "limeobject");
    if (!isReady(preview)) counts.failed++;
    else if (limeobject?.action === "create") counts.created++;
    else counts.updated++;
    if (this.given.flag("json")) return this.#printJson({ index, conversation: preview.conversation, forecast });
    const lines = forecast.objects.map(
      ({ role, limetype, action }): Line => ["  ", bold(action.padEnd(7)), ` ${role}: ${limetype}`],
    );
    this.#progress.clear();
    this.#print([[bold(`Conversation ${preview.conversation}`)], ...lines, ...(many ? [] : differences(forecast))]);
  }

  #print(lines: readonly Line[]): void {
    process.stdout.write(render(lines, wantsColours(process.stdout, process.env)));
  }

  #printJson(value: object): void {
    process.stdout.write(`${visibleJson(JSON.stringify(value))}\n`);
  }
}

/** What a send would change in what is there. */
function differences({ objects }: DryRunReport): Line[] {
  return objects.flatMap(({ role, differences }) =>
    differences.map(({ property, now, preview, written }): Line => {
      const what = written ? "becomes" : "stays, and is not";
      return [`  ${role}.${property}: ${JSON.stringify(now)} ${what} ${JSON.stringify(preview)}`];
    }),
  );
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
    ...findings.map(({ severity, message }): Line => [`  ${severity}: ${message}`]),
    [url],
  ];
}
