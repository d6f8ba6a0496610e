/* The film's way into a <video>: hls.js where the browser lets scripts feed it, native HLS where not.
   The store honours an address for some minutes only; each is exchanged for a fresh one before it is used. */

const RENEW_AT = 0.75; // of an address's life
const RETRY_MS = 3000;

export class Gone extends Error {}

/** Signed addresses, fresh whenever they are asked for. `gone` when the site gives no more of them. */
export class Addresses {
  constructor(url) {
    this.url = url;
    this.byPath = new Map();
    this.until = 0;
  }

  async fresh(url) {
    // Wall clock, not performance.now(): a laptop that slept has lost its addresses too.
    if (Date.now() >= this.until) await (this.coming ??= this.#renew().finally(() => (this.coming = null)));
    return this.byPath.get(new URL(url).pathname) ?? url;
  }

  async #renew() {
    const answer = await fetch(this.url, { headers: { Accept: "application/json" } });
    if (answer.redirected || [401, 403, 404].includes(answer.status)) throw new Gone();
    if (!answer.ok) throw new Error(String(answer.status));
    const { seconds, films } = await answer.json();
    this.byPath = new Map(films.map((film) => [new URL(film).pathname, film]));
    this.until = Date.now() + seconds * 1000 * RENEW_AT;
  }
}

export class Stream {
  /** `say(name)` hears "gone", "offline", "broken" or, when all is well again, "". */
  constructor(video, { master, addresses, engine }, say) {
    Object.assign(this, { video, master, engine, say });
    this.addresses = new Addresses(addresses);
  }

  /** Attach the film; asking again is the same asking. */
  load() {
    return (this.loading ??= this.#load());
  }

  async #load() {
    if (!(window.ManagedMediaSource ?? window.MediaSource)) return this.#native();
    try {
      const { default: Hls } = await import(this.engine);
      return Hls.isSupported() ? this.#scripted(Hls) : this.#native();
    } catch {
      this.loading = null;
      this.say("offline");
    }
  }

  #scripted(Hls) {
    const hls = new Hls({
      enableWorker: false,
      startPosition: this.video.currentTime || -1,
      capLevelToPlayerSize: true,
      // A minute ahead, no more: a phone pays for what it fetches, and what was fetched outlives a share.
      maxBufferLength: 30,
      maxMaxBufferLength: 60,
      backBufferLength: 60,
      xhrSetup: (xhr, url) => this.#sign(xhr, url),
    });
    hls.on(Hls.Events.ERROR, (_, trouble) => this.#recover(Hls, hls, trouble));
    hls.on(Hls.Events.FRAG_BUFFERED, () => this.say(""));
    hls.loadSource(this.master);
    hls.attachMedia(this.video);
    this.stop = () => hls.destroy();
  }

  /** The film is no longer this reader's: nothing more of it is shown, what is fetched already included. */
  end() {
    this.stop?.();
    this.video.pause();
    this.video.removeAttribute("src");
    this.video.load();
    this.say("gone");
  }

  /* hls.js waits for this promise, and fills in method and address only where we did not. */
  async #sign(xhr, url) {
    if (new URL(url, location.href).origin === location.origin) return;
    try {
      xhr.open("GET", await this.addresses.fresh(url), true);
    } catch (trouble) {
      this.gone ||= trouble instanceof Gone;
      throw trouble;
    }
  }

  #recover(Hls, hls, { fatal, type, details, response }) {
    if (this.gone || (details === "manifestLoadError" && [403, 404].includes(response?.code))) {
      this.end();
    } else if (response?.code === 403) {
      this.addresses.until = 0;
      if (fatal) hls.startLoad();
    } else if (fatal && type === Hls.ErrorTypes.NETWORK_ERROR) {
      this.say("offline");
      setTimeout(() => (hls.levels.length ? hls.startLoad() : hls.loadSource(this.master)), RETRY_MS);
    } else if (fatal && type === Hls.ErrorTypes.MEDIA_ERROR && !this.recovered) {
      this.recovered = true;
      hls.recoverMediaError();
    } else if (fatal) {
      this.say("broken");
    }
  }

  /* The browser fetches by itself, so a film whose addresses have run out is opened again where it stood. */
  #native() {
    const { video } = this;
    let opened = 0;
    let plays = !video.paused;
    const open = () => {
      const at = video.currentTime;
      opened = Date.now();
      video.preload = "auto";
      video.src = this.master;
      video.currentTime = at;
      if (plays) video.play().catch(() => {});
    };
    // A browser pauses what it cannot fetch; that pause is not its viewer's.
    video.addEventListener("play", () => (plays = true));
    video.addEventListener("pause", () => (plays &&= Boolean(video.error)));
    video.addEventListener("playing", () => this.say(""));
    video.addEventListener("error", async () => {
      if (!video.getAttribute("src")) return;
      const { status } = await fetch(this.master).catch(() => ({ status: 0 }));
      if ([403, 404].includes(status)) return this.end();
      if (status && Date.now() - opened < RETRY_MS) return this.say("broken");
      if (!status) this.say("offline");
      setTimeout(open, status ? 0 : RETRY_MS);
    });
    open();
  }
}
