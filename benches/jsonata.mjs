// The mapping of the example in JSONata.

import jsonata from "jsonata";

const decoder = new TextDecoder();
const encoder = new TextEncoder();

const MAPPING = jsonata(`(
  $name := contact.name ? contact.name : "Contact";
  {
    "conversation": id,
    "ulconversation": {
      "conversationid": id,
      "link": "https://userlike.com/en/umc#/conversation/" & id,
      "contactid": contact.id ? $string(contact.id),
      "startedtime": created_at
    },
    "helpdesk": {
      "title": subject ? subject : "Chat",
      "description": feedback_message,
      "source": { "key": contact_channel.type ? contact_channel.type : "web" },
      "priority": { "key": "normal" },
      "callback": contact.contact_by_phone,
      "rating": rate,
      "received": created_at
    },
    "history": {
      "note": $join(transcript[type = "message"].(
        $substring(sent_at, 0, 10) & " " & $substring(sent_at, 11, 5) & " UTC " &
        (operator_name ? operator_name : $name) & ": " & body_plain
      ), "\\n"),
      "type": { "key": "chat" },
      "date": created_at
    }
  }
)`);

/** From the bytes of a payload to the bytes of the mapped values. @param {Uint8Array} bytes */
export const JSONATA = async (bytes) =>
  encoder.encode(JSON.stringify(await MAPPING.evaluate(JSON.parse(decoder.decode(bytes)))));
