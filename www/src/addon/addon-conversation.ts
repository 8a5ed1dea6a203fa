import { type ReadonlySignal, Signal } from "../platform/signal.ts";
import type { Store } from "../state/store.ts";
import { ConversationAssembler, type MissingPart } from "./conversation-assembler.ts";
import type { HostMessage } from "./protocol.ts";

/** The conversation that the Message Center shows, as far as it has arrived. */
export class AddonConversation {
  /** Whether no message of the Message Center has come yet. */
  readonly isWaiting: ReadonlySignal<boolean>;
  /** Whether the first message is late. */
  readonly isLate = new Signal(false);
  readonly missing: ReadonlySignal<readonly MissingPart[]>;
  readonly #isWaiting = new Signal(true);
  readonly #missing = new Signal<readonly MissingPart[]>(["conversation", "transcript"]);
  readonly #assembler = new ConversationAssembler();
  readonly #store: Store;
  #shownPayload = "";

  constructor(store: Store) {
    this.#store = store;
    this.isWaiting = this.#isWaiting;
    this.missing = this.#missing;
  }

  /** Name of the operator in Userlike; empty while unknown. */
  readonly operator = new Signal("");

  /** Whether the transcript has only the messages that the operator can see. */
  get isPartial(): ReadonlySignal<boolean> {
    return this.#store.isPartial;
  }

  /** Takes over a message of the Message Center. */
  add(message: HostMessage): void {
    const assembler = this.#assembler;
    assembler.add(message);
    this.#isWaiting.value = false;
    this.#missing.value = assembler.missing;
    this.operator.value = assembler.operator;
    this.#store.isPartial.value = assembler.isPartial;
    const text = assembler.payload === null ? "" : JSON.stringify(assembler.payload, null, 2);
    if (text === this.#shownPayload) return;
    this.#shownPayload = text;
    // Keep the operator's choice of an instance when messages arrive.
    const instance = this.#store.instance.value;
    this.#store.setPayload(text);
    this.#store.instance.value = instance;
  }
}
