// Sample conversations: variations of the package's example with every state that the table can show, including rows
// that cannot be sent and one that cannot be read.

import example from "userlike-limeobject/examples/conversation.json";

const PEOPLE = [
  ["Ada Lindqvist", "ada.lindqvist@example.com"],
  ["Bruno Keller", "b.keller@example.com"],
  ["Carla de Vries", "carla@example.com"],
  ["Dragan Petrović", "d.petrovic@example.com"],
  ["Elif Yılmaz", "elif@example.com"],
  ["Fatou Diop", "f.diop@example.com"],
  ["", "guest@example.com"],
  ["Hanna Öberg", ""],
] as const;

const SUBJECTS = [
  "Where is my order?",
  "Invoice 4711",
  null,
  "Change of address",
  "Quote for 20 chairs",
  `It does not work, and ${"I have tried everything that the manual says, ".repeat(5)}nothing helps`,
];

const TOPICS = [["support"], ["support", "invoice"], [], ["lead"], ["delivery"]];
const STATUSES = ["open", "ended", "ended", "new"];
const HOUR = 60 * 60 * 1000;

/** Returns the samples as an NDJSON file. */
export function sampleFile(count = 40): File {
  const lines = Array.from({ length: count }, (_, at) => JSON.stringify(sample(at)));
  lines.push('{"id": 63742000, "contact": {"name": "cut off');
  return new File([`${lines.join("\n")}\n`], "examples.ndjson", { type: "application/x-ndjson" });
}

export function sample(at: number): Record<string, unknown> {
  const of = <T>(list: readonly T[]): T => list[at % list.length] as T;
  const [name, email] = of(PEOPLE);
  const conversation = later(example, at * 7 * HOUR);
  return {
    ...conversation,
    id: at % 13 === 7 ? null : example.id + at + 1,
    contact: { ...conversation.contact, name: name || null, email: email || null },
    contact_channel: { ...example.contact_channel, type: at % 17 === 11 ? "fax" : "web" },
    rate: at % 13 === 5 ? "very good" : at % 5 === 0 ? null : (at % 5) + 1,
    subject: of(SUBJECTS),
    topics: of(TOPICS).map((text) => ({ text })),
    status: of(STATUSES),
  };
}

/** Returns a conversation of which all times are later. */
function later<T>(conversation: T, milliseconds: number): T {
  return JSON.parse(JSON.stringify(conversation), (_, value) =>
    typeof value === "string" && TIME.test(value) ? new Date(Date.parse(value) + milliseconds).toISOString() : value,
  );
}

const TIME = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
