import { type DeliverOptions, testConnection } from "../../entrypoints/delivery/node.js";
import { usageError } from "../arguments.js";
import type { Command } from "../command.js";
import { CONNECTION_OPTIONS, connectionError, connectionFrom, DEFAULT_SETTLE_TIME } from "../connection.js";
import { CliError } from "../errors.js";
import { CONFIG, createMapper, INSTANCE, LIMETYPES, MEDIA_HOSTS, mediaHosts, readMappingFiles } from "../mapping.js";
import { openInput } from "../send/input.js";
import { Journal } from "../send/journal.js";
import { Output } from "../send/output.js";
import { Sender } from "../send/sender.js";
import { loadSqlite } from "../send/sqlite.js";
import { Interruption } from "../signals.js";
import { note, warningMessage, writeStderr } from "../stderr.js";

const DEFAULT_CONCURRENCY = 4;
const MAX_CONCURRENCY = 20;
/** Seconds. */
const MAX_SETTLE_TIME = 3600;

/** What to do after a run without a state file. */
const UNRECORDED =
  "look up in Lime CRM what has arrived before you send it again; with --state FILE, the same command would resume";

export const send: Command = {
  name: "send",
  summary: "Sends conversations to Lime CRM",
  synopsis: "CONVERSATIONS --config FILE [options]",
  description: [
    "CONVERSATIONS is a file with the payload of one conversation (JSON) or of many: one per",
    "line (NDJSON), a JSON array, or consecutive JSON texts. - reads standard input.",
    "",
    "When sending many, a state file records what was sent. After an interruption of any",
    "kind, the same command resumes: it writes nothing twice and retries what failed. The",
    "state file needs Node 22.13 or newer.",
  ],
  options: {
    config: CONFIG,
    limetypes: LIMETYPES,
    "media-hosts": MEDIA_HOSTS,
    instance: INSTANCE,
    ...CONNECTION_OPTIONS,
    "dry-run": { help: ["only read from Lime CRM and report what would be sent"] },
    existing: {
      value: "POLICY",
      choices: ["keep", "fill", "overwrite"],
      help: ["how to treat the values of an existing limeobject: keep,", "fill or overwrite. Default: keep"],
    },
    "only-if-changed": { help: ["create no history note if the newest one is identical"] },
    limeobject: { value: "ID", help: ["deliver into this limeobject; for one conversation only"] },
    concurrency: {
      value: "N",
      help: [`number of parallel deliveries, 1 to ${MAX_CONCURRENCY}. Default: ${DEFAULT_CONCURRENCY}`],
    },
    "settle-time": {
      value: "SECONDS",
      help: [
        "how long an object is searched for before it is created again,",
        `when Lime CRM did not say whether it was. Default: ${DEFAULT_SETTLE_TIME}`,
      ],
    },
    state: {
      value: "FILE",
      help: [
        "the state file. Default: CONVERSATIONS.send-state; none for",
        "one conversation, standard input and pipes",
      ],
    },
    json: { help: ["print a line of JSON for each conversation"] },
  },
  exitStatuses: {
    0: "all conversations were sent",
    1: "not everything was sent, or the output or the state file could not be written",
    2: "wrong usage, an unusable file, or an invalid configuration",
    130: "interrupted by Ctrl-C (129: SIGHUP, 143: SIGTERM); the same command resumes",
  },
  arguments: [1, 1],
  async run(args) {
    const [file = "-"] = args.positional;
    if (args.option("config") === undefined) {
      throw usageError("--config is missing; the example configuration is never used for sending", send);
    }
    const concurrency = args.integer("concurrency", 1) ?? DEFAULT_CONCURRENCY;
    if (concurrency > MAX_CONCURRENCY) throw usageError(`--concurrency must be at most ${MAX_CONCURRENCY}`, send);
    const settleTime = args.integer("settle-time", 0) ?? DEFAULT_SETTLE_TIME;
    if (settleTime > MAX_SETTLE_TIME) throw usageError(`--settle-time must be at most ${MAX_SETTLE_TIME}`, send);
    const limeobject = args.integer("limeobject", 1);
    const lime = connectionFrom(args);
    const mapper = createMapper(readMappingFiles(args), mediaHosts(args));
    const interruption = new Interruption();
    const abort = new AbortController();
    interruption.signal.addEventListener("abort", () => abort.abort(), { once: true });
    let journal: Journal | undefined;
    try {
      const open = () => openInput(file, { signal: abort.signal, one: limeobject !== undefined });
      let input = file === "-" ? undefined : await open();
      const path = args.option("state") ?? (input?.many && input.isFile ? `${file}.send-state` : undefined);
      const needsJournal = path !== undefined && !args.flag("dry-run");
      const sqlite = needsJournal ? await loadSqlite() : undefined;
      await testConnection({ ...lime, signal: abort.signal }).catch((error) => {
        if (!abort.signal.aborted) throw connectionError(error);
      });
      input ??= await open();
      if (input.many && limeobject !== undefined) {
        throw usageError("--limeobject accepts one conversation only", send);
      }
      if (sqlite !== undefined && path !== undefined) journal = await Journal.open(path, sqlite, lime.url);
      else if (input.many && !args.flag("dry-run")) {
        writeStderr([
          note("without --state FILE, nothing records what was sent: an interrupted run cannot be resumed"),
        ]);
      }
      const sender = new Sender({
        mapper,
        instance: args.option("instance"),
        dryRun: args.flag("dry-run"),
        deliverOptions: {
          ...lime,
          existing: args.option("existing") as DeliverOptions["existing"],
          onlyIfChanged: args.flag("only-if-changed"),
          mediaHosts: mediaHosts(args),
          settleTime: settleTime * 1000,
          ...(limeobject === undefined ? {} : { limeobject }),
          signal: abort.signal,
        },
        journal,
        abort,
        output: new Output(input.many, args.flag("json")),
      });
      const isRecorded = journal !== undefined || args.flag("dry-run");
      const status = await sender.run(input.conversations, concurrency).catch((error) => {
        throw isRecorded || !(error instanceof CliError) ? error : new CliError(error.status, error.lines, UNRECORDED);
      });
      if (!interruption.signal.aborted) return status;
      throw new CliError(
        interruption.status,
        [warningMessage("interrupted before all conversations were sent")],
        isRecorded ? "run the same command again to resume" : UNRECORDED,
      );
    } finally {
      journal?.close();
      interruption.end();
    }
  },
};
