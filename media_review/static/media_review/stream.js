/* The film's way into a <video>: hls.js where the browser lets scripts feed it, native HLS where not.
   The store honours an address for some minutes only; each is exchanged for a fresh one before it is used. */

import { lineNow } from "./line.js";

const RENEW_AT = 0.75; // of an address's life
const RETRY_MS = 3000;
const SOON_MS = 500;

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

/* hls.js corrects the times of its pieces by what it has read, and may leave a stretch behind the first that belongs to
   none: some frames, by which a film's pictures stand later than its sound. Who goes there would wait for ever. */
function leaveNoHole(pieces) {
  for (let at = 1; at < pieces.length; at++) {
    const [before, piece] = [pieces[at - 1], pieces[at]];
    const hole = piece.start - before.end;
    if (hole <= 0) continue;
    piece.setStart(before.end);
    piece.setDuration(piece.duration + hole);
  }
}

export class Stream {
  /** `say(name)` hears "gone", "offline", "broken" or, when all is well again, ""; `onGrowth` that `made` has changed. */
  constructor(video, { master, addresses, engine }, quality, say, onGrowth) {
    Object.assign(this, { video, master, engine, quality, say, onGrowth });
    /** Up to which second the film is there, as soon as that is known. The rest of one that grows comes by itself. */
    this.made = "grows" in video.dataset ? NaN : Infinity;
    /** Nothing comes over the line just now. */
    this.isCut = false;
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
      startPosition: this.video.currentTime,
      // A film that grows is like a broadcast to hls.js; but nobody wants to be taken to the end of what is there.
      latencyController: undefined,
      // Once it is whole, its segments are named by another address; hls.js would take that for another film.
      ignorePlaylistParsingErrors: true,
      capLevelToPlayerSize: true,
      // The first piece is of the size that the line seems to carry, and not the smallest by way of a trial.
      abrEwmaDefaultEstimate: lineNow(),
      testBandwidth: false,
      // A minute ahead, no more: a phone pays for what it fetches, and what was fetched outlives a share.
      maxBufferLength: 30,
      maxMaxBufferLength: 60,
      backBufferLength: 60,
      xhrSetup: (xhr, url) => this.#sign(xhr, url),
    });
    this.quality.attach(Hls, hls);
    hls.on(Hls.Events.ERROR, (_, trouble) => this.#recover(Hls, hls, trouble));
    hls.on(Hls.Events.FRAG_LOADED, () => (this.isCut = false));
    hls.on(Hls.Events.FRAG_BUFFERED, () => this.say(""));
    hls.on(Hls.Events.LEVEL_UPDATED, (_, { details }) => this.#grow(details.live ? details.edge : Infinity));
    hls.on(Hls.Events.LEVEL_PTS_UPDATED, (_, { details }) => leaveNoHole(details.fragments));
    hls.on(Hls.Events.MEDIA_ATTACHED, (_, { mediaSource }) => this.#stretch(mediaSource));
    hls.loadSource(this.master);
    hls.attachMedia(this.video);
    // Without this it would try again by and by; whoever waits for a line should not wait longer than the line.
    const again = () => this.isCut && this.#again(hls);
    addEventListener("online", again);
    this.stop = () => {
      removeEventListener("online", again);
      hls.destroy();
    };
  }

  #grow(made) {
    if (made === this.made) return;
    this.made = made;
    this.onGrowth();
  }

  /* As long as the film will be once all of it is there, so that a moment beyond can be sought and waited for. */
  #stretch(mediaSource) {
    const seconds = this.video.dataset.durationMs / 1000;
    if (mediaSource && "grows" in this.video.dataset && seconds) mediaSource.duration = seconds;
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
    const isPlaylist = /^(manifest|level)LoadError$/.test(details);
    const isNone = /^(manifest|level)ParsingError$/.test(details); // after signing out, a page comes in its place
    if (this.gone || isNone || (isPlaylist && [403, 404].includes(response?.code))) {
      this.end();
    } else if (this.made < Infinity && details === "fragLoadError" && response?.code === 404) {
      // A piece of a film that is whole by now: the playlist tells where it is to be had.
      if (fatal) setTimeout(() => hls.startLoad(), SOON_MS);
    } else if (response?.code === 403) {
      this.addresses.until = 0;
      if (fatal) hls.startLoad();
    } else if (type === Hls.ErrorTypes.NETWORK_ERROR && (fatal || details === "fragLoadError")) {
      // What is here already plays on; only a film that stands still owes an explanation.
      this.isCut = true;
      if (this.video.readyState < 3) this.say("offline");
      if (fatal) setTimeout(() => this.#again(hls), RETRY_MS);
    } else if (fatal && type === Hls.ErrorTypes.MEDIA_ERROR && !this.recovered) {
      this.recovered = true;
      const plays = !this.video.paused;
      hls.recoverMediaError();
      if (plays) this.video.play().catch(() => {}); // the film was attached anew, which stops it
    } else if (fatal) {
      this.say("broken");
    }
  }

  #again(hls) {
    if (hls.levels.length) hls.startLoad();
    else hls.loadSource(this.master);
  }

  /* The browser fetches by itself, so a film whose addresses have run out is opened again where it stood. */
  #native() {
    const { video } = this;
    this.quality.leaveToBrowser();
    let opened = 0;
    let plays = !video.paused;
    const open = () => {
      const at = video.currentTime;
      opened = Date.now();
      video.preload = "auto";
      video.src = `${this.master}?line=${lineNow()}`; // it begins with the first of the sizes that are named
      video.currentTime = at;
      if (plays) video.play().catch(() => {});
    };
    // A browser pauses what it cannot fetch; that pause is not its viewer's.
    video.addEventListener("play", () => (plays = true));
    video.addEventListener("pause", () => (plays &&= Boolean(video.error)));
    video.addEventListener("playing", () => this.say(""));
    // It asks again by itself for a playlist without an end, and lets nobody seek beyond it. That of a film which grows
    // says that it begins at its beginning; without, it would begin at the last moment, as broadcasts do.
    video.addEventListener("progress", () => {
      const { duration, seekable } = video;
      this.#grow(duration === Infinity && seekable.length ? seekable.end(seekable.length - 1) : Infinity);
    });
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
