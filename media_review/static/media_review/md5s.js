import { Trouble, Unreadable } from "./asking.js";

/* The MD5 of slices, reckoned in a worker so that the page stays awake. */
export class Hasher {
  #asked = new Map(); // id → { resolve, reject }
  #last = 0;

  constructor(address) {
    this.worker = new Worker(address, { type: "module" });
    this.worker.onmessage = ({ data }) => {
      const { resolve, reject } = this.#asked.get(data.id);
      this.#asked.delete(data.id);
      if (data.md5) resolve(data.md5);
      else reject(new Unreadable());
    };
    this.worker.onerror = () => this.end(); // its script could not be fetched: that passes
  }

  md5(slice) {
    if (!this.worker) return Promise.reject(new Trouble());
    return new Promise((resolve, reject) => {
      this.#asked.set(++this.#last, { resolve, reject });
      this.worker.postMessage({ id: this.#last, slice });
    });
  }

  end() {
    this.worker?.terminate();
    this.worker = null;
    for (const { reject } of this.#asked.values()) reject(new Trouble());
    this.#asked.clear();
  }
}
