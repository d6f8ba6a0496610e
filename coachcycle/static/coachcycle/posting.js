/* How letters of the outbox go out: as a form of htmx would. */

import { csrfToken } from "./csrf.js";
import { outcome } from "./outbox.js";

const SILENCE_MS = 30_000; // without an answer for so long, it counts as lost

/* By now somebody else may be signed in here: the site compares her with the writer, and answers 409. */
export async function post({ address, fields }, reader) {
  const token = csrfToken();
  if (!token) return { waits: "signed_out" };
  try {
    const answer = await fetch(address, {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { "HX-Request": "true", "X-CSRFToken": token, "X-Reader": reader },
      redirect: "manual",
      signal: AbortSignal.timeout(SILENCE_MS),
    });
    // Whoever signs in, in another tab, gets a new token: the letter crossed with it and goes once more.
    if (answer.status === 403 && csrfToken() !== token) return post({ address, fields }, reader);
    return outcome(answer.type === "opaqueredirect" ? 302 : answer.status, await answer.text());
  } catch {
    return { waits: "offline" };
  }
}
