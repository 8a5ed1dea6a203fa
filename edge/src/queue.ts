import type { DeliveryMessage } from "./conversation/records.ts";
import { conversationOf, type Env, workspaceOf } from "./env.ts";
import { log, reason } from "./log.ts";
import { count, flush } from "./metrics.ts";

/** How long a message waits for its delivery, in milliseconds. Its object goes on without it. */
const PATIENCE = 120_000;
/** A message whose object could not be reached comes again after so many seconds, doubled each time. */
const RETRY = 5;
const LONGEST_RETRY = 3600;

/**
 * Messages say which send is to be begun; how it goes on is the matter of its conversation's object, also when Lime CRM
 * can't be reached. The queue sees to it that so many are delivered at once, and no more, and that what an object could
 * not take is brought again; in the end, as a dead letter.
 */
export async function queue(batch: MessageBatch<DeliveryMessage>, env: Env): Promise<void> {
  const consume = batch.queue.endsWith("-dead") ? bury : deliver;
  await Promise.all(batch.messages.map((message) => consume(message, env)));
  await flush(env);
}

async function deliver(message: Message<DeliveryMessage>, env: Env): Promise<void> {
  const { conversation, send } = message.body;
  try {
    const object = conversationOf(env, conversation);
    await object.start();
    await object.outcome(send, PATIENCE);
    message.ack();
  } catch (error) {
    log("warn", "message-not-delivered", { conversation, send, attempts: message.attempts, reason: reason(error) });
    message.retry({ delaySeconds: Math.min(RETRY * 2 ** message.attempts, LONGEST_RETRY) });
  }
}

async function bury(message: Message<DeliveryMessage>, env: Env): Promise<void> {
  const { conversation, send } = message.body;
  const error = {
    code: "interrupted",
    message: "the worker could not begin this delivery, again and again; look into its log, then send it again",
  };
  try {
    try {
      await conversationOf(env, conversation).giveUp(send, error);
    } catch {
      // Its object can't even say so.
      count("userlike_limeobject_dead_letters_total");
      const letter = {
        conversation,
        attempts: message.attempts,
        error,
        message: JSON.stringify({ conversation, send }),
      };
      await workspaceOf(env).addDeadLetter(letter);
    }
    message.ack();
  } catch (failure) {
    log("error", "dead-letter-not-kept", { conversation, send, reason: reason(failure) });
    message.retry({ delaySeconds: RETRY * 2 ** message.attempts });
  }
}
