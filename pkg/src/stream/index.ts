// Public API of `userlike-limeobject/stream`. It has no WebAssembly of its own: the caller provides the mapper.

import "../requirements.js";

export { LimeobjectError, ModuleError, type ModuleErrorCode, PayloadError } from "../errors.js";
export { type ByteStream, type Chunk, type ConversationsOptions, conversations } from "./conversations.js";
export { type PreviewStream, previewStream, type StreamError } from "./preview-stream.js";
export type { Conversation, ConversationBytes, ConversationError, StreamPosition } from "./splitter.js";
