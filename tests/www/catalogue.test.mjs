// The texts of the page: the type has all four languages of each; that they have the same places to fill in is held here.
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";
import { FINDING_CODES } from "userlike-limeobject";

// What the catalogue asks the browser for.
Object.assign(globalThis, { document: { documentElement: {} } });

const folder = join(import.meta.dirname, "../../www/src/i18n/messages");
const areas = new Map();
for (const file of globSync(`${folder}/*.ts`)) {
  const exported = Object.values(await import(file)).find((value) => typeof value?.table === "object");
  if (exported) areas.set(basename(file, ".ts"), exported);
}

const places = (text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

for (const [area, { table }] of areas) {
  test(`${area}: every text says the same in four languages`, () => {
    assert.ok(Object.keys(table).length > 0);
    for (const [key, texts] of Object.entries(table)) {
      assert.deepEqual(Object.keys(texts).sort(), ["de", "en", "nl", "sv"], key);
      for (const [language, text] of Object.entries(texts)) {
        assert.notEqual(text.trim(), "", `${key}, ${language}`);
        assert.deepEqual(places(text), places(texts.en), `${key}, ${language}`);
        assert.doesNotMatch(text, /\.\.\./, `${key}, ${language}: an ellipsis is one character`);
      }
    }
  });
}

test("quotation marks are those of the language, in pairs", async () => {
  const { QUOTES } = await import("../../www/src/i18n/quotes.ts");
  for (const [area, { table }] of areas)
    for (const [key, texts] of Object.entries(table))
      for (const [language, text] of Object.entries(texts)) {
        const [open, close] = QUOTES[language];
        // An apostrophe stands in a word, or ends one.
        const marks = [...text.matchAll(/["“”„‟«»‹›‘‚‛`]|(?<!\p{L})['’]/gu)].map(([mark]) => mark);
        const own = marks.map((_, at) => (at % 2 === 0 ? open : close));
        assert.deepEqual(marks, own, `${area} ${key}, ${language}: ${text}`);
        assert.equal(marks.length % 2, 0, `${area} ${key}, ${language}: ${text}`);
      }
});

test("an apostrophe is curly", () => {
  for (const [area, { table }] of areas)
    for (const [key, texts] of Object.entries(table))
      for (const [language, text] of Object.entries(texts))
        assert.doesNotMatch(text, /'/, `${area} ${key}, ${language}: ${text}`);
});

for (const area of ["finding-labels", "finding-help"])
  test(`${area}: every code of a finding is there, and no other`, () => {
    assert.deepEqual(Object.keys(areas.get(area).table).sort(), FINDING_CODES.toSorted());
  });

/** The table of messages of the crate: code, variant, and the names of the values. */
const crateTexts = JSON.parse(readFileSync(join(import.meta.dirname, "../../pkg/schema/texts.json"), "utf8"));

for (const [area, of] of [
  ["finding-texts", ["Finding", "Value"]],
  ["problem-texts", ["Problem", "Payload", "Path"]],
  ["clause-texts", ["Clause"]],
])
  test(`${area}: every message of the crate is there, and no other, with places for its values only`, () => {
    const rows = crateTexts.filter((row) => of.includes(row.of));
    const { table } = areas.get(area);
    const keyOf = ({ code, variant }) => (variant === "" ? code : `${code}.${variant}`);
    assert.deepEqual(Object.keys(table).sort(), rows.map(keyOf).sort());
    for (const row of rows) {
      const known = row.params.map(([name]) => name);
      for (const [language, text] of Object.entries(table[keyOf(row)]))
        for (const place of places(text)) assert.ok(known.includes(place), `${keyOf(row)}, ${language}: {${place}}`);
    }
  });

test("error-texts: the particulars are in the English message only", () => {
  for (const [code, texts] of Object.entries(areas.get("error-texts").table))
    assert.ok(
      places(texts.en).every((place) => place === (code === "more" ? "count" : "message")),
      code,
    );
});

test("findings, problems and errors have no words that an administrator does not know", () => {
  const words = {
    en: /\b(payload|instances?|limeobjects?|pointer|worker|callback)\b/i,
    de: /\b(payload|instanz(en)?|limeobjekte?|worker|callback|historiennotiz)\b/i,
    nl: /\b(payload|instantie(s)?|limeobjecten?|worker|callback|mapping)\b/i,
    sv: /\b(payload\w*|instans(er|en)?|limeobjekt|worker|callback|iakttagelse)\b/i,
  };
  for (const area of [
    "finding-texts",
    "finding-labels",
    "finding-help",
    "problem-texts",
    "clause-texts",
    "error-texts",
  ])
    for (const [key, texts] of Object.entries(areas.get(area).table))
      for (const [language, text] of Object.entries(texts))
        assert.doesNotMatch(text.replaceAll(/\{\w+\}/g, ""), words[language], `${area} ${key}`);
});

test("a finding is said in the page's language, with what it is about", async () => {
  const { problemText } = await import("../../www/src/i18n/problem-text.ts");
  const { language } = await import("../../www/src/i18n/language.ts");
  const property = { label: "Beschreibung", name: "description" };
  const missing = {
    code: "value-missing",
    message: "Beschreibung (description) stays empty: feedback_message is missing. An existing object keeps its value.",
    params: { variant: "path", property, path: "feedback_message", outcome: { code: "existing-kept", params: {} } },
  };
  const unknown = { code: "from-tomorrow", message: "the moon is in the way" };
  const shown = {};
  for (const code of ["en", "de", "nl", "sv"]) {
    language.value = code;
    shown[code] = problemText(missing);
    assert.match(problemText(unknown), /The moon is in the way\.$/);
    assert.equal(
      problemText(unknown) === "The moon is in the way.",
      code === "en",
      "a sentence around it in the page's language",
    );
  }
  language.value = "en";
  assert.deepEqual(shown, {
    en: "Beschreibung stays empty: feedback_message is missing. An existing object keeps its value.",
    de: "Beschreibung bleibt leer: feedback_message fehlt. Ein vorhandenes Objekt behält seinen Wert.",
    nl: "Beschreibung blijft leeg: feedback_message ontbreekt. Een bestaand object behoudt de waarde.",
    sv: "Beschreibung förblir tom: feedback_message saknas. Ett befintligt objekt behåller sitt värde.",
  });
});

test("values that the package has quoted have the quotation marks of the language", async () => {
  const { problemText } = await import("../../www/src/i18n/problem-text.ts");
  const { language } = await import("../../www/src/i18n/language.ts");
  const wrong = {
    code: "conversation-id-missing",
    message: 'The payload\'s "id" is "a\\"b".',
    params: { variant: "wrong", value: '"a\\"b"', max: 9 },
  };
  const unknown = {
    code: "no-instance",
    message: 'There is no instance "x".',
    params: { variant: "requested", name: '"x"', instances: '"a", "b"' },
  };
  for (const [code, id, name] of [
    ["en", '“a"b”', '“"x"”'],
    ["de", '„a"b“', '„"x"“'],
    ["nl", '“a"b”', '“"x"”'],
    ["sv", '”a"b”', '”"x"”'],
  ]) {
    language.value = code;
    assert.ok(problemText(wrong).startsWith(`${id} `), problemText(wrong));
    assert.ok(problemText(unknown).includes(name), problemText(unknown));
    assert.ok(problemText(unknown).endsWith(`${name.replace('"x"', "a")}, ${name.replace('"x"', "b")}.`));
  }
  language.value = "en";
});

test("what is said has its values, in the singular where it is one", () => {
  const preview = areas.get("preview");
  assert.equal(preview("warnings", { n: 1 }), "1 warning");
  assert.equal(preview("warnings", { n: 1200 }), "1,200 warnings");
});
