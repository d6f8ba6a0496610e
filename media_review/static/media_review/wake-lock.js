/* Keeps the screen from locking, where the browser can. */

export class WakeLock {
  #lock = null;

  async hold() {
    try {
      this.#lock ??= await navigator.wakeLock?.request("screen");
      this.#lock?.addEventListener("release", () => (this.#lock = null), { once: true });
    } catch {
      // A battery that is low may refuse; then the phone locks, and work goes on when its owner is back.
    }
  }

  release() {
    this.#lock?.release();
    this.#lock = null;
  }
}
