// Every preview of the page knows the hosts that media files may be fetched from.
import assert from "node:assert/strict";
import { test } from "node:test";
import { USERLIKE_HOSTS } from "userlike-limeobject";
import { Previewer } from "../../www/src/preview/previewer.ts";
import { isSameInput } from "../../www/src/state/mapper.ts";
import { MappingChecker } from "../../www/src/views/mapping/check/mapping-checker.ts";

const config = JSON.stringify({
  instances: [{ limetype: "helpdesk", relationDocument: "document", importMediaFiles: true }],
});
const payload = JSON.stringify({
  id: 1,
  transcript: [{ type: "message", id: "1.1.1", url: "https://files.example.com/photo.png" }],
});
const documents = { config, limetypes: "", payload };
const kinds = [
  ["Userlike's hosts", USERLIKE_HOSTS, ["media-unusable"]],
  ["hosts with that of the file", ["*.example.com"], []],
];
const media = ({ findings }) => findings.map(({ code }) => code).filter((code) => code.startsWith("media"));

for (const [title, mediaHosts, codes] of kinds) {
  test(`${title}: the preview warns of ${codes.length} files`, () => {
    const { preview } = new Previewer().preview({ ...documents, mediaHosts, instance: null });
    assert.deepEqual(media(preview), codes);
  });

  test(`${title}: the mapping view's result warns of ${codes.length} files`, () => {
    const { outcome } = new MappingChecker().check({ ...documents, mediaHosts, index: 0 });
    assert.deepEqual(media(outcome.mapped), codes);
  });
}

test("a mapper is made again when the hosts change", () => {
  const previewer = new Previewer();
  const found = [kinds[0], kinds[1], kinds[0]].map(([, mediaHosts]) =>
    media(previewer.preview({ ...documents, mediaHosts, instance: null }).preview),
  );
  assert.deepEqual(found, [["media-unusable"], [], ["media-unusable"]]);
});

test("inputs are the same when configuration, limetypes and hosts are", () => {
  const input = { config, limetypes: "", mediaHosts: ["a.example", "b.example"] };
  assert.equal(isSameInput({ ...input, mediaHosts: [...input.mediaHosts] }, input), true);
  for (const change of [{ config: "{}" }, { limetypes: "[]" }, { mediaHosts: ["a.example"] }])
    assert.equal(isSameInput({ ...input, ...change }, input), false, JSON.stringify(change));
  assert.equal(isSameInput(undefined, input), false);
});
