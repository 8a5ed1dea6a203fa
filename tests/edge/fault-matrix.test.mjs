// Each step of a delivery with each thing that can go wrong, through the whole worker: in the end everything is in Lime
// CRM exactly once. For both ways in which the relation between limeobject and ulconversation can lie.
//
// One conversation for each step: a fault hits the next matching request of any conversation, so as many conversations as there are faults
// meet one each, or some meet several and others none.
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import config from "userlike-limeobject/examples/config.json" with { type: "json" };
import conversation from "userlike-limeobject/examples/conversation.json" with { type: "json" };
import limetypes from "userlike-limeobject/examples/limetypes.json" with { type: "json" };
import { startEdge } from "./edge.mjs";

const outbound = () => new Response("the picture", { headers: { "content-type": "image/png" } });

const query = (/** @type {string} */ limetype) => ({ method: "GET", path: `/query/.*"limetype":"${limetype}"` });
const create = (/** @type {string} */ limetype) => ({ method: "POST", path: `/limeobject/${limetype}/$` });

/** @type {Record<string, { method: string, path: string }>} */
const STEPS = {
  lookup: query("person"),
  "read person": { method: "GET", path: "/limeobject/person/\\d+/$" },
  "find ulconversation": query("ulconversation"),
  "create ulconversation": create("ulconversation"),
  "create limeobject": create("helpdesk"),
  "create note": create("history"),
  "find document": query("document"),
  "upload file": { method: "POST", path: "/file/$" },
  "create document": create("document"),
};
/** What there is to do beyond that when the ulconversation belongs to the limeobject. */
const MORE_STEPS = {
  "newest limeobject": query("helpdesk"),
  connect: { method: "PUT", path: "/limeobject/ulconversation/\\d+/$" },
};

const FAULTS = {
  "cut before the write": { cut: "before" },
  "cut after the write": { cut: "after" },
  "429 with Retry-After": { status: 429, retryAfter: 1 },
  500: { status: 500 },
  "500 after the write": { status: 500, after: true },
  "timeout before the write": { hang: "before" },
  "timeout after the write": { hang: "after" },
};
const KILLS = { "killed before the write": { hang: "before" }, "killed after the write": { hang: "after" } };

/** The limetypes with the relation on the other end. */
const turned = () =>
  /** @type {any[]} */ (structuredClone(limetypes)).map((limetype) => ({
    ...limetype,
    properties: limetype.properties.map((/** @type {any} */ property) => {
      const key = `${limetype.name}.${property.name}`;
      if (key === "helpdesk.ulconversation" || key === "deal.ulconversation") return { ...property, type: "hasmany" };
      if (key === "ulconversation.helpdesk" || key === "ulconversation.deal") return { ...property, type: "belongsto" };
      return property;
    }),
  }));

const MODELS = {
  "the limeobject belongs to the ulconversation": { steps: STEPS, limetypes: undefined },
  "the ulconversation belongs to the limeobject": { steps: { ...STEPS, ...MORE_STEPS }, limetypes: turned },
};

for (const [model, { steps, limetypes: load }] of Object.entries(MODELS)) {
  describe(model, async () => {
    const vars = { RETRY_SECONDS: "0.2", RESUME_SECONDS: "1" };
    // A file has the time of a request, and is given up after it: short for those only that wait for its end.
    const impatient = await startEdge({ after }, { vars: { ...vars, LIME_TIMEOUT_SECONDS: "4" }, outbound });
    const patient = await startEdge({ after }, { vars: { ...vars, LIME_TIMEOUT_SECONDS: "60" }, outbound });
    for (const worker of [impatient, patient]) {
      if (load !== undefined) await control(worker, "limetypes", "POST", load());
      assert.equal((await worker.ask("/api/limetypes?refresh=1")).status, 200);
      const saved = await worker.ask("/api/config", { method: "PUT", json: config });
      assert.equal(saved.status, 200, JSON.stringify(saved.body));
    }

    for (const [name, fault] of Object.entries(FAULTS)) {
      test(`each step, ${name}`, async (t) => {
        const edge = "hang" in fault ? impatient : patient;
        const { ids, begun } = await sendWithFault(edge, fault);
        const answers = await Promise.all(begun);
        for (const answer of answers) assert.equal(answer.status, 200, await answer.text());
        await everythingOnce(edge, ids, t);
      });
    }

    for (const [name, fault] of Object.entries(KILLS)) {
      test(`each step, ${name}`, async (t) => {
        const { ids, begun } = await sendWithFault(patient, fault);
        await patient.until(
          () => control(patient, "faults", "GET"),
          ({ faults }) => faults.every(isUsed),
        );
        await patient.restart();
        await Promise.allSettled(begun);
        for (const id of ids) {
          const ask = async () => (await patient.ask(`/api/conversations/${id}`)).body;
          await patient.until(ask, ({ sends }) => sends[0].status === "done", 60);
        }
        await everythingOnce(patient, ids, t);
      });
    }

    /** @param {typeof patient} worker @param {object} fault */
    async function sendWithFault(worker, fault) {
      await control(worker, "reset", "POST");
      if (load !== undefined) await control(worker, "limetypes", "POST", load());
      const faults = Object.values(steps).map((step) => ({ ...step, ...fault }));
      await control(worker, "faults", "POST", { faults });
      const ids = faults.map(() => nextId++);
      const begun = ids.map((id) => send(worker, id));
      // Those that are killed are not waited for.
      for (const one of begun) one.catch(() => {});
      return { ids, begun };
    }

    /** @param {typeof patient} worker @param {number[]} ids @param {import("node:test").TestContext} t */
    async function everythingOnce(worker, ids, t) {
      const { faults } = await control(worker, "faults", "GET");
      assert.deepEqual(
        faults.filter((/** @type {any} */ fault) => !isUsed(fault)),
        [],
        "each fault happened",
      );
      await check(worker, ids, 1);
      const { requests } = await control(worker, "stats", "GET");
      t.diagnostic(`${ids.length} conversations, ${ids.length} faults: ${requests} requests`);
      const again = await Promise.all(ids.map((id) => send(worker, id)));
      assert(again.every(({ status }) => status === 200));
      await check(worker, ids, 2);
    }
  });
}

let nextId = 70_000_001;
const isUsed = (/** @type {any} */ { hits }) => hits === 1;

/** Exactly one of each, related to each other, and as many notes as there were sends. */
/** @param {Awaited<ReturnType<typeof startEdge>>} worker @param {number[]} ids @param {number} sends */
async function check(worker, ids, sends) {
  const conversations = await all(worker, "ulconversation");
  const objects = await all(worker, "helpdesk");
  const notes = await all(worker, "history");
  const documents = await all(worker, "document");
  const counts = [conversations.length, objects.length, notes.length, documents.length];
  assert.deepEqual(counts, [ids.length, ids.length, ids.length * sends, ids.length]);
  for (const id of ids) {
    const [ulconversation] = conversations.filter(({ conversationid }) => conversationid === id);
    const mine = objects.filter(
      ({ _id, ulconversation: to }) => to === ulconversation._id || ulconversation.helpdesk === _id,
    );
    assert.equal(mine.length, 1, `conversation ${id}`);
    const of = (/** @type {any[]} */ attached) => attached.filter(({ helpdesk }) => helpdesk === mine[0]._id).length;
    assert.deepEqual([of(notes), of(documents)], [sends, 1], `conversation ${id}`);
  }
}

/** @param {Awaited<ReturnType<typeof startEdge>>} worker @param {number} id */
function send(worker, id) {
  const [first] = conversation.transcript;
  const media = { ...first, id: `${id}.1.1`, type: "message", url: "https://media.userlike.com/lamp.png" };
  const payload = {
    ...conversation,
    id,
    contact: { ...conversation.contact, email: "astrid.bjork@example.com" },
    transcript: [...conversation.transcript, media],
  };
  return worker.fetch("/limepkg-userlike/userlike/", {
    method: "POST",
    headers: { "x-api-key": "sandbox", "content-type": "application/json" },
    body: JSON.stringify(payload),
  });
}

/** @param {Awaited<ReturnType<typeof startEdge>>} worker @param {string} path @param {string} method @param {unknown} [json] */
async function control(worker, path, method, json) {
  const answer = await worker.fetch(`/sandbox/_control/${path}`, {
    method,
    headers: { "x-api-key": "sandbox", "content-type": "application/json" },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
  });
  assert.equal(answer.status, 200, await answer.clone().text());
  return answer.json();
}

/** @param {Awaited<ReturnType<typeof startEdge>>} worker @param {string} limetype @returns {Promise<any[]>} */
async function all(worker, limetype) {
  const objects = [];
  let path = `/sandbox/api/v1/limeobject/${limetype}/?_limit=50`;
  while (path) {
    const { _embedded, _links } = await (await worker.fetch(path, { headers: { "x-api-key": "sandbox" } })).json();
    objects.push(..._embedded.limeobjects);
    path = _links.next?.href;
  }
  return objects;
}
