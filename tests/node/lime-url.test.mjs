// URLs of Lime CRM: package, command line and worker refuse the same ones.
import assert from "node:assert/strict";
import { test } from "node:test";
import { limeUrlProblem, testConnection } from "userlike-limeobject/delivery";

const VALID = [
  "https://lime.example.com/app",
  "https://lime.example.com:8443/app/",
  "HTTPS://Lime.Example.com/App",
  " https://lime.example.com/app ",
  "http://localhost:8788/crm",
  "http://127.0.0.1/crm",
  "http://[::1]:8788/crm",
];

/** @type {[string, RegExp][]} */
const INVALID = [
  ["", /empty/],
  ["  ", /empty/],
  ["lime", /not a URL/],
  ["https://", /not a URL/],
  ["http://lime.example.com/app", /https/],
  ["http://10.0.0.1/app", /https/],
  ["http://localhost.example.com/app", /https/],
  ["http://127.0.0.1.example.com/app", /https/],
  ["ftp://lime.example.com/app", /https/],
  ["javascript:alert(1)", /https/],
  ["https://ada:secret@lime.example.com/app", /user name/],
  ["https://@lime.example.com/app", /user name/],
  ["http://localhost@evil.example/app", /https/],
  ["https://lime.example.com", /name is missing/],
  ["https://lime.example.com//", /name is missing/],
  ["https://lime.example.com/app/api/v1", /end after/],
  ["https://lime.example.com/app?x=1", /end after/],
  ["https://lime.example.com/app#x", /end after/],
];

test("URLs of a Lime CRM are recognized", () => {
  for (const url of VALID) assert.equal(limeUrlProblem(url), undefined, url);
  for (const [url, expected] of INVALID) assert.match(limeUrlProblem(url) ?? "", expected, url);
});

test("nothing is sent to another URL, and the error does not repeat a password", async () => {
  const fetch = () => assert.fail("nothing may be sent");
  for (const [url] of INVALID) {
    const error = await testConnection({ url, apiKey: "key", fetch }).then(
      () => assert.fail(url),
      (error) => error,
    );
    assert.equal(error.code, "bad-url", url);
    assert.doesNotMatch(error.message, /secret/);
  }
});
