/* Questions to our own server, and the ways in which work under way may fail. */

import { csrfToken } from "../coachcycle/csrf.js";

const SILENCE = 30_000; // without an answer for so long, the question counts as lost

/* The server said no, in words: trying again would not help. */
export class Refused extends Error {}

/* The device no longer lets us read the film: it must be chosen again. */
export class Unreadable extends Error {}

/* Something that passes: no connection, a busy server, a session that ended. `why` is "waiting" or "signed_out". */
export class Trouble extends Error {
  constructor(why = "waiting") {
    super(why);
    this.why = why;
  }
}

/* Ask our own server. All that may be asked here may be asked twice. For `reader`: only if nobody else is signed in. */
export const ask = async (address, { body, reader } = {}) => {
  const headers = { Accept: "application/json", ...(body && { "X-CSRFToken": csrfToken() }), ...(reader && { "X-Reader": reader }) };
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), SILENCE);
  try {
    const method = body ? "POST" : "GET";
    return await understood(await fetch(address, { method, body, headers, signal: patience.signal, redirect: "manual" }));
  } catch (error) {
    throw error instanceof Refused || error instanceof Trouble ? error : new Trouble();
  } finally {
    clearTimeout(timer);
  }
};

const understood = async (answer) => {
  if (answer.type === "opaqueredirect" || answer.status === 403) throw new Trouble("signed_out");
  if (answer.status >= 500 || answer.status === 429) throw new Trouble();
  const words = await answer.text();
  if (answer.ok) return JSON.parse(words); // no page of somebody between us, nor half an answer
  const said = words.startsWith("{") ? JSON.parse(words) : {};
  throw Object.assign(new Refused(said.sentence ?? ""), { status: answer.status, said });
};
