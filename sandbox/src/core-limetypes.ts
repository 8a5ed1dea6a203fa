// Lime's default data model, "Core", with what limepkg-userlike adds to it: the limetype `ulconversation`, the relations
// to it, and `document.ul_messageid`. In the compact form.

const text = (name: string, localname: string, length: number, type = "string") => ({ name, localname, type, length });
const plain = (name: string, localname: string, type: string) => ({ name, localname, type });
const option = (name: string, localname: string, options: Record<string, string>, required = false) => ({
  name,
  localname,
  type: "option",
  required,
  options: Object.entries(options).map(([key, text]) => ({ key, text })),
});
const required = <T>(property: T) => ({ ...property, required: true });
const relation =
  (type: string) =>
  (relatedType: string, localname: string, name: string = relatedType) => ({
    name,
    localname,
    type,
    relatedType,
  });
const belongsto = relation("belongsto");
const hasone = relation("hasone");
const hasmany = relation("hasmany");

const limetype = (name: string, singular: string, plural: string, properties: object[]) => ({
  name,
  localname: { singular, plural },
  properties,
});

const responsible = belongsto("coworker", "Responsible");
const ofPersonAndCompany = [belongsto("person", "Person"), belongsto("company", "Company")];
const ofConversation = [belongsto("ulconversation", "Userlike conversation")];
const ofCases = [belongsto("helpdesk", "Ticket"), belongsto("deal", "Deal")];
const notes = [hasmany("history", "History"), hasmany("document", "Documents"), hasmany("todo", "To-dos")];
const cases = [hasmany("helpdesk", "Tickets"), hasmany("deal", "Deals")];

export const CORE_LIMETYPES: readonly object[] = [
  limetype("company", "Company", "Companies", [
    required(text("name", "Name", 128)),
    text("phone", "Telephone", 32, "phone"),
    text("email", "E-mail", 128),
    text("www", "Web site", 256, "link"),
    text("registrationno", "Registration number", 32),
    option("buyingstatus", "Buying status", {
      "": "",
      prospect: "Prospect",
      active: "Active",
      excustomer: "Ex-customer",
    }),
    text("postaladdress1", "Address", 128),
    text("postalzipcode", "Zip code", 32),
    text("postalcity", "City", 64),
    text("country", "Country", 64),
    responsible,
    hasmany("person", "Persons"),
    ...cases,
    ...notes,
  ]),
  limetype("person", "Person", "Persons", [
    text("firstname", "First name", 64),
    text("lastname", "Last name", 64),
    text("name", "Name", 128),
    text("email", "E-mail", 128),
    text("phone", "Telephone", 32, "phone"),
    text("mobilephone", "Mobile telephone", 32, "phone"),
    text("position", "Position", 128),
    plain("inactive", "Has left the company", "yesno"),
    {
      ...option("interests", "Interests", { news: "Newsletter", events: "Events", webinars: "Webinars" }),
      type: "set",
    },
    belongsto("company", "Company"),
    ...cases,
    ...notes,
  ]),
  limetype("coworker", "Coworker", "Coworkers", [
    text("firstname", "First name", 64),
    text("lastname", "Last name", 64),
    text("name", "Name", 128),
    text("email", "E-mail", 128),
    text("phone", "Telephone", 32, "phone"),
    plain("username", "User", "user"),
    plain("inactive", "Has left us", "yesno"),
    hasmany("company", "Companies"),
    ...cases,
    hasmany("history", "History"),
    hasmany("todo", "To-dos"),
  ]),
  limetype("helpdesk", "Ticket", "Tickets", [
    required(text("title", "Title", 128)),
    plain("description", "Description", "text"),
    option("source", "Source", { "": "", web: "Web", whatsapp: "WhatsApp", email: "E-mail", phone: "Telephone" }),
    option("priority", "Priority", { low: "Low", normal: "Normal", high: "High" }, true),
    plain("callback", "Call back", "yesno"),
    plain("rating", "Rating", "integer"),
    plain("received", "Received", "time"),
    ...ofPersonAndCompany,
    responsible,
    ...ofConversation,
    ...notes,
  ]),
  limetype("deal", "Deal", "Deals", [
    required(text("name", "Name", 128)),
    plain("value", "Value", "decimal"),
    plain("probability", "Probability", "percent"),
    option("dealstatus", "Status", { new: "New", contacted: "Contacted", lost: "Lost" }, true),
    plain("expecteddate", "Expected closing", "date"),
    ...ofPersonAndCompany,
    responsible,
    ...ofConversation,
    ...notes,
  ]),
  limetype("ulconversation", "Userlike conversation", "Userlike conversations", [
    plain("conversationid", "Conversation id", "integer"),
    text("link", "Link", 512, "link"),
    text("contactid", "Contact id", 256),
    plain("startedtime", "Started", "time"),
    plain("contactfirstmessagetime", "First message of the contact", "time"),
    hasone("helpdesk", "Ticket"),
    hasone("deal", "Deal"),
  ]),
  limetype("history", "History note", "History notes", [
    plain("note", "Note", "text"),
    option("type", "Type", { call: "Call", mail: "E-mail", chat: "Chat" }, true),
    plain("date", "Date", "time"),
    ...ofCases,
    ...ofPersonAndCompany,
    belongsto("coworker", "Coworker"),
  ]),
  limetype("document", "Document", "Documents", [
    plain("document", "File", "file"),
    text("comment", "Comment", 256),
    text("ul_messageid", "Userlike message id", 256),
    ...ofCases,
    ...ofPersonAndCompany,
  ]),
  limetype("todo", "To-do", "To-dos", [
    required(text("subject", "Subject", 128)),
    plain("note", "Note", "text"),
    plain("starttime", "Starts", "time"),
    plain("endtime", "Ends", "time"),
    plain("done", "Done", "yesno"),
    ...ofCases,
    ...ofPersonAndCompany,
    responsible,
  ]),
];
