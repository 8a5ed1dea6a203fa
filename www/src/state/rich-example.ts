// Example that shows what a conversation can become: a person who is found, an option, a file, and a value that is cut.
// Everything that it does not name is as in the short example. The sandbox has the person.

type Json = Record<string, unknown>;

const ID = 63742107;

/** Returns the payload as text. `short` is the payload of the short example. */
export function richExample(short: string): string {
  const base = JSON.parse(short) as Json & { contact: Json; routing_info: Json; transcript: Json[] };
  const [welcome, question] = base.transcript;
  const message = (number: number, time: string, body: string, from: Json): Json => ({
    ...question,
    id: `${ID}.108109471.${number}`,
    msgid: `${ID}.108109471.${number}`,
    uuid: null,
    conversation_id: ID,
    conversation: { id: ID, uuid: null },
    sent_at: `2026-03-02T${time}Z`,
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
    { ...welcome, ...message(1, "09:12:03.120", "Welcome to Björk & Söner’s service.", {}), ...welcomeOf(welcome) },
    message(2, "09:12:41.002", "Hi! The coffee machine we bought last week leaks. Can someone have a look?", contact),
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
    message(7, "09:20:30.770", "Great, thanks a lot!", contact),
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
    },
    contact_channel: { type: "whatsapp", state: "valid", name: null, id: null },
    created_at: "2026-03-02T09:12:03.120Z",
    ended_at: "2026-03-02T09:21:05.000Z",
    status: "ended",
    status_description: "Ended",
    rate: 5,
    feedback_message: "Quick and friendly help.",
    last_message: transcript.at(-2),
    last_message_sent_at: "2026-03-02T09:20:30.770Z",
    transcript,
  };
  return JSON.stringify(payload, null, 2);
}

/** The fields by which a message is a notification. */
function welcomeOf(welcome: Json | undefined): Json {
  const { type, event, representation, sender, name, display_name, operator_name } = welcome ?? {};
  return { type, event, representation, sender, name, display_name, operator_name };
}
