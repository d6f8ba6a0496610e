/* Questions to our own server, and the ways in which work under way may fail. */

import { csrfToken } from "../coachcycle/csrf.js";

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

/* Ask our own server. */
export const ask = async (address, { body, signal } = {}) => {
  const headers = { Accept: "application/json", ...(body && { "X-CSRFToken": csrfToken() }) };
  let answer;
  try {
    answer = await fetch(address, { method: body ? "POST" : "GET", body, headers, signal, redirect: "manual" });
  } catch {
    throw new Trouble();
  }
  if (answer.type === "opaqueredirect" || answer.status === 403) throw new Trouble("signed_out");
  if (answer.status >= 500 || answer.status === 429) throw new Trouble();
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw Object.assign(new Refused(said.sentence ?? ""), { status: answer.status, said });
  return said;
};
