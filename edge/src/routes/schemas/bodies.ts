import { limeUrlProblem } from "userlike-limeobject/delivery";
import * as v from "valibot";
import { MAX_RATE, type Rate, TRIGGERS } from "../../../../contract/settings.ts";
import { isHost } from "../../platform/variables.ts";

// Schemas of JSON bodies. Messages complete "<key> must be …" for small bodies, and stand behind a pointer for settings.

const TIME = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/;
const TIME_MESSAGE = 'a date ("2024-02-22") or a time with its zone ("2024-02-22T15:00:00Z")';

/** A date stands for its first moment in UTC. */
const time = v.pipe(
  v.string(TIME_MESSAGE),
  v.regex(TIME, TIME_MESSAGE),
  v.check((text) => Number.isFinite(Date.parse(text)), TIME_MESSAGE),
);

export const timeRange = v.strictObject({ from: time, to: v.exactOptional(time) }, ({ expected }) =>
  expected === "never" ? 'left out; there are "from" and "to"' : TIME_MESSAGE,
);

const NAME_MESSAGE = "a name of 1 to 100 characters";

export const newOperator = v.strictObject(
  { name: v.pipe(v.string(NAME_MESSAGE), v.trim(), v.minLength(1, NAME_MESSAGE), v.maxLength(100, NAME_MESSAGE)) },
  ({ expected }) => (expected === "never" ? 'left out; there is only "name"' : NAME_MESSAGE),
);

/** Number of dead letters in one request. */
export const MAX_SELECTION = 500;

const SELECTION_MESSAGE = `{ "ids": [1, 2] } with at most ${MAX_SELECTION} ids, or { "all": true }`;

export const deadLetterSelection = v.union(
  [
    v.strictObject({ all: v.literal(true) }),
    v.strictObject({ ids: v.pipe(v.array(v.pipe(v.number(), v.safeInteger())), v.maxLength(MAX_SELECTION)) }),
  ],
  SELECTION_MESSAGE,
);

const SETTINGS = ["lime", "sandbox", "triggers", "addonOrigins", "mediaHosts", "rateLimit"] as const;
const LOOKS_LIKE = "it looks like https://<server>/<application>";
const API_KEY_MESSAGE =
  "it is empty, or has characters that no API key has; copy it again, without spaces and line breaks";
const RATE_MESSAGE = `it must be like { "requests": 3000, "seconds": 300 }: integers, 1 to ${MAX_RATE.requests} requests and 1 to ${MAX_RATE.seconds} seconds`;

/** At most 100 different values. */
function list<const Item extends v.GenericSchema<unknown, string>>(item: Item, hint: string) {
  const message = `it must be a list of at most 100; ${hint}`;
  return v.pipe(
    v.array(item, message),
    v.maxLength(100, message),
    v.transform((items): v.InferOutput<Item>[] => [...new Set(items)]),
  );
}

const TRIGGER_MESSAGE = `a trigger is one of ${TRIGGERS.join(", ")}`;
const ORIGIN_MESSAGE = 'an origin looks like "https://userlike.com"';
const HOST_MESSAGE = 'a host looks like "userlike.com" or "*.userlike.com"';

const lime = v.nullable(
  v.strictObject(
    {
      url: v.exactOptional(
        v.pipe(
          v.string(`enter the URL of your Lime CRM; ${LOOKS_LIKE}`),
          v.rawCheck(({ dataset, addIssue }) => {
            const problem = dataset.typed ? urlProblem(dataset.value) : undefined;
            if (problem !== undefined) addIssue({ message: problem });
          }),
        ),
      ),
      apiKey: v.exactOptional(v.string("it must be a string")),
    },
    ({ expected, received }) =>
      expected === "never"
        ? `it has url and apiKey, but no ${received}`
        : "it must be null or an object with url and apiKey",
  ),
);

export const settingsChanges = v.strictObject(
  {
    lime: v.exactOptional(lime),
    sandbox: v.exactOptional(v.boolean("it must be true or false")),
    triggers: v.exactOptional(list(v.picklist(TRIGGERS, TRIGGER_MESSAGE), TRIGGER_MESSAGE)),
    addonOrigins: v.exactOptional(
      list(v.pipe(v.string(ORIGIN_MESSAGE), v.check(isOrigin, ORIGIN_MESSAGE)), ORIGIN_MESSAGE),
    ),
    mediaHosts: v.exactOptional(list(v.pipe(v.string(HOST_MESSAGE), v.check(isHost, HOST_MESSAGE)), HOST_MESSAGE)),
    // One problem for both numbers, because the message is about both.
    rateLimit: v.exactOptional(v.pipe(v.custom<Rate>(isRate, RATE_MESSAGE), v.metadata({ component: "Rate" }))),
  },
  `this setting does not exist; the settings are ${SETTINGS.join(", ")}`,
);

/** Why an API key cannot be one; undefined when it can. */
export const apiKeyProblem = (apiKey: string): string | undefined =>
  /^[\x21-\x7e]{1,4096}$/.test(apiKey) ? undefined : API_KEY_MESSAGE;

/** Why this cannot be the URL of a Lime CRM; undefined when it can. */
export const urlProblem = (value: string | undefined): string | undefined =>
  value === undefined || value.trim() === "" ? `enter the URL of your Lime CRM; ${LOOKS_LIKE}` : limeUrlProblem(value);

function isRate(value: unknown): boolean {
  const { requests, seconds } = (value ?? {}) as Partial<Rate>;
  const isInRange = (number: unknown, max: number) =>
    Number.isSafeInteger(number) && Number(number) > 0 && Number(number) <= max;
  return isInRange(requests, MAX_RATE.requests) && isInRange(seconds, MAX_RATE.seconds);
}

function isOrigin(text: string): boolean {
  const url = URL.parse(text);
  return (
    url !== null && url.origin === text && (url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url)))
  );
}

function isLoopback({ hostname }: URL): boolean {
  return ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
}
