// Type checks a user's project without skipLibCheck, with every way of module resolution.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, test } from "node:test";
import { newProject, root, tools } from "./project.mjs";

const project = newProject(after);

/** TypeScript 7 is that of the repository, 5.9 the oldest that is supported. */
const compilers = {
  7: join(root, "node_modules/typescript/bin/tsc"),
  5.9: join(tools, "typescript-5.9/bin/tsc"),
};

const GOOD = `
import {
  type AnyLimeobjectError, type Config, ConfigError, isLimeobjectError, LimeobjectError, type Limetypes, Mapper, type MapperOptions, ModuleError, PayloadError,
  type Preview, type PreviewOptions,
} from "userlike-limeobject";
import { type Conversation, conversations, previewStream, type StreamError } from "userlike-limeobject/stream";
import { type DeliverOptions, deliver, DeliveryError, dryRun, type DryRunReport, type LimeCrm, type Receipt } from "userlike-limeobject/delivery";
import * as slim from "userlike-limeobject/slim";
import * as deliverySlim from "userlike-limeobject/delivery/slim";

const config: Config = { instances: [{ limetype: "helpdesk", properties: { title: { userlikeKey: "subject" } } }] };
const limetypes: Limetypes = [{ name: "helpdesk", properties: [{ name: "title", type: "string" }] }];
const options: MapperOptions & PreviewOptions = { limetypes, maxBytes: 5, instance: undefined };
export const mapper: Mapper = new Mapper(config, options);
export const preview: Preview = mapper.preview(new Uint8Array(), { instance: "a" });
export const title: string[] = preview.objects.flatMap(({ values }) => Object.keys(values));
export const bytes: Uint8Array = mapper.transform(new Uint8Array());
export async function stream(source: ReadableStream<Uint8Array>): Promise<void> {
  for await (const conversation of conversations(source)) {
    const { index, bytes, error }: Conversation = conversation;
    const text: Uint8Array | PayloadError = error ?? bytes;
    void [index, text];
  }
  const out: ReadableStream<Uint8Array> = source.pipeThrough(previewStream(mapper));
  await out.cancel();
}
export function message(error: unknown): string | undefined {
  if (error instanceof PayloadError) return \`\${error.line}:\${error.column} \${error.pointer}\`;
  if (error instanceof ConfigError) return error.problems[0]?.pointer;
  if (error instanceof DeliveryError) return error.state;
  if (error instanceof ModuleError || error instanceof LimeobjectError) return error.code;
  return undefined;
}
export async function send(): Promise<[DryRunReport, Receipt]> {
  const lime: LimeCrm = { url: "https://x/y", apiKey: "k" };
  const options: DeliverOptions = { ...lime, onProgress: ({ state }) => void state.length };
  return [await dryRun(preview, lime), await deliver(preview, options)];
}
export const record: StreamError = { error: { code: "not-json", message: "", index: 1, line: 1, column: 1 } };
export function retry(error: ModuleError): boolean {
  switch (error.code) {
    case "out-of-memory":
    case "stack-overflow":
      return true;
    case "internal":
      return false;
  }
}
export function byName(error: AnyLimeobjectError): string | number {
  switch (error.name) {
    case "PayloadError": return error.line ?? error.code satisfies PayloadError["code"];
    case "ConfigError": return error.problems.length;
    case "DeliveryError": return error.findings.length;
    case "ModuleError": return error.code satisfies "out-of-memory" | "stack-overflow" | "internal";
    case "PathError": return error.offset;
    case "LimeobjectError": return error.code satisfies "option" | "freed" | "not-loaded" | "bad-module" | "internal";
    default: return error satisfies never;
  }
}
export function byCode(error: unknown): readonly unknown[] {
  if (!isLimeobjectError(error)) return [];
  switch (error.code) {
    case "invalid-config": return error.problems;
    case "cut-off": return [error.pointer, error.column];
    case "bad-url": return error.findings;
    case "invalid-path": return [error.position];
    default: return [error.message];
  }
}
export function byFinding(all: Preview["findings"]): number {
  let lost = 0;
  for (const { code } of all) {
    switch (code) {
      case "text-cut":
      case "values-skipped":
        lost++;
        break;
    }
  }
  return lost;
}
export async function load(): Promise<void> {
  await slim.init("x.wasm");
  await deliverySlim.init(new URL("https://x/y.wasm"));
  slim.initSync(new Uint8Array());
}
`;

const BAD = {
  "a misspelled option":
    'import { Mapper } from "userlike-limeobject"; new Mapper({ instances: [] }, { maxbytes: 1 });',
  "a number instead of a configuration": 'import { Mapper } from "userlike-limeobject"; new Mapper(5);',
  "a string instead of bytes": 'import { Mapper } from "userlike-limeobject"; new Mapper("").transform("");',
  "an unknown member of a preview":
    'import { type Preview } from "userlike-limeobject"; export const f = (p: Preview) => p.nothing;',
  "an unknown error code":
    'import { type PayloadError } from "userlike-limeobject"; export const f = (e: PayloadError) => e.code === "nothing";',
  "a name of an error that none has":
    'import { isLimeobjectError } from "userlike-limeobject"; export const f = (e: unknown) => isLimeobjectError(e) && e.name === "OtherError";',
  "a member of another kind of error":
    'import { type AnyLimeobjectError } from "userlike-limeobject"; export const f = (e: AnyLimeobjectError) => e.name === "PathError" && e.problems;',
  "a finding code in a switch that none has":
    'import { type FindingCode } from "userlike-limeobject"; export const f = (c: FindingCode) => { switch (c) { case "nothing": return 1; default: return 2; } };',
  "an unknown entry point":
    'import "userlike-limeobject/dist/mapper.js"; import * as x from "userlike-limeobject/inside";x;',
};

const consumers = /** @type {const} */ ({
  node16: { module: "node16", moduleResolution: "node16", lib: ["es2022"], types: ["node"] },
  nodenext: { module: "nodenext", moduleResolution: "nodenext", lib: ["es2022"], types: ["node"] },
  bundler: {
    module: "esnext",
    moduleResolution: "bundler",
    lib: ["es2022", "dom", "dom.iterable", "dom.asynciterable"],
    types: [],
  },
});

for (const [version, tsc] of Object.entries(compilers)) {
  for (const [name, options] of Object.entries(consumers)) {
    test(`TypeScript ${version}, moduleResolution ${name}`, async () => {
      const folder = `types-${version}-${name}`;
      const compilerOptions = {
        ...options,
        target: "es2022",
        strict: true,
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        skipLibCheck: false,
        noEmit: true,
        typeRoots: [join(root, "node_modules/@types")],
      };
      const bad = Object.fromEntries(Object.values(BAD).map((source, index) => [`${folder}/bad-${index}.ts`, source]));
      project.write({
        [`${folder}/tsconfig.json`]: JSON.stringify({ compilerOptions, include: ["*.ts"] }),
        [`${folder}/good.ts`]: GOOD,
        ...bad,
      });
      const output = await project.run(process.execPath, [tsc, "--pretty", "false", "-p", folder]).catch(String);
      const errors = [...String(output).matchAll(/^(?:[\w-]+\/)*([\w./-]+\.ts)\(\d+,\d+\): error (TS\d+: .*)$/gm)];
      const unexpected = errors.filter(([, file]) => !file?.includes("bad-")).map(([line]) => line);
      assert.deepEqual(unexpected, []);
      for (const [index, [what]] of Object.entries(BAD).entries()) {
        assert(
          errors.some(([, file]) => file?.includes(`bad-${index}.ts`)),
          `${what} is not an error:\n${output}`,
        );
      }
    });
  }
}

for (const [version, tsc] of Object.entries(compilers)) {
  test(`TypeScript ${version}: CommonJS with nodenext can require the package`, async () => {
    const folder = `types-cjs-${version}`;
    const compilerOptions = {
      module: "nodenext",
      target: "es2022",
      lib: ["es2022"],
      types: ["node"],
      strict: true,
      skipLibCheck: false,
      noEmit: true,
      typeRoots: [join(root, "node_modules/@types")],
    };
    project.write({
      [`${folder}/tsconfig.json`]: JSON.stringify({ compilerOptions, include: ["*.cts"] }),
      [`${folder}/program.cts`]: `
        import { Mapper } from "userlike-limeobject";
        import delivery = require("userlike-limeobject/delivery");
        import slim = require("userlike-limeobject/slim");
        export const mapper: slim.Mapper = new Mapper("");
        export const problem: string | undefined = delivery.limeUrlProblem("");`,
    });
    await project.run(process.execPath, [tsc, "-p", folder]);
  });
}
