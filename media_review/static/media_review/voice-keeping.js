/* What was said, kept in this browser until the store has it. Where a browser refuses that it lives as long as the page.
   A take is { id, reader, place, type, sound: ArrayBuffer, at, isSent }. */

const [DATABASE, TAKES] = ["coachcycle voices", "takes"];

export class VoiceKeeping {
  unkept = new Map();

  /** False when it is kept on this page only. */
  async put(take) {
    try {
      await this.#do("readwrite", (takes) => takes.put(take));
      this.unkept.delete(take.id);
      return true;
    } catch {
      this.unkept.set(take.id, take);
      return false;
    }
  }

  async get(id) {
    return this.unkept.get(id) ?? (await this.#do("readonly", (takes) => takes.get(id)).catch(() => null)) ?? null;
  }

  async remove(id) {
    this.unkept.delete(id);
    await this.#do("readwrite", (takes) => takes.delete(id)).catch(() => {});
  }

  /** All of one person; nobody finds those of another on a tablet they share. */
  async of(reader) {
    const kept = await this.#do("readonly", (takes) => takes.getAll()).catch(() => []);
    return [...kept, ...this.unkept.values()].filter((take) => take.reader === reader).sort((one, other) => one.at - other.at);
  }

  async #do(mode, act) {
    this.opening ??= opened();
    const takes = (await this.opening).transaction(TAKES, mode).objectStore(TAKES);
    return done(act(takes));
  }
}

function opened() {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(TAKES, { keyPath: "id" });
  return done(request);
}

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
