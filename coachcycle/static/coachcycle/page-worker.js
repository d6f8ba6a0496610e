/* Opens one page of ours when there is no line, from what the page itself has kept in this browser: see `kept-pages.js`.
   Its scope is that page alone. Whatever else is asked for goes to the network as if this script were not there. */

const PAGE = new URL(self.registration.scope).pathname;
const PATIENCE_MS = 4000; // a line that says nothing for so long is no line
const FILES = new Set(["script", "style", "image", "font"]);
const NAMED_BY_CONTENT = /\.[0-9a-f]{12}\.\w+$/;
const GATEWAY_IS_AWAY = new Set([502, 503, 504]);

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate" && pathname === PAGE) event.respondWith(page(request));
  else if (FILES.has(request.destination)) event.respondWith(file(request));
});

/* The site's own, if it answers; it may have ended the session, or the observation. */
async function page(request) {
  const asked = fetch(request).catch(() => null);
  const answer = await Promise.race([asked, after(PATIENCE_MS)]);
  if (answer && !GATEWAY_IS_AWAY.has(answer.status)) return answer;
  return (await kept(PAGE)) ?? (await asked) ?? Response.error();
}

async function file(request) {
  if (NAMED_BY_CONTENT.test(new URL(request.url).pathname)) return (await kept(request)) ?? fetch(request);
  return fetch(request).catch(async () => (await kept(request)) ?? Response.error());
}

/* Nothing is opened after its time: by then its reader would have been signed out. */
async function kept(wanted) {
  for (const name of await caches.keys()) {
    if (!name.startsWith("page ") || !name.endsWith(` ${PAGE}`)) continue;
    const cache = await caches.open(name);
    const whoever = { ignoreVary: true };
    const until = (await cache.match(PAGE, whoever))?.headers.get("X-Kept-Until");
    if (Date.now() < Number(until)) return cache.match(wanted, whoever);
    await caches.delete(name);
  }
  return null;
}

function after(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms, null));
}
