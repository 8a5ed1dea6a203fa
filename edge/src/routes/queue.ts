import type { ErrorSummary } from "../../../contract/errors.ts";
import type { DeliveryMessage } from "../objects/conversation/types.ts";
import { conversationOf, type Env, workspaceOf } from "../platform/env.ts";
import { errorName, log } from "../platform/log.ts";
import { count, flush } from "../platform/metrics.ts";

/** Longest time that a message waits for its delivery, in milliseconds. The object continues without it. */
const OUTCOME_TIMEOUT = 120_000;
/** Delay until a message whose object could not be reached is delivered again, in seconds; doubled each time. */
const RETRY_DELAY = 5;
const MAX_RETRY_DELAY = 3600;

const NEVER_STARTED: ErrorSummary = {
  code: "interrupted",
  message: "the worker could not start this delivery in several attempts; check its log, then send it again",
};

/**
 * Consumes the delivery queue and its dead letters. A message only starts a send: the conversation's object delivers it, and repeats it
 * when Lime CRM is unavailable. The queue limits the number of simultaneous deliveries, and repeats messages whose object could not be
 * reached.
 */
export async function queue(batch: MessageBatch<DeliveryMessage>, env: Env): Promise<void> {
  const consume = batch.queue.endsWith("-dead") ? deadLetter : deliver;
  await Promise.all(batch.messages.map((message) => consume(message, env)));
  await flush(env);
}

async function deliver(message: Message<DeliveryMessage>, env: Env): Promise<void> {
  const { conversation, send } = message.body;
  try {
    const object = conversationOf(env, conversation);
    await object.start();
    await object.outcome(send, OUTCOME_TIMEOUT);
    message.ack();
  } catch (error) {
    log("warn", "message-not-delivered", { conversation, send, attempts: message.attempts, error: errorName(error) });
    message.retry({ delaySeconds: Math.min(RETRY_DELAY * 2 ** message.attempts, MAX_RETRY_DELAY) });
  }
}

async function deadLetter(message: Message<DeliveryMessage>, env: Env): Promise<void> {
  const { conversation, send } = message.body;
  try {
    try {
      await conversationOf(env, conversation).abandon(send, NEVER_STARTED);
    } catch {
      // The object is unreachable, so the dead letter is stored without it.
      count("userlike_limeobject_dead_letters_total");
      const { attempts } = message;
      await workspaceOf(env).addDeadLetter({ conversation, send, attempts, error: NEVER_STARTED });
    }
    message.ack();
  } catch (failure) {
    log("error", "dead-letter-not-stored", { conversation, send, error: errorName(failure) });
    message.retry({ delaySeconds: RETRY_DELAY * 2 ** message.attempts });
  }
}
