// Files.
import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { application, refused } from "./sandbox.mjs";

const { ask, control, create, fetch, reset, upload } = application("files");

describe("files", () => {
  beforeEach(reset);

  test("a file keeps its name, type and bytes", async () => {
    const bytes = crypto.getRandomValues(new Uint8Array(65_000));
    const name = `Übersicht "1" ${"\u{1F600}"}.pdf`;
    const { status, body } = await upload(name, bytes, { "content-type": "application/pdf" });
    assert.equal(status, 201);
    const { id, filename, size, content_type, extension } = body;
    assert.deepEqual(
      { id, filename, size, content_type, extension },
      {
        ...{ id: 1001, filename: name, size: 65_000, content_type: "application/pdf", extension: "pdf" },
      },
    );
    assert.deepEqual((await ask("GET", `api/v1/file/${id}/`)).body, body);
    const contents = await fetch(`api/v1/file/${id}/contents/`, { headers: { "x-api-key": "sandbox" } });
    assert.equal(contents.headers.get("content-type"), "application/pdf");
    assert.equal(contents.headers.get("content-length"), "65000");
    assert.match(contents.headers.get("content-disposition") ?? "", /^attachment; filename\*=UTF-8''%C3%9Cbersicht/);
    assert.deepEqual(new Uint8Array(await contents.arrayBuffer()), bytes);
    const document = await create("document", { document: id, ul_messageid: "1.2.3" });
    assert.equal(document.document, id);
  });

  test("large ones go in and come out in pieces; too large ones leave nothing", async () => {
    const large = new Uint8Array(20_000_000).map((_, i) => (i * 31) % 251);
    const { body } = await upload("large.bin", large);
    assert.equal(body.size, large.length);
    const contents = await fetch(`api/v1/file/${body.id}/contents/`, {
      headers: { "x-api-key": "sandbox" },
    });
    assert.ok(Buffer.from(await contents.arrayBuffer()).equals(large));
    const before = await control("stats", undefined, "GET");
    refused(await upload("larger.bin", new Uint8Array(20_000_001)), 413, "body-too-large", /20000000/);
    // Without a length that is announced.
    let chunks = 0;
    const stream = new ReadableStream({
      pull(controller) {
        chunks += 1;
        if (chunks > 22) controller.close();
        else controller.enqueue(new Uint8Array(1_000_000));
      },
    });
    const streamed = upload("stream.bin", stream);
    // Where the response comes before the end of the body, the client may see a broken connection instead.
    await streamed.then(
      (answer) => refused(answer, 413, "body-too-large"),
      () => {},
    );
    const { files, bytes } = await control("stats", undefined, "GET");
    assert.deepEqual([files, bytes], [before.files, before.bytes]);
  });

  test("an empty file is a file", async () => {
    const { status, body } = await upload("empty.txt", "");
    assert.deepEqual([status, body.size], [201, 0]);
    const contents = await fetch(`api/v1/file/${body.id}/contents/`, {
      headers: { "x-api-key": "sandbox" },
    });
    assert.equal(await contents.text(), "");
  });

  test("names in the header's other forms; bad ones are refused", async () => {
    const named = async (/** @type {string} */ header) => upload("", "x", { "content-disposition": header });
    assert.equal((await named("attachment; filename*=UTF-8''a%20b.txt")).body.filename, "a b.txt");
    assert.equal((await named('attachment; filename="c.txt"')).body.filename, "c.txt");
    for (const header of [
      "attachment",
      ";filename*=\"UTF-8''%ZZ\"",
      ";filename*=\"UTF-8''..%2Fx\"",
      ";filename*=\"UTF-8''a%00b\"",
    ]) {
      refused(await named(header), 400, "bad-filename", /Content-Disposition/);
    }
    for (const path of ["1001", "abc", "1001/contents"]) {
      await control("reset");
      refused(await ask("GET", `api/v1/file/${path}/`), 404, "file-not-found");
    }
  });
});
