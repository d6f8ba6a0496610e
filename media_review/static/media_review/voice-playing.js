/* Listening: one voice at a time, and the film rests meanwhile. <voice-soon> asks until there is something to hear. */

const [OFTEN_MS, OFTEN, SELDOM_MS] = [1500, 20, 10_000];

document.addEventListener(
  "play",
  ({ target }) => {
    for (const other of document.querySelectorAll("audio, video")) if (other !== target && !other.paused) other.pause();
  },
  true,
);

class VoiceSoon extends HTMLElement {
  connectedCallback() {
    this.asked = 0;
    this.#later();
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
  }

  #later() {
    this.timer = setTimeout(() => this.#ask(), this.asked < OFTEN ? OFTEN_MS : SELDOM_MS);
  }

  async #ask() {
    this.asked += 1;
    const answer = document.hidden ? null : await fetch(this.dataset.address, { redirect: "manual" }).catch(() => null);
    if (!this.isConnected) return;
    if (answer?.status === 200) this.#replace(await answer.text());
    else if (answer?.status !== 404) this.#later();
  }

  #replace(words) {
    const fresh = document.createElement("template");
    fresh.innerHTML = words;
    this.replaceWith(fresh.content);
  }
}

customElements.define("voice-soon", VoiceSoon);
