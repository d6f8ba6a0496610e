/* Words of a record that found no line go out from any page of ours, once its writer is back. */

const reader = document.body.dataset.reader;

function waiting() {
  try {
    return Object.keys(localStorage).flatMap((key) => {
      const [box, kind, place, owner] = key.split(" ");
      return box === "outbox" && kind === "record" && owner === reader ? [place] : [];
    });
  } catch {
    return []; // this browser keeps nothing for us
  }
}

const places = new Set(waiting());
if (places.size) {
  const { RecordLetters } = await import("./record-letters.js");
  for (const place of places)
    if (!document.querySelector(`written-together[data-place="${place}"]`)) new RecordLetters(place, reader).open();
}
