/* Pages that this browser keeps to open them without a line, each under the name of its reader. On a shared tablet
   nobody finds the page of another: when somebody else is signed in, or nobody is, they are forgotten. A service worker
   opens them (`page-worker.js`), each of one page alone. */

export const nameOf = (path, reader) => `page ${reader} ${path}`;

export async function forgetOthers(reader = "") {
  if (!globalThis.caches) return; // the site is not reached over https
  for (const name of await caches.keys()) {
    const [word, owner, path] = name.split(" ");
    if (word !== "page" || owner === reader) continue;
    await caches.delete(name);
    await (await navigator.serviceWorker?.getRegistration(path))?.unregister();
  }
}

/** Keep the page at `path` as the site has it now, with those static files under the address `files` of which this
    document is made; the script at `worker` opens it, for so many `seconds`. False when it cannot be kept: it is not
    hers any more, or this browser keeps none. Throws when there is no line. */
export async function keepPage({ path, reader, worker, files, seconds }) {
  if (!navigator.serviceWorker || !globalThis.caches) return false;
  await navigator.serviceWorker.register(worker, { scope: path });
  const answer = await fetch(path);
  const page = await answer.text();
  if (!answer.ok || answer.redirected || !page.includes(`data-reader="${reader}"`)) {
    await caches.delete(nameOf(path, reader));
    return false;
  }
  const cache = await caches.open(nameOf(path, reader));
  const headers = new Headers(answer.headers);
  headers.set("X-Kept-Until", Date.now() + 1000 * Number(seconds));
  const needed = filesUnder(files);
  const kept = new Set((await cache.keys()).map(({ url }) => url));
  await cache.addAll([...needed].filter((address) => !kept.has(address)));
  await cache.put(path, new Response(page, { headers }));
  // Last of all: should the line go, or the page be left, before that, what was kept until now is still whole.
  needed.add(new URL(path, location).href);
  for (const request of await cache.keys()) if (!needed.has(request.url)) await cache.delete(request);
  await navigator.serviceWorker.ready;
  return true;
}

function filesUnder(place) {
  const named = Array.from(document.querySelectorAll("link[href], script[src]"), (each) => each.href || each.src);
  const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
  return new Set([...named, ...loaded].filter((name) => name.startsWith(new URL(place, location))));
}
