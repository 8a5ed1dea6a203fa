// Example that shows what a conversation can become: a person who is found, an option, a file, and a value that is cut.
// Everything that it does not name is as in the short example. The sandbox has the person.

type Json = Record<string, unknown>;

const ID = 63742107;
const PART = 108109471;
const DAY = "2026-03-02";
const FIRST = "09:12:03.120";
const LAST = "09:20:52.430";
const ENDED = "09:21:05.000";
const FIRST_OF_CONTACT = "09:12:41.002";
const LAST_OF_CONTACT = "09:20:30.770";

const at = (time: string): string => `${DAY}T${time}Z`;

/** Returns the payload as text. `short` is the payload of the short example. */
export function richExample(short: string): string {
  const base = JSON.parse(short) as Json & {
    contact: Json;
    conversation_part_set: Json[];
    transcript: Json[];
  };
  const [welcome, question] = base.transcript;
  const message = (number: number, time: string, body: string, from: Json): Json => ({
    ...question,
    id: `${ID}.${PART}.${number}`,
    msgid: `${ID}.${PART}.${number}`,
    uuid: null,
    conversation_id: ID,
    part_id: PART,
    conversation: { id: ID, uuid: null },
    sent_at: at(time),
    sent_at_time: time,
    body,
    body_plain: body,
    ...from,
  });
  const contact = { name: "Astrid Björk", display_name: "Astrid Björk" };
  const operator = (name: string, isBot = false): Json => ({
    operator_id: 180783,
    operator_name: name,
    operator_display_name: name,
    operator_is_bot: isBot,
    name,
    display_name: name,
    sender: { type: "operator", id: 180783 },
  });
  const transcript = [
    { ...welcome, ...message(1, FIRST, "Welcome to Björk & Söner’s service.", {}), ...welcomeOf(welcome) },
    message(2, FIRST_OF_CONTACT, "Hi! The coffee machine we bought last week leaks. Can someone have a look?", contact),
    message(3, "09:12:44.310", "Thank you. I am connecting you with a colleague.", operator("Luna", true)),
    message(
      4,
      "09:14:10.845",
      "Good morning Astrid, Peter here. Could you send a photo of it?",
      operator("Peter Testman"),
    ),
    message(5, "09:16:25.500", "Here it is.", {
      ...contact,
      url: "https://www.userlike.com/media/63742107/coffee-machine.jpg",
    }),
    message(
      6,
      "09:19:02.118",
      "That is the seal. How to replace it: https://www.lime-technologies.com/en/support – the part is on its way to you.",
      operator("Peter Testman"),
    ),
    message(7, LAST_OF_CONTACT, "Great, thanks a lot!", contact),
    message(8, LAST, "You are welcome. Enjoy your coffee!", operator("Peter Testman")),
  ];
  const payload = {
    ...base,
    id: ID,
    conversation_group_id: ID,
    subject:
      "Our new coffee machine leaks at the front, the display says E04, and we have visitors from abroad in the office on Thursday and Friday",
    topics: [{ text: "support" }],
    contact: {
      ...base.contact,
      name: "Astrid Björk",
      email: "astrid.bjork@example.com",
      phone_number: "+46 46 10 10 11",
      city: "Lund",
      country: "Sweden",
      contact_by_phone: true,
      locale: "sv_SE",
      loc_lat: 55.7047,
      loc_lon: 13.191,
      created_at: at("09:12:01.310"),
      first_message_sent_at: at(FIRST_OF_CONTACT),
      last_message_sent_at: at(LAST_OF_CONTACT),
    },
    contact_first_message_sent_at: at(FIRST_OF_CONTACT),
    contact_last_message_sent_at: at(LAST_OF_CONTACT),
    contact_last_update_at: at(LAST_OF_CONTACT),
    conversation_part_set: base.conversation_part_set.map((part) => ({
      ...part,
      id: PART,
      created_at: at("09:12:02.996"),
      ended_at: at(ENDED),
      duration: "00:09:02",
      location: { country: "Sweden", country_code: "SE", city: "Lund", lat: 55.7047, lon: 13.191 },
    })),
    contact_channel: { type: "whatsapp", state: "valid", name: null, id: null },
    created_at: at("09:12:02.880"),
    ended_at: at(ENDED),
    status: "ended",
    status_description: "Ended",
    rate: 5,
    feedback_message: "Quick and friendly help.",
    last_message: transcript.at(-1),
    last_message_sent_at: at(LAST),
    last_fetchable_msgid: `${ID}.${PART}.8`,
    transcript,
  };
  return JSON.stringify(payload, null, 2);
}

/** The fields by which a message is a notification. */
function welcomeOf(welcome: Json | undefined): Json {
  const { type, event, representation, sender, name, display_name, operator_name } = welcome ?? {};
  return { type, event, representation, sender, name, display_name, operator_name };
}
