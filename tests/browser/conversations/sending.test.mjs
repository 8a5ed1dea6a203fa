// Sending many conversations through the worker into its sandbox.
import assert from "node:assert/strict";
import { ADMIN_TOKEN } from "../../edge/edge.mjs";
import { inBrowsers } from "../harness/browsers.mjs";
import { MappingView } from "../harness/mapping-view.mjs";
import { control } from "../harness/sandbox.mjs";
import { downloads, payload, Table } from "./table.mjs";

const path = "#/conversations";

let ids = 5_000_000;
/** Conversations that nobody has sent yet. */
const fresh = (count, change) =>
  Array.from({ length: count }, () => {
    ids += 1;
    return payload(ids, change);
  });

/** Replaces the faults of the sandbox; requests without a fault succeed. */
async function faults(url, ...list) {
  await control(url, "rate-limit", "PUT", { requests: 100_000, seconds: 60 });
  await control(url, "faults", "DELETE");
  if (list.length > 0) await control(url, "faults", "POST", { faults: list });
}

const admin = (url, where, init = {}) =>
  fetch(new URL(where, url), { ...init, headers: { authorization: `Bearer ${ADMIN_TOKEN}`, ...init.headers } });

inBrowsers(
  "sending many",
  ({ test }) => {
    test("the selected ones are sent, each row says what became of it", {
      path,
      worker: true,
      prepare: (url) => faults(url),
    }, async (page) => {
      const table = new Table(page);
      const list = [...fresh(12), ...fresh(1, { id: null })];
      await table.openList(list);
      await table.selectAll();
      await table.press(/^Send 12 to Lime CRM$/);
      await table.dialog.waitForText(/Send 12 conversations to Lime CRM\?[\s\S]*One can’t be sent/);
      assert.deepEqual(await page.accessibilityProblems(), []);
      await page.screenshot("conversations-confirm");
      await page.page.keyboard.press("Escape");
      await table.send();
      await table.waitForJob(/^Done: 12 of 12 sent$/);
      await table.job.waitForText(/12 created · 0 existed already · 0 failed/);
      const links = table.grid.link(/^Open in Lime CRM/);
      await links.waitForCount(12);
      await table.waitForCells(0, { sending: /^Created \| Open in Lime CRM$/ });
      const link = await links.first().evaluate(({ href, rel }) => ({ href, rel }));
      assert.equal(link.rel, "noopener noreferrer");
      const object = await (await fetch(link.href)).text();
      assert.match(object, /<title>Chat · Sandbox Lime CRM/);
      await page.screenshot("conversations-sent");
      assert.deepEqual(await page.accessibilityProblems(), []);
      const next = await downloads(page);
      await table.press("Report as JSON");
      const { conversations } = JSON.parse(await next());
      assert.deepEqual(
        conversations.map(({ sent }) => sent),
        [...Array(12).fill("done"), null],
      );
      assert.ok(conversations.slice(0, 12).every(({ url, created }) => created && url.startsWith(page.url)));

      // A reload says the same.
      await table.waitUntilKept();
      await page.reload();
      await table.waitForCells(0, { sending: /^Created \| Open in Lime CRM$/ });
      await table.grid.link(/^Open in Lime CRM/).waitForCount(12);
      assert.ok((await table.rows()).slice(0, 12).every(({ sending }) => sending.startsWith("Created")));
      await table.selectAll();

      // The same once more: nothing is made twice.
      await table.send();
      await table.waitForJob(/^Done: 12 of 12 sent$/);
      await table.job.waitForText(/0 created · 12 existed already · 0 failed/);
      await table.waitForCells(0, { sending: /^Existed/ });
      await page.reload();
      await table.waitForCells(0, { sending: /^Existed/ });
    });

    test("of several copies of a conversation, the newest says what became of it, also after a reload", {
      path,
      worker: true,
      prepare: (url) => faults(url),
    }, async (page) => {
      const table = new Table(page);
      const [first, second] = fresh(2);
      await table.openList([first, second, { ...first, subject: "Once more" }]);
      await table.selectAll();
      await table.send();
      await table.waitForJob(/^Done: 2 of 2 sent$/);
      const sent = async () => {
        await table.waitForCells(1, { sending: /^Created/ });
        await table.waitForCells(2, { sending: /^Created/ });
        return (await table.rows()).map(({ sending }) => sending.split(" | ")[0]);
      };
      assert.deepEqual(await sent(), ["", "Created", "Created"]);
      await table.waitUntilKept();
      await page.reload();
      assert.deepEqual(await sent(), ["", "Created", "Created"]);
    });

    test("what the worker received is still listed after a reload, also what was not looked at", {
      path,
      worker: true,
      prepare: (url) => faults(url),
    }, async (page) => {
      for (const one of fresh(3, { contact: { name: "Received Last", email: null } })) {
        const answer = await admin(page.url, "api/send", { method: "POST", body: JSON.stringify(one) });
        assert.ok(answer.ok, await answer.text());
      }
      const table = new Table(page);
      await table.openList(fresh(40));
      await table.press("Received so far");
      await table.total.waitForText(/^(4[1-9]|[5-9]\d|\d{3}) conversations$/);
      await table.waitUntilIdle();
      const total = Number((await table.total.text()).split(" ")[0]);
      await table.waitUntilKept(total);
      await page.reload();
      await table.total.waitForText(new RegExp(`^${total} conversations$`));
      await table.waitForCells(0, { contact: /list\.json, line 1/ });
      await table.sort("Conversation");
      await table.grid
        .find("row", undefined, { text: /Received/ })
        .first()
        .wait();
    });

    test("what is under way can be cancelled", {
      path,
      worker: true,
      prepare: (url) => faults(url, { method: "POST", path: "limeobject/helpdesk", delay: 5000, times: 1000 }),
    }, async (page) => {
      const table = new Table(page);
      await table.openList(fresh(60));
      await table.selectAll();
      await table.send();
      await table.waitForJob(/^Sending: [1-9]\d* of 60$/);
      await page.screenshot("conversations-sending");
      assert.deepEqual(await page.accessibilityProblems(), []);
      await table.press("Cancel sending");
      await table.waitForJob(/^Cancelled: \d+ of 60 were sent$/);
      await table.filter("Sending", "Cancelled");
      await table.grid.find("gridcell", "Cancelled").first().wait();
      const cancelled = Number((await table.total.text()).split(" ")[0]);
      const sent = Number(/Cancelled: (\d+)/.exec(await table.job.text())[1]);
      assert.equal(cancelled + sent, 60);
      await faults(page.url);
    });

    test("what has failed is sent again", {
      path,
      worker: true,
      prepare: (url) =>
        faults(url, { method: "POST", path: "limeobject/helpdesk", status: 422, body: "no room", times: 3 }),
    }, async (page) => {
      const table = new Table(page);
      await table.openList(fresh(6));
      await table.selectAll();
      await table.send();
      await table.waitForJob(/^Done: 3 of 6 sent$/);
      await table.press("Show failed");
      await table.waitForRows(3);
      await table.waitForCells(0, { sending: /^Failed \| .*no room/ });
      await page.screenshot("conversations-failed");
      await table.press("Retry 3 failed");
      await table.waitForJob(/^Done: 6 of 6 sent$/);
      await table.waitForRows(0);
      await table.press("Clear filters");
      assert.ok((await table.rows()).every(({ sending }) => sending.startsWith("Created")));
    });

    test("a job goes on while the page is away, and is found again", {
      path,
      worker: true,
      prepare: (url) => faults(url, { method: "POST", path: "limeobject/helpdesk", delay: 4000, times: 1000 }),
    }, async (page) => {
      const table = new Table(page);
      const list = fresh(40);
      await table.openList(list);
      await table.selectAll();
      await table.send();
      await table.waitForJob(/^Sending: /);
      await page.open(path);
      await table.waitForJob(/^Sending: /);
      // The rows of the job have no payload to be checked with, and a change of the mapping does not wait for one.
      await table.total.waitForText(/^[1-9]\d* conversations$/);
      const mapping = await MappingView.open(page);
      await mapping.mode("json");
      await mapping.json.replace(`${await mapping.text()}\n`);
      await page.show("conversations");
      await table.waitUntilIdle();
      await faults(page.url);
      await table.waitForJob(/^Done: 40 of 40 sent$/);
      await table.total.waitForText(/^40 conversations$/);
    });

    test("what the worker received is listed, checked, and sent", {
      path,
      worker: true,
      prepare: (url) => faults(url),
    }, async (page) => {
      const list = fresh(3, { contact: { name: "Received One", email: null } });
      for (const one of list) {
        const answer = await admin(page.url, "api/send", { method: "POST", body: JSON.stringify(one) });
        assert.ok(answer.ok, await answer.text());
      }
      const table = new Table(page);
      await table.press("Received so far");
      // What is searched before the list and its conversations are there is not searched in them.
      await table.total.waitForText(/^\d+ conversations$/);
      await table.waitUntilIdle();
      await table.search("received one");
      await table.total.waitForText(/^[36] of \d+ shown$/);
      await table.waitForCells(0, {
        contact: /^Received One \| sent from this page/,
        check: /^Ready$/,
        sending: /^Created/,
      });
      await table.selectAll();
      await table.send();
      await table.waitForJob(/^Done: [36] of [36] sent$/, { timeout: 120_000 });
      // A row leads to its conversation.
      await table.grid
        .button(/^Preview conversation/)
        .first()
        .click();
      await page.waitForView("conversation");
    });

    test("in a narrow window a bar says what is selected and sends it", {
      path,
      worker: true,
      width: 390,
      height: 844,
      prepare: (url) => faults(url),
    }, async (page) => {
      const table = new Table(page);
      await table.openList(fresh(12));
      const sends = page.find("button", undefined, { text: /^Send .*to Lime CRM$/ });
      const isInSight = (button) => {
        const { top, bottom } = button.getBoundingClientRect();
        return (
          top >= 0 &&
          bottom <= innerHeight &&
          button.contains(document.elementFromPoint(innerWidth - 40, (top + bottom) / 2))
        );
      };
      await sends.waitForCount(1);
      assert.equal(await sends.evaluate(isInSight), false, "nothing is selected");
      await table.selectAll();
      await page.button("Send 12 to Lime CRM").waitUntil(isInSight);
      await sends.waitForCount(1);
      assert.equal(await page.overflows(), false);
      await page.settle();
      assert.deepEqual(await page.accessibilityProblems(), []);
      await page.screenshot("conversations-bar");
      await page.button("Send 12 to Lime CRM").click();
      await table.dialog.button("Send to Lime CRM").click();
      await page
        .region("Sending")
        .find("status")
        .waitForText(/^Done: 12 of 12 sent$/);
    });

    test("at 1440 px nothing is cut but texts of any length, in every language", {
      path,
      worker: true,
      width: 1440,
      prepare: (url) => faults(url),
    }, async (page) => {
      const list = ["open", "pending", "archived", "ended"].flatMap((status) => fresh(1, { status }));
      for (const one of list.slice(0, 3)) {
        const answer = await admin(page.url, "api/send", { method: "POST", body: JSON.stringify(one) });
        assert.ok(answer.ok, await answer.text());
      }
      const table = new Table(page);
      await table.openList(list);
      await table.waitUntilKept(list.length);
      for (const language of ["en", "de", "nl", "sv"]) {
        await page.page.evaluate(
          (language) => localStorage.setItem("userlike-limeobject.language", language),
          language,
        );
        await page.reload();
        const grid = page.find("grid");
        await grid.find("link").waitForCount(3);
        await page.settle();
        const cut = await grid.evaluate((grid) => {
          const isWide = ({ scrollWidth, clientWidth }) => scrollWidth > clientWidth;
          const texts = [...grid.querySelectorAll("[role=columnheader], [role=gridcell]")].flatMap((cell) => {
            const column = Number(cell.ariaColIndex);
            // Subject, topics; and of a check the reason.
            const isHead = cell.getAttribute("role") === "columnheader";
            if (!isHead && [4, 8].includes(column)) return [];
            return !isHead && column === 6 ? [cell.firstElementChild] : [cell, ...cell.querySelectorAll("*")];
          });
          const scroller = grid.querySelector("[role=presentation]");
          return [...(isWide(scroller) ? [scroller] : []), ...texts.filter(isWide)].map(
            ({ innerText, scrollWidth, clientWidth }) => `${innerText.slice(0, 40)}: ${scrollWidth} > ${clientWidth}`,
          );
        });
        const tracks = await grid.evaluate((grid) => grid.style.getPropertyValue("--tracks"));
        assert.deepEqual(cut, [], `${language}, with columns of ${tracks}`);
        const [before, behind] = await grid.evaluate((grid) => {
          const [, row] = grid.querySelectorAll("[role=row]");
          const { left, right } = row.getBoundingClientRect();
          const last = document.createRange();
          last.selectNodeContents(row.lastElementChild);
          return [
            row.querySelector("input").getBoundingClientRect().left - left,
            right - last.getBoundingClientRect().right,
          ];
        });
        assert.ok(Math.abs(before - behind) < 2, `${language}: ${before} px before the row, ${behind} px behind it`);
        await page.screenshot(`conversations-1440-${language}`);
      }
    });

    const linked = 7_000_001;
    test("a link of the worker to a conversation shows it", {
      path: `${path}?conversation=${linked}`,
      worker: true,
      prepare: async (url) => {
        await faults(url);
        for (const id of [linked, linked + 1]) {
          const answer = await admin(url, "api/send", { method: "POST", body: JSON.stringify(payload(id)) });
          assert.ok(answer.ok, await answer.text());
        }
      },
    }, async (page) => {
      const table = new Table(page);
      await table.waitForRows(1);
      const [row] = await table.rows();
      assert.match(JSON.stringify(row), new RegExp(String(linked)));
    });

    test("a backfill says what it needs", { path, worker: true }, async (page) => {
      const table = new Table(page);
      await table.press("Fetch from Userlike");
      await table.dialog.wait();
      assert.deepEqual(await page.accessibilityProblems(), []);
      await page.screenshot("conversations-backfill");
      page.allow(/status of 503|api\/backfill/);
      await table.dialog.button("Fetch and send").click();
      await table.dialog.waitForText(/USERLIKE_TOKEN/);
    });

    test("without the admin token it says where to enter it", { path, worker: true, token: null }, async (page) => {
      const table = new Table(page);
      await table.openList(fresh(2));
      await table.selectAll();
      await table.panel.waitForText(/Enter the admin token in the settings/);
      await table.sendButton.waitFor("disabled", true);
    });

    test("five hundred are sent while the table is scrolled", {
      path,
      worker: true,
      prepare: (url) => faults(url),
      timeout: 400_000,
    }, async (page) => {
      const table = new Table(page);
      await table.openList(fresh(500));
      await table.selectAll();
      await table.send();
      await table.waitForJob(/^Sending: [1-9]/);
      for (let top = 0; top < 24_000; top += 1000) {
        await table.scroll(top);
        await page.settle();
      }
      await table.waitForJob(/^Done: 500 of 500 sent$/, { timeout: 300_000 });
    });
  },
  { vars: { LIME_RATE: "100000/60" } },
);
