/* Tell the site which stretches were played: every ten seconds while it changes, and when the page is left. */

import { csrfToken } from "../coachcycle/csrf.js";

const EVERY_MS = 10_000;

/** `onGone` is called when the site says that there is nothing here for this viewer any more. */
export function keepLog(video, address, onGone) {
  let sent = "[]";

  const played = () =>
    JSON.stringify(
      Array.from({ length: video.played.length }, (_, number) => [
        Math.round(video.played.start(number) * 1000),
        Math.round(video.played.end(number) * 1000),
      ]),
    );

  const body = (ranges) => {
    const form = new FormData();
    form.append("ranges", ranges);
    form.append("csrfmiddlewaretoken", csrfToken());
    return form;
  };

  // All of it each time: the site joins stretches, so what was lost on the way comes with the next one.
  const send = async () => {
    const ranges = played();
    if (ranges === sent) return;
    const answer = await fetch(address, { method: "POST", body: body(ranges) }).catch(() => null);
    if (answer?.ok) sent = ranges;
    else if (answer?.status === 404) {
      clearInterval(clock);
      onGone();
    }
  };

  const clock = setInterval(send, EVERY_MS);
  addEventListener("pagehide", () => {
    const ranges = played();
    if (ranges !== sent && navigator.sendBeacon(address, body(ranges))) sent = ranges;
  });
}
