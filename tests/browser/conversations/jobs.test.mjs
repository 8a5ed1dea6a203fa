// Jobs: what is confirmed, what failed, what was cancelled, what is not known, and what was sent before.
import assert from "node:assert/strict";
import { createServer, request } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { ADMIN_TOKEN } from "../../edge/edge.mjs";
import { inBrowsers } from "../harness/browsers.mjs";
import { examples } from "../harness/page.mjs";
import { control } from "../harness/sandbox.mjs";
import { downloads, example, payload, Table } from "./table.mjs";

const path = "#/conversations";

let ids = 8_000_000;
const fresh = (count, change) =>
  Array.from({ length: count }, () => {
    ids += 1;
    return payload(ids, change);
  });

const admin = async (url, where, init = {}) => {
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}`, "content-type": "application/json" };
  const answer = await fetch(new URL(where, url), { ...init, headers });
  assert.ok(answer.ok, await answer.clone().text());
  return answer.json();
};

/** Replaces the faults of the sandbox. */
async function faults(url, ...list) {
  await control(url, "faults", "DELETE");
  if (list.length > 0) await control(url, "faults", "POST", { faults: list });
}

/** The ids of the conversations that Userlike has. */
const FROM_USERLIKE = [8_500_001, 8_500_002];

/** Userlike's API. */
function outbound({ url }) {
  const { pathname } = new URL(url);
  const list = (results) => Response.json({ results, next: null });
  if (pathname.endsWith("/conversations/all/"))
    return list(FROM_USERLIKE.map((id) => payload(id, { created_at: new Date().toISOString() })));
  return pathname.endsWith("/messages/") ? list(example.transcript) : new Response("no", { status: 404 });
}

const CREATE = { method: "POST", path: "limeobject/helpdesk" };

/**
 * Makes requests of the page fail before (`lost: "request"`) or after (`lost: "answer"`) the worker has handled them, or lets their
 * answers never come (`lost: "held"`).
 *
 * @typedef {{ method: string, address: string, lost: "request" | "answer" | "held" | null, isAfter?: boolean }} Loss `isAfter`: once
 *   another one was lost.
 * @param {Loss[]} losses
 */
const lose = (page, ...losses) =>
  page.page.evaluate((losses) => {
    const { open, send } = XMLHttpRequest.prototype;
    window.real ??= { fetch: window.fetch, open, send };
    const { real } = window;
    let isLost = false;
    const lossOf = (method, address) => {
      const loss = losses.find(
        (loss) => loss.method === method && String(address).startsWith(loss.address) && (!loss.isAfter || isLost),
      );
      isLost ||= loss !== undefined;
      return loss?.lost ?? null;
    };
    window.fetch = async (url, init) => {
      const lost = lossOf(init?.method ?? "GET", url);
      if (lost === null) return real.fetch.call(window, url, init);
      if (lost !== "request") await real.fetch.call(window, url, init);
      if (lost === "held") return new Promise(() => {});
      throw new TypeError("the connection was lost");
    };
    XMLHttpRequest.prototype.open = function (method, url) {
      const lost = lossOf(method, url);
      const fail = () => this.dispatchEvent(new ProgressEvent("error"));
      this.send = (body) => (lost === "request" ? queueMicrotask(fail) : real.send.call(this, body));
      real.open.call(this, method, url);
      if (lost === null) return;
      // Before the listeners of the page.
      this.addEventListener("load", (event) => {
        event.stopImmediatePropagation();
        if (lost === "answer") fail();
      });
    };
  }, losses);

/** After each reload the page says how the job ended, until that is closed. @param {number} row One that the job has sent. */
async function isSaidUntilClosed(page, table, row) {
  for (let times = 2; times > 0; times -= 1) {
    await page.reload();
    await table.waitForJob(/^Done: 3 of 3 sent$/);
    await table.waitForCells(row, { sending: /^Created/ });
  }
  await table.press("Close");
  await table.job.waitUntilGone();
  await page.reload();
  await table.waitForCells(0, { sending: /^Created/ });
  assert.equal(await table.job.count(), 0);
}

/** A server in front of another one, which reads only the beginning of uploads until `release` is called. */
async function slowServer(url) {
  const target = new URL(url);
  let release = () => {};
  const released = new Promise((resolve) => {
    release = resolve;
  });
  const server = createServer((from, to) => {
    const { method, headers } = from;
    const onward = request({ host: target.hostname, port: target.port, path: from.url, method, headers });
    onward.on("response", (answer) => {
      to.writeHead(answer.statusCode, answer.headers);
      answer.pipe(to);
    });
    onward.on("error", () => to.destroy());
    to.on("close", () => onward.destroy());
    if (method !== "POST" || !from.url.startsWith("/api/bulk?")) return from.pipe(onward);
    from.once("data", (chunk) => {
      from.pause();
      onward.write(chunk);
      released.then(() => from.pipe(onward));
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    release,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

inBrowsers(
  "jobs",
  ({ test }) => {
    test("the confirmation says where and what; options are visible, and those of each job alone", {
      path,
      worker: true,
      prepare: (url) => faults(url),
    }, async (page) => {
      const table = new Table(page);
      await table.openList(fresh(3));
      await table.selectAll();
      const existing = table.panel.field("If the object exists already");
      const onlyIfChanged = table.panel.field("New history note only if it changed");
      assert.deepEqual([await existing.get("value"), await onlyIfChanged.get("checked")], ["keep", false]);
      await existing.choose("Overwrite values");
      await onlyIfChanged.click();
      await table.press("Send 3 to Lime CRM");
      await table.dialog.waitForText(
        /Send 3 conversations[\s\S]*Target: the sandbox[\s\S]*3 Tickets[\s\S]*values are overwritten[\s\S]*Only conversations that changed/,
      );
      await table.dialog.button("Send to Lime CRM").click();
      await table.waitForJob(/^Done: 3 of 3 sent$/);
      assert.deepEqual([await existing.get("value"), await onlyIfChanged.get("checked")], ["keep", false]);
    });

    test("the confirmation counts what they become, by kind", {
      path: null,
      worker: true,
    }, async (page) => {
      const config = (body) => admin(page.url, "api/config", { method: "PUT", body });
      await config(examples.twoInstances);
      await page.open(path);
      const table = new Table(page);
      await table.openList([...fresh(3), ...fresh(2, { topics: [{ name: "lead" }] })]);
      // The mapping of the server is there.
      await table.waitForCells(4, { becomes: /^Deal$/ });
      await table.selectAll();
      await table.press("Send 5 to Lime CRM");
      const kinds = table.dialog.find("listitem");
      await kinds.waitForCount(2);
      assert.deepEqual(await kinds.texts(), ["3 Tickets", "2 Deals"]);
      await page.page.keyboard.press("Escape");
      await table.dialog.waitUntilGone();
      await config(examples.config);
    });

    test("a row says that files are missing, also after a reload, and so does the report", {
      path: null,
      worker: true,
      prepare: (url) => faults(url),
    }, async (page) => {
      const config = (body) => admin(page.url, "api/config", { method: "PUT", body });
      const withFiles = JSON.parse(examples.config);
      Object.assign(withFiles.instances[0], { relationDocument: "document", importMediaFiles: true });
      await config(JSON.stringify(withFiles));
      await page.open(path);
      const table = new Table(page);
      const message = { ...example.transcript.at(-1), id: "9.1", type: "message" };
      // Its host answers that it is not there.
      const file = { ...message, url: "https://media.userlike.com/lamp.png" };
      await table.openList([
        ...fresh(1, { transcript: [...example.transcript, file] }),
        ...fresh(1, { transcript: [file, { ...file, id: "9.2", url: "https://media.userlike.com/desk.png" }] }),
        ...fresh(1),
      ]);
      await table.selectAll();
      await table.send();
      await table.waitForJob(/^Done: 3 of 3 sent$/);
      await table.waitForCells(0, { sending: /^Created · One file is missing \| Open in Lime CRM$/ });
      await table.waitForCells(1, { sending: /^Created · 2 files are missing/ });
      await table.waitForCells(2, { sending: /^Created/ });
      await page.screenshot("conversations-files-missing");
      assert.deepEqual(await page.accessibilityProblems(), []);
      const next = await downloads(page);
      await table.press("Report as JSON");
      const { conversations } = JSON.parse(await next());
      assert.deepEqual(
        conversations.map(({ missingFiles }) => missingFiles),
        [1, 2, 0],
      );
      await page.reload();
      await table.waitForCells(1, { sending: /^Created · 2 files are missing/ });
      await config(examples.config);
    });

    test("reasons of failures are whole, grouped, and say what to do", {
      path,
      worker: true,
      prepare: (url) =>
        faults(url, { ...CREATE, status: 422, body: `no room ${"for this one ".repeat(12)}at all`, times: 4 }),
    }, async (page) => {
      const table = new Table(page);
      await table.openList(fresh(5));
      await table.selectAll();
      await table.send();
      await table.waitForJob(/^Done: 1 of 5 sent$/);
      await table.panel.find("heading", "Why sending failed").wait();
      const reason = table.panel.find("listitem", undefined, { text: /4 failed/ });
      await reason.waitForText(/no room (for this one )+at all[\s\S]*change the mapping, or the rules in Lime CRM/);
      const isCut = await reason.evaluate((item) => item.scrollWidth > item.clientWidth);
      assert.equal(isCut, false);
      await reason.button("Show these 4").click();
      await table.waitForRows(4);
    });

    test("a job that waits for Lime CRM's rate limit says when it continues", { path, worker: true }, async (page) => {
      const setRate = (requests, seconds) =>
        admin(page.url, "api/settings", {
          method: "PUT",
          body: JSON.stringify({ rateLimit: { requests, seconds } }),
        });
      const table = new Table(page);
      await table.openList(fresh(12));
      await table.selectAll();
      await setRate(40, 60);
      await table.send();
      const notice = table.panel.find("status", undefined, { text: /rate limit is reached/ });
      try {
        await notice.waitForText(/are sent at about \d/);
      } finally {
        await setRate(100_000, 60);
      }
      await table.waitForJob(/^Done: 12 of 12 sent$/);
      await notice.waitUntilGone();
    });

    test("what was cancelled is offered again", {
      path,
      worker: true,
      prepare: (url) => faults(url, { ...CREATE, delay: 2000, times: 1000 }),
    }, async (page) => {
      const table = new Table(page);
      await table.openList(fresh(30));
      await table.selectAll();
      await table.send();
      await table.waitForJob(/^Sending: /);
      await table.press("Cancel sending");
      await table.waitForJob(/^Cancelled: \d+ of 30 were sent$/);
      await faults(page.url);
      const cancelled = 30 - Number(/Cancelled: (\d+)/.exec(await table.job.text())[1]);
      await table.press(`Select ${cancelled} cancelled`);
      await table.press(`Send ${cancelled} to Lime CRM`);
      await table.dialog.button("Send to Lime CRM").click();
      await table.waitForJob(new RegExp(`^Done: ${cancelled} of ${cancelled} sent$`));
      await table.press("Clear filters");
      await table.grid.find("gridcell", "Cancelled").waitUntilGone();
    });

    test("a job whose answer is lost is looked up before anything is said", {
      path,
      worker: true,
      prepare: (url) => faults(url),
    }, async (page) => {
      const table = new Table(page);
      await table.openList(fresh(2));
      await table.selectAll();
      await lose(page, { method: "POST", address: "api/bulk", lost: "answer" });
      await table.send();
      await table.waitForJob(/^Done: 2 of 2 sent$/);
      await table.waitForCells(0, { sending: /^Created/ });
      await table.press("Close");

      // It can't be looked up: it may have been started.
      await lose(
        page,
        { method: "POST", address: "api/bulk", lost: "answer" },
        { method: "GET", address: "api/bulk", lost: "request", isAfter: true },
      );
      await table.send();
      await table.job.waitForText(/may have been started[\s\S]*can’t be looked up at the moment/);
      await table.sendButton.waitFor("disabled", true);
      await page.screenshot("conversations-lost");
      assert.deepEqual(await page.accessibilityProblems(), []);
      await lose(page);
      await table.press("Look again");
      await table.waitForJob(/^Done: 2 of 2 sent$/);
      await table.job.waitForText(/0 created · 2 existed already/);
      await table.press("Close");

      // It is not there: the request never arrived.
      await lose(page, { method: "POST", address: "api/bulk", lost: "request" });
      await table.send();
      await table.job.waitForText(/No such sending is found so far/);
      assert.doesNotMatch(await page.find("main").text(), /not sent|Nothing was sent/);
      await table.job.button("Look again").wait();
    });

    test("an upload says how much of it is done, and can be cancelled: then nothing was sent", {
      path: null,
      worker: true,
      prepare: (url) => faults(url),
    }, async (page) => {
      const slow = await slowServer(page.url);
      try {
        page.url = slow.url;
        await page.open(path);
        const table = new Table(page);
        await table.openList(fresh(40, { note: "n".repeat(600_000) }));
        await table.selectAll();
        await table.send();
        await table.waitForJob(/^Uploading 40 conversations$/);
        await table.job.waitForText(/[1-9][\d.]* of 24(\.\d)? MB/);
        const share = await table.job.find("progressbar").get("value");
        assert.ok(share > 0 && share < 1, `${share} of the upload`);
        await page.screenshot("conversations-uploading");
        assert.deepEqual(await page.accessibilityProblems(), []);
        await table.sendButton.waitFor("disabled", true);
        await table.press("Cancel upload");
        await table.job.waitForText(/Cancelling the upload/);
        slow.release();
        await table.job.waitForText(/The upload was cancelled[\s\S]*Nothing was sent to Lime CRM/);
        await page.screenshot("conversations-upload-cancelled");
        const [{ state, counts }] = (await admin(page.url, "api/bulk?limit=1")).jobs;
        assert.deepEqual([state, counts.total], ["failed", 0]);

        // The same are offered again.
        await table.send();
        await table.waitForJob(/^Done: 40 of 40 sent$/);
        await table.job.waitForText(/40 created · 0 existed already/);
      } finally {
        slow.stop();
      }
    });

    test("after a reload during an upload it is said how the job ended", {
      path,
      worker: true,
      prepare: (url) => faults(url),
    }, async (page) => {
      const jobs = async () => (await admin(page.url, "api/bulk?limit=20")).jobs;
      const before = new Set((await jobs()).map(({ id }) => id));
      const table = new Table(page);
      await table.openList(fresh(3));
      await table.waitUntilKept(3);
      await table.selectAll();
      await lose(page, { method: "POST", address: "api/bulk", lost: "held" });
      await table.send();
      await table.waitForJob(/^Uploading 3 conversations$/);
      for (;;) {
        const started = (await jobs()).find(({ id }) => !before.has(id));
        if (started?.state === "done") break;
        await pause(100);
      }
      await isSaidUntilClosed(page, table, 0);
    });

    test("after a reload during a retry it is said how the job ended", {
      path,
      worker: true,
      prepare: (url) => faults(url, { ...CREATE, status: 422, body: "no room", times: 2 }),
    }, async (page) => {
      const table = new Table(page);
      await table.openList(fresh(3));
      await table.selectAll();
      await table.send();
      await table.waitForJob(/^Done: 1 of 3 sent$/);
      const [{ id }] = (await admin(page.url, "api/bulk?limit=1")).jobs;
      // Neither the answer nor the progress comes before the page is left.
      await lose(
        page,
        { method: "POST", address: "api/bulk", lost: "held" },
        { method: "GET", address: "api/bulk", lost: "held" },
      );
      await table.press("Retry 2 failed");
      for (;;) {
        const { state, counts } = await admin(page.url, `api/bulk/${id}`);
        if (state === "done" && counts.done === 3) break;
        await pause(100);
      }
      await isSaidUntilClosed(page, table, 2);
    });

    test("a retry whose answer is lost is looked up before anything is said", {
      path,
      worker: true,
      prepare: (url) => faults(url, { ...CREATE, status: 422, body: "no room", times: 2 }),
    }, async (page) => {
      const table = new Table(page);
      await table.openList(fresh(3));
      await table.selectAll();
      await table.send();
      await table.waitForJob(/^Done: 1 of 3 sent$/);
      await lose(page, { method: "POST", address: "api/bulk", lost: "answer" });
      await table.press("Retry 2 failed");
      await table.waitForJob(/^Done: 3 of 3 sent$/);
      assert.doesNotMatch(await page.page.evaluate(() => document.body.innerText), /can’t be reached|was lost/);
    });

    test("a backfill whose answer is lost is looked up before anything is said", {
      path,
      worker: true,
      prepare: (url) => faults(url),
    }, async (page) => {
      const table = new Table(page);
      await lose(page, { method: "POST", address: "api/backfill", lost: "answer" });
      await table.press("Fetch from Userlike");
      await table.dialog.button("Fetch and send").click();
      await table.waitForJob(/^Done: 2 of 2 sent$/);
      assert.doesNotMatch(await page.page.evaluate(() => document.body.innerText), /can’t be reached|was lost/);

      // It never arrived: that is not known, so it is not said.
      await table.press("Close");
      await lose(page, { method: "POST", address: "api/backfill", lost: "request" });
      await table.press("Fetch from Userlike");
      await table.dialog.button("Fetch and send").click();
      await table.job.waitForText(/No such sending is found so far/);
    });

    test("what was sent before shows as sent when it comes from a file", {
      path,
      worker: true,
      prepare: (url) => faults(url),
    }, async (page) => {
      const [sent, ...others] = fresh(3);
      await admin(page.url, "api/send", { method: "POST", body: JSON.stringify(sent) });
      const table = new Table(page);
      await table.openList([sent, ...others]);
      await table.waitForCells(0, { sending: /^Created \| Open in Lime CRM$/ });
      await table.waitForCells(1, { sending: /^$/ });
      // After a reload, too.
      await table.waitUntilKept();
      await page.reload();
      await table.waitForCells(0, { sending: /^Created \| Open in Lime CRM$/ });
    });

    test("after a reload during a job its rows have contents, the check ends, and rows open", {
      path: null,
      worker: true,
      prepare: (url) => faults(url, { ...CREATE, delay: 4000, times: 1000 }),
    }, async (page) => {
      const list = fresh(60, { contact: { name: "From elsewhere", email: null }, subject: "Elsewhere" });
      await admin(page.url, "api/bulk", { method: "POST", body: JSON.stringify(list) });
      await page.open(path);
      const table = new Table(page);
      await table.waitForJob(/^Sending: /);
      await table.total.waitForText(/^[1-9]\d* conversations$/);
      await table.waitForCells(0, {
        contact: /^From elsewhere/,
        subject: /^Elsewhere$/,
        becomes: /^Ticket$/,
        check: /^Ready/,
      });
      await faults(page.url);
      await table.waitForJob(/^Done: 60 of 60 sent$/);
      await table.waitUntilIdle();
      await table.waitForCells(8, { contact: /^From elsewhere/, check: /^Ready/ });
      await table.grid.button(`Preview conversation ${list[8].id}`).click();
      await page.waitForView("conversation");
      await page
        .find("main")
        .find("heading", /From elsewhere/)
        .wait();
    });
  },
  {
    vars: {
      LIME_RATE: "100000/60",
      USERLIKE_TOKEN: "token-of-the-tests",
      USERLIKE_API: "https://userlike.example/api/um/v3/",
    },
    outbound,
  },
);
