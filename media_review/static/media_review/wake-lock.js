/* Keeps the screen from locking, where the browser can. */

export class WakeLock {
  #lock = null; // the promise of one, from when it is asked for until it is released

  hold() {
    this.#lock ??= this.#ask();
  }

  release() {
    this.#lock?.then((lock) => lock?.release());
    this.#lock = null;
  }

  /* A battery that is low may refuse; then the phone locks, and work goes on when its owner is back. */
  #ask() {
    const asked = Promise.resolve(navigator.wakeLock?.request("screen")).catch(() => null);
    const end = () => {
      if (this.#lock === asked) this.#lock = null;
    };
    asked.then((lock) => (lock ? lock.addEventListener("release", end, { once: true }) : end()));
    return asked;
  }
}
