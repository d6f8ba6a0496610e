/* What this line carries, in bits per second, before anything of the film has come over it. Pure but for `lineNow`. */

import { keep, recall } from "../coachcycle/memory.js";

const USUAL = 1_500_000;
const LEAST = 200_000;
const STALE_MS = 6 * 3600 * 1000; // by then she sits elsewhere
const ENOUGH_BYTES = 50_000; // what is smaller tells how far away the site is, and not how wide the line

/**
 * `files` are those that came with the page, {bytes, ms} each; a short one never fills a line, so the quickest of them
 * is nearest to the truth. `kept` was measured with an earlier film, {bps, at}. What browsers say of a `connection` is
 * more guessed than known, so it comes last.
 */
export function estimate({ kept, connection, files, now }) {
  if (connection?.saveData) return LEAST;
  const seen = files.filter(({ bytes, ms }) => bytes > ENOUGH_BYTES && ms > 0).map(({ bytes, ms }) => (8000 * bytes) / ms);
  const known = kept && now - kept.at < STALE_MS ? kept.bps : 0;
  return Math.max(LEAST, Math.max(0, ...seen) || known || connection?.downlink * 1e6 || USUAL);
}

export function lineNow() {
  const files = performance.getEntriesByType("resource").map((each) => ({ bytes: each.transferSize, ms: each.responseEnd - each.requestStart }));
  return Math.round(estimate({ kept: recall("line"), connection: navigator.connection, files, now: Date.now() }));
}

export function keepLine(bps) {
  if (bps > 0) keep("line", { bps: Math.round(bps), at: Date.now() });
}
