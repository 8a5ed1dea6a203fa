// The table of media files: their links, what their hosts answer, and what becomes of them. The crate (tests/media_files.rs), the
// package, the command line and the worker handle the same table.
import assert from "node:assert/strict";
import CASES from "./media-files.json" with { type: "json" };

/** @typedef {{ status?: number, location?: string, type?: string, disposition?: string, body?: string, fault?: string }} Answer */

/** @type {Map<string, Answer>} */
const answers = new Map(CASES.flatMap(({ answers }) => Object.entries(answers)));

/** The payload of a conversation with all files. @param {number} id */
export const payloadWithFiles = (id) => ({
  id,
  topics: [{ text: "support" }],
  transcript: CASES.map(({ url }, index) => ({ id: `${id}.${index}`, type: "message", body: "", url })),
});

/** Answers as the host of a file; an error stands for a broken connection. @param {string} url @returns {Promise<Response>} */
export async function answerAsHost(url) {
  const { status = 200, location, type, disposition, body = "", fault } = answers.get(url) ?? { fault: "unexpected" };
  assert.notEqual(fault, "unexpected", `nobody may fetch ${url}`);
  if (fault === "no-response") throw new TypeError("no connection");
  const headers = new Headers({ ...(location && { location }), ...(type && { "content-type": type }) });
  if (disposition) headers.set("content-disposition", disposition);
  const bytes = Buffer.from(body, "latin1");
  /** @type {Uint8Array[]} */
  const chunks = [bytes, ...(fault === "too-large" ? Array.from({ length: 21 }, () => new Uint8Array(1 << 20)) : [])];
  // A size that is announced is refused before the content is read.
  if (fault === "too-large") headers.set("content-length", String(chunks.reduce((sum, { length }) => sum + length, 0)));
  const content = new ReadableStream({
    async pull(controller) {
      const chunk = chunks.shift();
      if (chunk !== undefined) controller.enqueue(chunk);
      else if (fault === "broken-off") {
        // The first bytes are on their way before the connection breaks.
        await new Promise((resolve) => setTimeout(resolve, 50));
        controller.error(new Error("it broke"));
      } else controller.close();
    },
  });
  return new Response(body === "" ? null : content, { status, headers });
}

/**
 * Compares findings and documents with the table.
 *
 * @param {number} id The conversation's
 * @param {{ code: string, message: string, source?: string }[]} findings Those of the preview and of the delivery
 * @param {Map<string, { filename: string, content_type: string }>} files By the id of their message
 */
export function assertFiles(id, findings, files) {
  for (const [index, { name, file, finding }] of CASES.entries()) {
    const uploaded = files.get(`${id}.${index}`);
    const { filename, content_type } = uploaded ?? {};
    assert.deepEqual(uploaded && { filename, content_type }, file, name);
    const found = findings.filter(({ code, source }) => isAboutFile(code) && source === `/transcript/${index}/url`);
    assert.deepEqual(
      found.map(({ code }) => code),
      finding === undefined ? [] : [finding.code],
      name,
    );
    if (finding !== undefined) assert(found[0]?.message.includes(finding.words), `${name}: ${found[0]?.message}`);
    assert(!found.some(({ message }) => /secret|Lime CRM/.test(message)), found[0]?.message);
  }
}

/** All words of findings that the table expects. */
export const expectedWords = CASES.flatMap(({ finding }) => (finding === undefined ? [] : [finding.words]));

const isAboutFile = (/** @type {string} */ code) => code.startsWith("media-") || code === "file-unavailable";

/**
 * The files of the documents in Lime CRM, by the id of their message.
 *
 * @param {(path: string) => Promise<any>} get Reads JSON from Lime CRM's API
 */
export async function documentsIn(get) {
  const { _embedded } = await get("api/v1/limeobject/document/?_limit=50");
  const files = new Map();
  for (const { ul_messageid, document } of _embedded.limeobjects) {
    files.set(ul_messageid, await get(`api/v1/file/${document}/`));
  }
  return files;
}
