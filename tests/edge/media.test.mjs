// Media files are fetched from links that an untrusted author wrote.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fetchMedia, isAllowed } from "../../edge/src/crm/media.ts";

const HOSTS = ["userlike.com", "*.userlike.com"];

test("only https addresses of listed hosts are allowed", () => {
  for (const url of [
    "https://userlike.com/a.png",
    "https://media.eu.userlike.com/a.png?b=c",
    "https://USERLIKE.com/a",
  ]) {
    assert.ok(isAllowed(url, HOSTS), url);
  }
  const refused = [
    "http://userlike.com/a.png",
    "https://notuserlike.com/",
    "https://userlike.com.evil.example/",
    "https://userlike.com./",
    "https://evil.example/userlike.com",
    "https://userlike.com@evil.example/",
    "https://user:password@userlike.com/",
    "https://userlike.com:8443/",
    "https://127.0.0.1/",
    "https://2130706433/",
    "https://[::1]/",
    "https://localhost/",
    "file:///etc/passwd",
    "data:text/plain,a",
    "//userlike.com/",
    "",
  ];
  for (const url of refused) assert.ok(!isAllowed(url, HOSTS), url);
  assert.ok(!isAllowed("https://userlike.com/", []));
  assert.ok(!isAllowed("https://userlike.com/", ["*.userlike.com"]));
});

/** @param {import("node:test").TestContext} t @param {Record<string, [number, string?]>} world */
function redirecting(t, world) {
  /** @type {string[]} */
  const asked = [];
  t.mock.method(globalThis, "fetch", async (/** @type {string} */ url, /** @type {RequestInit} */ init) => {
    asked.push(url);
    assert.equal(init.redirect, "manual");
    const [status, location] = world[url] ?? [404];
    return new Response(null, { status, headers: location === undefined ? {} : { location } });
  });
  return asked;
}

test("redirects are followed between allowed hosts, three at most", async (t) => {
  const asked = redirecting(t, {
    "https://userlike.com/1": [302, "https://a.userlike.com/2"],
    "https://a.userlike.com/2": [307, "/3"],
    "https://a.userlike.com/3": [301, "//b.userlike.com/4"],
    "https://b.userlike.com/4": [200],
    "https://userlike.com/0": [302, "/1"],
  });
  assert.equal((await fetchMedia("https://userlike.com/1", HOSTS)).status, 200);
  assert.equal(asked.length, 4);
  await assert.rejects(fetchMedia("https://userlike.com/0", HOSTS), /redirected more than 3 times/);
});

test("a redirect to another host is rejected", async (t) => {
  const places = [
    "https://evil.example/",
    "http://userlike.com/",
    "https://169.254.169.254/latest/",
    "https://:80",
    "a:b",
  ];
  for (const place of places) {
    const asked = redirecting(t, { "https://userlike.com/1": [302, place] });
    await assert.rejects(fetchMedia("https://userlike.com/1", HOSTS), /not one of the hosts/, place);
    assert.deepEqual(asked, ["https://userlike.com/1"]);
    t.mock.restoreAll();
  }
});
