// Locators for the view of one conversation.
import { Editor } from "./editor.mjs";

export class ConversationView {
  /** @param {import("./locator.mjs").Scope} scope The page or frame with the view. */
  constructor(scope) {
    this.scope = scope;
    this.main = scope.find("main");
    /** The pane named after the contact. */
    this.conversation = this.main.find("region").first();
    this.preview = scope.region("What Lime CRM gets");
    this.verdict = this.preview.find("status").first();
    this.chat = scope.region("Chat");
    this.transcript = this.chat.find("list", "Transcript");
    this.example = this.conversation.find("switch", "Example");
    /** In a window with one pane it is below both. */
    this.send = this.main.button("Send to Lime CRM");
    this.askWhatChanges = this.conversation.button("What changes?");
    this.changes = this.preview.region("What sending would change now");
    /** Progress and result of sending. */
    this.delivery = this.main.find("status", "Sending");
    this.earlier = this.main.region("Sent earlier");
    this.command = scope.find("combobox", "Chat command");
    this.commandAnswer = scope.find("tabpanel", "Chat").find("status");
    this.findings = this.preview.region("Findings").find("listitem");
    this.severities = this.preview.find("group", "Show findings");
    this.objects = this.preview.region("Written to Lime CRM");
    this.object = this.objects.find("article").first();
    this.payload = new Editor(scope.find("tabpanel", "Data").find("textbox", "Conversation as JSON"));
    this.mapping = new Editor(scope.find("tabpanel", "Mapping").find("textbox", "Mapping as JSON"));
  }

  /** A detail of the conversation or its contact. @param {string} label */
  fact(label) {
    return this.chat.find("definition", label);
  }

  /** Value of a property with its sources. Default of `object`: the limeobject. @param {string} name */
  property(name, object = this.object) {
    return object.find("definition", name);
  }

  /** URL of the limeobject that was sent. */
  async link() {
    return this.delivery.link("Open in Lime CRM").get("href");
  }

  /** Runs a chat command. @param {string} text */
  async run(text) {
    await this.command.type(text);
    await this.scope.frame().page().keyboard.press("Enter");
  }

  async showPayload() {
    await this.scope.tab("Data").click();
    await this.payload.content.wait();
  }

  async showMapping() {
    await this.scope.tab("Mapping").click();
    await this.mapping.content.wait();
  }
}
