// Type checks a user's project without skipLibCheck, with every way of module resolution.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, test } from "node:test";
import { newProject, root } from "./project.mjs";

const project = newProject(after);

/** TypeScript 7 is that of the repository; 6 is installed for TypeDoc. */
const compilers = {
  7: join(root, "node_modules/typescript/bin/tsc"),
  6: join(import.meta.dirname, "node_modules/typescript/bin/tsc"),
};

const GOOD = `
import {
  type Config, ConfigError, LimeobjectError, type Limetypes, Mapper, type MapperOptions, ModuleError, PayloadError,
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

test("CommonJS in TypeScript with nodenext can require the package", async () => {
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
    "types-cjs/tsconfig.json": JSON.stringify({ compilerOptions, include: ["*.cts"] }),
    "types-cjs/program.cts": 'import { Mapper } from "userlike-limeobject";\nexport const mapper = new Mapper("");\n',
  });
  await project.run(process.execPath, [compilers[7], "-p", "types-cjs"]);
});
