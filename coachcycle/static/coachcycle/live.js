/* What others do arrives here: an address of ours is asked again and again, as long as somebody looks at the page. */

const SOONEST_MS = 3_000;
const LATEST_MS = 20_000;
const SILENCE_MS = 15_000; // without an answer for so long, the question counts as lost
const GONE = new Set([404, 410]);
const SIGNED_OUT = new Set([401, 403]);

/** How long to wait: longer the longer nothing has happened, and the oftener nobody answered. */
export function pace(quietMs, failures, { soonest = SOONEST_MS, latest = LATEST_MS } = {}) {
  const calm = Math.min(Math.max(quietMs / 20, soonest), latest);
  return failures ? Math.min(Math.max(calm, soonest * 2 ** failures), 60_000) : calm;
}

/** Ask `address(cursor)` from now on. 204 says that nothing happened; other answers go to `news(text)`, which returns the
    next cursor. `ended` hears "gone" or "signedOut", and "" when it goes on after all. Nothing is asked twice at a time.
    Returns {soon, stop}: `soon()` asks at once. */
export function follow(address, { cursor, news, ended = () => {}, headers = {}, ...limits }) {
  let timer = null;
  let asking = false;
  let failures = 0;
  let end = "";
  let quietSince = Date.now();

  const wait = () => {
    clearTimeout(timer);
    timer = end === "gone" || document.hidden ? null : setTimeout(ask, pace(Date.now() - quietSince, failures, limits));
  };

  const say = (words) => {
    if (words !== end) ended((end = words));
  };

  const ask = async () => {
    if (asking || end === "gone" || document.hidden) return;
    clearTimeout(timer);
    asking = true;
    try {
      const answer = await fetch(address(cursor), { headers, redirect: "manual", signal: AbortSignal.timeout(SILENCE_MS) });
      if (GONE.has(answer.status)) return say("gone");
      if (answer.type === "opaqueredirect" || SIGNED_OUT.has(answer.status)) return say("signedOut");
      if (!answer.ok) throw new Error(answer.status);
      failures = 0;
      say("");
      if (answer.status === 204) return;
      const words = await answer.text();
      quietSince = Date.now();
      cursor = (await news(words)) ?? cursor;
    } catch (error) {
      failures += 1;
      if (!(error instanceof TypeError || error.name === "TimeoutError" || error.name === "AbortError" || /^[45]\d\d$/.test(error.message))) throw error;
    } finally {
      asking = false;
      if (end !== "signedOut") wait(); // she may have signed in again elsewhere: then she comes back to this page
    }
  };

  const look = () => {
    if (document.hidden) return clearTimeout(timer);
    quietSince = Date.now();
    failures = 0;
    ask();
  };
  for (const event of ["online", "pageshow", "focus"]) addEventListener(event, look);
  document.addEventListener("visibilitychange", look);
  wait();
  return {
    soon: ask,
    stop: () => {
      end = "gone";
      clearTimeout(timer);
    },
  };
}
