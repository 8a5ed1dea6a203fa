// Every view warns of files that the delivery refuses, by the hosts in the worker's settings.
import assert from "node:assert/strict";
import { ADMIN_TOKEN } from "../edge/edge.mjs";
import { payload, Table } from "./conversations/table.mjs";
import { inBrowsers } from "./harness/browsers.mjs";
import { ConversationView } from "./harness/conversation-view.mjs";
import { examples } from "./harness/page.mjs";

const USERLIKE = ["userlike.com", "*.userlike.com"];
const refused = /File that may not be fetched/;

let id = 80_000_000;
/** A conversation with a file of another host. */
const withFile = () => {
  id += 1;
  const { transcript } = JSON.parse(examples.payload);
  const file = { ...transcript.at(-1), id: `${id}.1`, type: "message", url: "https://files.example.com/photo.png" };
  return payload(id, { transcript: [...transcript, file] });
};

const config = JSON.parse(examples.config);
Object.assign(config.instances[0], { relationDocument: "document", importMediaFiles: true });

/** Saves the configuration and the hosts in the worker. */
async function prepare(url) {
  const put = async (path, body) => {
    const headers = { authorization: `Bearer ${ADMIN_TOKEN}`, "content-type": "application/json" };
    const answer = await fetch(new URL(path, url), { method: "PUT", headers, body: JSON.stringify(body) });
    assert.ok(answer.ok, await answer.text());
  };
  await put("api/config", config);
  await put("api/settings", { mediaHosts: USERLIKE });
}

inBrowsers(
  "media hosts",
  ({ test }) => {
    test("without a worker the hosts are Userlike's", {}, async (page) => {
      await page.page.evaluate(
        (config) => localStorage.setItem("userlike-limeobject.config", config),
        JSON.stringify(config),
      );
      await page.reload();
      await page.setPayload(withFile());
      await new ConversationView(page).preview.region("Findings").waitForText(refused);
    });

    test("all views follow the settings", { worker: true, prepare }, async (page) => {
      const view = new ConversationView(page);
      const findings = view.preview.region("Findings");
      await page.connection.waitForText(/Sandbox/);
      const conversation = withFile();
      await page.setPayload(conversation);
      await findings.waitForText(refused);

      await page.show("conversations");
      const table = new Table(page);
      await table.openList([conversation]);
      await table.reasons.waitForText(refused);

      await page.show("settings");
      const limits = page.region("Limits and files");
      await limits.field(/^Servers that files/).fill("*.example.com");
      await limits.button("Save").click();
      await limits.find("status").waitForText(/Saved/);

      await page.show("conversations");
      await table.reasons.waitUntilGone();

      await page.show("conversation");
      await findings.find("listitem", undefined, { text: refused }).waitUntilGone();
      await view.askWhatChanges.click();
      await view.changes.waitForText(/Document\s+New/);
      assert.doesNotMatch(await view.changes.text(), refused);

      // A send without the file is no full success.
      await view.send.click();
      await view.delivery.waitForText(/was created.*File not available/s);
      await view.delivery.find("img", "Warning").wait();
      await page.screenshot("sent-without-file");
      await view.delivery.button("Dismiss").click();
      const sent = view.earlier.find("listitem").first();
      await sent.waitForText(/was created.*File not available/s);
      await sent.find("img", "Warning").wait();
    });
  },
  {},
);
