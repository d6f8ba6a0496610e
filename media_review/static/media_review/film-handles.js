/* Where the browser lets us (Chromium does), it remembers where a film lies on the device, by the id of its recording:
   after a reload one click goes on. Everywhere else, and whenever any of this fails, the film is chosen again. */

const FILMS = {
  description: "video, audio",
  accept: {
    "video/*": [".mp4", ".mov", ".m4v", ".mkv", ".webm", ".avi"],
    "audio/*": [".m4a", ".mp3", ".wav", ".ogg", ".oga", ".opus", ".flac"],
  },
};

const open = () =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open("coachcycle-films", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("handles");
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const inStore = async (mode, act) => {
  let database;
  try {
    database = await open();
    return await new Promise((resolve, reject) => {
      const request = act(database.transaction("handles", mode).objectStore("handles"));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  } catch {
    return undefined; // a private window may keep nothing
  } finally {
    database?.close();
  }
};

export const remember = (recording, handle) => inStore("readwrite", (store) => store.put(handle, recording));
export const recall = (recording) => inStore("readonly", (store) => store.get(recording));
/* Forget all others: cancelled here or elsewhere, swept away, or another person's who used this browser before. */
export const keepOnly = (recordings) =>
  inStore("readwrite", (store) => {
    const kept = store.getAllKeys();
    kept.addEventListener("success", () => {
      for (const recording of kept.result) if (!recordings.includes(recording)) store.delete(recording);
    });
    return kept;
  });

export const forget = (recording) => inStore("readwrite", (store) => store.delete(recording));

let isRefused = false;

export const canPick = () => "showOpenFilePicker" in window && !isRefused;

/* Handles of the films a person picks; none when she picks none. A browser that refuses is not asked twice. */
export const pick = async (multiple) => {
  try {
    return await showOpenFilePicker({ multiple, types: [FILMS] });
  } catch (error) {
    isRefused = error.name !== "AbortError";
    return [];
  }
};

/* Handles of what is being dropped. Must be asked for while it is. */
export const dropped = (transfer) => {
  const asked = [...transfer.items].map((item) => item.getAsFileSystemHandle?.() ?? null);
  return Promise.all(asked).catch(() => []);
};

export const mayRead = async (handle) => (await handle.queryPermission({ mode: "read" })) === "granted";

/* The film, when the person allows it to be read again; undefined when she does not. */
export const readAgain = async (handle) => {
  if ((await handle.requestPermission({ mode: "read" })) === "granted") return handle.getFile();
  return undefined;
};
