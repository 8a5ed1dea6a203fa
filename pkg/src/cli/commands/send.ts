import { type DeliverOptions, testConnection } from "../../entrypoints/delivery/node.js";
import { usageError } from "../arguments.js";
import type { Command } from "../command.js";
import { CONNECTION_OPTIONS, connectionError, connectionFrom } from "../connection.js";
import { CONFIG, createMapper, INSTANCE, LIMETYPES, MEDIA_HOSTS, mediaHosts, readMappingFiles } from "../mapping.js";
import { openInput } from "../send/input.js";
import { Output } from "../send/output.js";
import { Sender } from "../send/sender.js";
import { StateFile } from "../send/state-file.js";

const DEFAULT_CONCURRENCY = 4;
const MAX_CONCURRENCY = 20;

export const send: Command = {
  name: "send",
  summary: "Sends conversations to Lime CRM",
  synopsis: "CONVERSATIONS --config FILE [options]",
  description: [
    "CONVERSATIONS is a file with the payload of one conversation (JSON) or of many: one per",
    "line (NDJSON), a JSON array, or consecutive JSON texts. - reads standard input.",
    "",
    "When sending many, a state file records what was sent. After an interruption of any",
    "kind, the same command resumes: it writes nothing twice and retries what failed.",
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
    state: {
      value: "FILE",
      help: ["the state file. Default: CONVERSATIONS.send-state; none for", "one conversation and for standard input"],
    },
    json: { help: ["print a line of JSON for each conversation"] },
  },
  exitStatuses: {
    0: "all conversations were sent",
    1: "some conversations could not be sent, or Lime CRM did not respond",
    2: "wrong usage, an unusable file, or an invalid configuration",
    130: "interrupted by Ctrl-C; the same command resumes",
  },
  arguments: [1, 1],
  async run(args) {
    const [file = "-"] = args.positional;
    if (args.option("config") === undefined) {
      throw usageError("--config is missing; the example configuration is never used for sending", send);
    }
    const concurrency = args.integer("concurrency", 1) ?? DEFAULT_CONCURRENCY;
    if (concurrency > MAX_CONCURRENCY) throw usageError(`--concurrency must be at most ${MAX_CONCURRENCY}`, send);
    const limeobject = args.integer("limeobject", 1);
    const lime = connectionFrom(args);
    const mapper = createMapper(readMappingFiles(args), mediaHosts(args));
    await testConnection(lime).catch((error) => {
      throw connectionError(error);
    });
    const input = await openInput(file);
    if (input.many && limeobject !== undefined) {
      throw usageError("--limeobject accepts one conversation only", send);
    }

    const abort = new AbortController();
    const interrupt = () => {
      abort.abort();
      // A second Ctrl-C ends the process immediately.
      process.off("SIGINT", interrupt);
    };
    process.on("SIGINT", interrupt);
    const path = args.option("state") ?? (input.many && file !== "-" ? `${file}.send-state` : undefined);
    const stateFile = args.flag("dry-run") || path === undefined ? undefined : new StateFile(path, lime.url);
    try {
      const deliverOptions = {
        ...lime,
        existing: args.option("existing") as DeliverOptions["existing"],
        onlyIfChanged: args.flag("only-if-changed"),
        mediaHosts: mediaHosts(args),
        ...(limeobject === undefined ? {} : { limeobject }),
        signal: abort.signal,
      };
      const output = new Output(input.many, args.flag("json"));
      const sender = new Sender({
        mapper,
        instance: args.option("instance"),
        dryRun: args.flag("dry-run"),
        deliverOptions,
        stateFile,
        abort,
        output,
      });
      return await sender.run(input.conversations, concurrency, file);
    } finally {
      stateFile?.close();
      process.off("SIGINT", interrupt);
    }
  },
};
